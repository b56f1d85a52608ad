"""What search engines are told of a page: JSON-LD by schema.org, safe inside a script element."""

import json
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bulletin.permalink import whole
from bulletin.views import ArticleView, Frame, Link


def news_article(frame: Frame, page: ArticleView, image: str | None, language: str) -> Mapping[str, object]:
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


def organization(frame: Frame) -> Mapping[str, object]:
    """https://schema.org/Organization"""
    return {"@type": "Organization", "name": frame.publisher.body or frame.name, "url": frame.base_url}


def web_site(frame: Frame) -> Mapping[str, object]:
    """https://schema.org/WebSite"""
    return {
        "@type": "WebSite",
        "name": frame.name,
        "url": frame.base_url,
        "inLanguage": frame.language,
        "publisher": organization(frame),
    }


def breadcrumbs(frame: Frame, trail: Sequence[Link], title: str, permalink: str) -> Mapping[str, object]:
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
