"""What search engines are told of a page: JSON-LD by schema.org, safe inside a script element."""

import json
from collections.abc import Mapping, Sequence
from typing import Protocol

from markupsafe import Markup

from bulletin.permalink import whole
from bulletin.settings import Publisher
from bulletin.views import ArticleView, EditionView, Head, Link, RedirectView, View

TOLD = ("base_url", "language", "name", "publisher")  # the fields of a frame that are told


class Publication(Protocol):
    """Those of a frame, and no others."""

    @property
    def name(self) -> str: ...
    @property
    def base_url(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def publisher(self) -> Publisher: ...


class Structured:
    """All that is said of one page, for `<script type="application/ld+json">`; made when it is shown.

    False, and nothing, for a redirect.
    """

    __slots__ = ("_frame", "_head", "_view")

    def __init__(self, frame: Publication, head: Head, view: View) -> None:
        self._frame, self._head, self._view = frame, head, view

    def __bool__(self) -> bool:
        return not isinstance(self._view, RedirectView)

    def __html__(self) -> Markup | str:
        return structured(self._frame, self._head, self._view)


def structured(frame: Publication, head: Head, view: View) -> Markup | str:
    if isinstance(view, RedirectView):
        return ""
    trail: tuple[Link, ...] = getattr(view, "breadcrumbs", ())
    if not trail:
        return json_ld(web_site(frame))
    way = breadcrumbs(frame, trail, head.title, head.canonical)
    if isinstance(view, ArticleView):
        return json_ld(news_article(frame, view, head.image, head.language or frame.language), way)
    if isinstance(view, EditionView):
        return json_ld(publication_issue(frame, view, head.image), way)
    return json_ld(way)


def news_article(
    frame: Publication, page: ArticleView, image: str | None, language: str
) -> Mapping[str, object]:
    """https://schema.org/NewsArticle"""
    made: dict[str, object] = {
        "@type": "NewsArticle",
        "mainEntityOfPage": page.permalink,
        "headline": page.title,
        "datePublished": page.day.iso,
        "dateModified": (page.updated or page.day).iso,
        "inLanguage": language,
        "articleSection": page.category.label,
        "author": {
            "@type": "Person" if page.author_title else "Organization",
            "name": page.author or frame.publisher.body or frame.name,
        },
        "publisher": organization(frame),
    }
    if page.summary:
        made["description"] = page.summary
    if image:
        made["image"] = [image]
    if page.tags:
        made["keywords"] = [tag.label for tag in page.tags]
    return made


def organization(frame: Publication) -> Mapping[str, object]:
    """https://schema.org/Organization"""
    return {"@type": "Organization", "name": frame.publisher.body or frame.name, "url": frame.base_url}


def web_site(frame: Publication) -> Mapping[str, object]:
    """https://schema.org/WebSite"""
    return {
        "@type": "WebSite",
        "name": frame.name,
        "url": frame.base_url,
        "inLanguage": frame.language,
        "publisher": organization(frame),
    }


def publication_issue(frame: Publication, page: EditionView, image: str | None) -> Mapping[str, object]:
    """https://schema.org/PublicationIssue"""
    issue = page.edition
    made: dict[str, object] = {
        "@type": "PublicationIssue",
        "mainEntityOfPage": page.permalink,
        "url": page.permalink,
        "name": f"{frame.name}, {issue.label.lower()}",
        "issueNumber": page.number,
        "datePublished": issue.day.iso,
        "inLanguage": frame.language,
        "isPartOf": {"@type": "Periodical", "name": frame.name, "url": frame.base_url},
        "publisher": organization(frame),
        "hasPart": [
            {"@type": "NewsArticle", "headline": card.title, "url": whole(frame.base_url, card.url)}
            for _, cards in page.sections
            for card in cards
        ],
    }
    if image:
        made["image"] = [image]
    if issue.pdf:
        made["pagination"] = f"1-{issue.pages}"
        made["encoding"] = {
            "@type": "MediaObject",
            "contentUrl": whole(frame.base_url, issue.pdf),
            "encodingFormat": "application/pdf",
        }
    return made


def breadcrumbs(
    frame: Publication, trail: Sequence[Link], title: str, permalink: str
) -> Mapping[str, object]:
    """https://schema.org/BreadcrumbList: the trail, and the page itself at its end."""
    steps = [(link.label, whole(frame.base_url, link.url)) for link in trail] + [(title, permalink)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": item}
            for n, (name, item) in enumerate(steps, 1)
        ],
    }


def json_ld(*things: Mapping[str, object]) -> Markup:
    """One graph. "<", ">" and "&" are written as escapes, so no text can end the script element."""
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": things}, ensure_ascii=False, separators=(",", ":")
    )
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  # escaped just above
