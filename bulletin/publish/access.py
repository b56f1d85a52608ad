"""The way to a host: its password found or asked for, its key agreed to, the remote open for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

from bulletin.problem import WorldError
from bulletin.publish import secret
from bulletin.publish.hosts import clean, open_remote
from bulletin.publish.remote import Remote
from bulletin.publish.state import State
from bulletin.publish.trust import Trust
from bulletin.report import Report
from bulletin.request import Request
from bulletin.settings import Destination

YES = ("c", "co", "có", "y", "yes")


@contextmanager
def opened(
    request: Request, where: Destination, state: State, report: Report, accepted: str
) -> Iterator[Remote]:
    """`accepted`: a print that was agreed to before. Raises WorldError, in which the password never is."""
    asked = _Asked(report, where)
    password = secret.find(where, asked.password if report.can_ask else None)
    trust = Trust(request.root, asked.agree, accepted)
    remote = open_remote(request.root, request.output, state.folder, where, password, trust)
    try:
        if asked.is_asked and password and asked.is_to_be_kept():
            report.say("publish-kept" if secret.keep(where, password) else "publish-not-kept")
        yield remote
    except WorldError as fault:
        raise clean(fault, password) from None
    except Exception as fault:
        if password and password in str(fault):  # nothing that went wrong may say it
            raise WorldError(
                "internal", detail=secret.scrubbed(f"{type(fault).__name__}: {fault}", password)
            ) from None
        raise
    finally:
        remote.close()


class _Asked:
    """Somebody at a terminal."""

    def __init__(self, report: Report, where: Destination) -> None:
        self._report, self._where = report, where
        self.is_asked = False

    def password(self, name: str) -> str:
        self.is_asked = True
        question = self._report.word("publish-ask-password", name=name, user=self._where.user)
        return self._report.ask_secret(question)

    def is_to_be_kept(self) -> bool:
        return self._is_yes("publish-ask-keep")

    def agree(self, host: str, fingerprint: str) -> bool:
        if not self._report.can_ask:
            return False
        self._report.say("publish-new-key", host=host, fingerprint=fingerprint)
        return self._is_yes("publish-ask-trust")

    def _is_yes(self, question: str) -> bool:
        return self._report.ask(self._report.word(question)).strip().lower() in YES
