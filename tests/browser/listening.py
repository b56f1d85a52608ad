"""What a browser complains of while pages are open, and whom it asks for what."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

NOTE_VIOLATIONS = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.effectiveDirective} refuses ${event.blockedURI || event.sourceFile}`));
"""


@dataclass
class Ears:
    """Before a page is opened, `Ears(page)`; afterwards `complaints()`. Only 127.0.0.1 may be asked."""

    page: Page
    asked: list[str] = field(default_factory=list)  # every address, in order
    _heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.add_init_script(NOTE_VIOLATIONS)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._heard.append(f"script error: {error}"))
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        is_lost_page = message.location["url"] == self.page.url and "404" in message.text
        if message.type in ("error", "warning", "assert") and not is_lost_page:
            self._heard.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        self.asked.append(request.url)
        if urlsplit(request.url).hostname != "127.0.0.1":
            self._heard.append(f"asks another host: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left before its pictures were there
            self._heard.append(f"failed: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self._heard.append(f"{response.status}: {response.url}")

    def complaints(self) -> list[str]:
        """What was heard since the last time, each once."""
        heard = [*self._heard, *(f"policy: {words}" for words in self.page.evaluate("window.violations"))]
        self._heard.clear()
        return list(dict.fromkeys(heard))
