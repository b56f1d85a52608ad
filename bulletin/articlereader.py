"""Front matter given its meaning, field by field.

Before: strings with their lines. After: an `Article`, or None and what is wrong with it.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath

from bulletin.article import Article, Cover, StandingPage, State, category_folder, state_at
from bulletin.dates import Moment, parse_moment
from bulletin.frontmatter import key_for
from bulletin.markup import Body, video
from bulletin.names import fold, nearest, nfc, slug
from bulletin.permalink import normalised_address
from bulletin.problem import Problem, error, warning
from bulletin.settings import RESERVED, Settings, Term
from bulletin.source import Source, stem

_YES = frozenset({"true", "yes", "co", "1", "x", "on", "dung"})


_NO = frozenset({"", "false", "no", "khong", "0", "off", "sai"})


_FLAGS = _YES | _NO


_DATE_PREFIX = re.compile(r"\d{4}-\d{2}-\d{2}[-_ ]+(?=\S)")


_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class ArticleReader:
    """Reads fields one by one and collects what is wrong with them."""

    def __init__(self, settings: Settings, categories: tuple[Term, ...], now: datetime) -> None:
        self._settings, self.now = settings, now
        self.problems: list[Problem] = []
        self._categories = {key: t for t in categories for key in (fold(t.title), slug(t.title), t.slug)}
        self._topics = {key: t for t in settings.topics for key in (fold(t.title), slug(t.title), t.slug)}
        self._names = tuple(t.title for t in categories) + tuple(t.slug for t in categories)
        self._topic_names = tuple(t.title for t in settings.topics) + tuple(t.slug for t in settings.topics)

    def article(self, source: Source) -> Article | None:
        """None when something is wrong that the article cannot do without."""
        before = len(self.problems)
        title = self._title(source)
        moment = self._moment(source, "date", needed=True)
        updated = self._moment(source, "updated")
        approved_on = self._moment(source, "approved_on")
        expires = self._moment(source, "expires")
        category = self._category(source)
        topic = self._topic(source)
        draft, featured = self._flag(source, "draft"), self._flag(source, "featured")
        cover, film = self._cover(source), self._video(source)
        language, aliases = self._language(source), self._aliases(source)
        name = self._slug(source, title, moment)
        if len(self.problems) > before and any(p.severity == "error" for p in self.problems[before:]):
            return None
        if moment is None or category is None:  # pragma: no cover  (each has left an error above)
            return None
        if updated and updated.at < moment.at:
            self._warn(source, "updated", "updated-before-date")
            updated = None
        if expires and expires.at <= moment.at:
            self._warn(source, "expires", "expires-before-date")
        return Article(
            source=source,
            url=f"{category.slug}/{name}/",
            title=title,
            moment=moment,
            updated=updated,
            expires=expires.at if expires else None,
            state=self._state(moment, expires, draft=draft),
            category=category,
            topic=topic,
            tags=self._tags(source),
            author=self._text(source, "author"),
            author_title=self._text(source, "author_title"),
            origin=self._text(source, "source"),
            summary=self._text(source, "summary") or source.body.excerpt,
            cover=cover,
            video=film,
            issue=self._text(source, "issue"),
            approved_by=self._text(source, "approved_by"),
            approved_on=approved_on,
            is_featured=featured,
            language=language,
            aliases=aliases,
        )

    def page(self, source: Source) -> StandingPage | None:
        before = len(self.problems)
        title, draft = self._title(source), self._flag(source, "draft")
        updated = self._moment(source, "updated") or self._moment(source, "date")
        aliases = self._aliases(source)
        folder = PurePosixPath(source.path).relative_to("content/pages").parts
        moment, expires = self._moment(source, "date"), self._moment(source, "expires")
        name = self._slug(source, title, None)
        if any(p.severity == "error" for p in self.problems[before:]):
            return None
        if len(folder) > 2:
            self._wrong(source, "", "page-deep")
            return None
        if name in RESERVED:
            self._wrong(source, "slug", "address-reserved", slug=name)
            return None
        return StandingPage(
            source=source,
            url=f"{name}/",
            title=title,
            summary=self._text(source, "summary") or source.body.excerpt,
            updated=updated,
            begins=moment.at if moment else None,
            expires=expires.at if expires else None,
            state=self._state(moment, expires, draft=draft),
            aliases=aliases,
        )

    def _state(self, moment: Moment | None, expires: Moment | None, *, draft: bool) -> State:
        return state_at(self.now, moment, expires.at if expires else None, is_draft=draft)

    def _title(self, source: Source) -> str:
        title = self._text(source, "title")
        if not title:
            kind = "title-empty" if "title" in source.fields else "title-missing"
            self._wrong(source, "title", kind, key=key_for(source.fields, "title"))
        return title

    def _moment(self, source: Source, key: str, *, needed: bool = False) -> Moment | None:
        text = self._text(source, key)
        if not text:
            if needed:
                self._wrong(source, key, "date-missing", key=key_for(source.fields, key))
            return None
        moment = parse_moment(text, self._settings.zone)
        if moment is None:
            self._wrong(source, key, "date-wrong", date=text, name=source.fields[key].written)
        return moment

    def _category(self, source: Source) -> Term | None:
        written, folder = self._text(source, "category"), category_folder(source.path)
        if not written and not folder:
            self._wrong(source, "", "category-missing", key=key_for(source.fields, "category"))
            return None
        term = self._find(written or folder, self._categories)
        if not written and slug(folder) in RESERVED:
            self._wrong(source, "", "address-reserved", slug=slug(folder))
            return None
        if term is None and not self._settings.categories:
            term = self._categories.get(slug(folder))  # a name of its own inside a plain folder
        if term is None:
            guess = nearest(written or folder, self._names) or ", ".join(self._names[: len(self._names) // 2])
            kind = "category-unknown" if written else "category-folder"
            self._wrong(source, "category", kind, name=written or folder, guess=guess)
        return term

    def _topic(self, source: Source) -> Term | None:
        written = self._text(source, "topic")
        term = self._find(written, self._topics) if written else None
        if written and term is None:
            guess = nearest(written, self._topic_names)
            self._wrong(
                source, "topic", "topic-guess" if guess else "topic-unknown", name=written, guess=guess or ""
            )
        return term

    @staticmethod
    def _find(written: str, terms: Mapping[str, Term]) -> Term | None:
        return terms.get(fold(written)) or terms.get(slug(written))

    def _tags(self, source: Source) -> tuple[str, ...]:
        """Each tag once, whether written as a list or "a, b, c"."""
        field = source.fields.get("tags")
        if field is None:
            return ()
        written = re.split(r"[,;]", field.value) if isinstance(field.value, str) else field.value
        unique = {name: tag for tag in reversed([t.strip() for t in written]) if (name := slug(tag))}
        return tuple(reversed(unique.values()))

    def _flag(self, source: Source, key: str) -> bool:
        text = self._text(source, key)
        word = fold(text)
        if word not in _FLAGS:
            self._wrong(source, key, "flag-wrong", value=text, name=source.fields[key].written)
        return word in _YES

    def _cover(self, source: Source) -> Cover | None:
        target = self._text(source, "cover")
        if not target:
            return None
        alt = self._text(source, "cover_alt")
        if not alt:
            self._warn(source, "cover", "cover-no-alt", name=target, key=key_for(source.fields, "cover_alt"))
        caption, credit = self._text(source, "cover_caption"), self._text(source, "photographer")
        before, mark, name = caption.rpartition("Ảnh:")
        if mark and name.strip(" .()") and not before[-1:].isalpha():
            caption, credit = before.rstrip(" ("), name.strip(" .()")
        focus, blur = self._text(source, "cover_focus"), self._text(source, "cover_blur")
        return Cover(target, alt, caption, credit, focus, blur)

    def _video(self, source: Source) -> Body | None:
        target = self._text(source, "video")
        if not target:
            return None
        body, wrong = video(target, source.path, source.fields["video"].line)
        self.problems += wrong
        return body

    def _language(self, source: Source) -> str:
        text = self._text(source, "lang")
        if text and not _LANGUAGE.fullmatch(text):
            self._wrong(source, "lang", "language-wrong", value=text)
        return text

    def _aliases(self, source: Source) -> tuple[str, ...]:
        field = source.fields.get("aliases")
        if field is None:
            return ()
        urls = []
        for written in (field.value,) if isinstance(field.value, str) else field.value:
            url = normalised_address(nfc(written))
            if url is None:
                self._wrong(source, "aliases", "alias-wrong", address=written)
            else:
                urls.append(url)
        return tuple(dict.fromkeys(urls))

    def _slug(self, source: Source, title: str, moment: Moment | None) -> str:
        """From the key, else the file's name, else the title, else the day and the path's digest."""
        written = self._text(source, "slug")
        if written:
            if slug(written, longest=200) != written:
                guess = slug(written) or slug(title)
                self._wrong(source, "slug", "slug-wrong", slug=written, guess=guess)
            return written
        name = slug(_DATE_PREFIX.sub("", stem(source.path), count=1)) or slug(title)
        if name:
            return name
        mark = hashlib.sha256(source.path.encode("utf-8", "replace")).hexdigest()[:8]
        return f"{moment.at:%Y-%m-%d}-{mark}" if moment else mark

    @staticmethod
    def _text(source: Source, key: str) -> str:
        return source.text(key)

    def _wrong(self, source: Source, at: str, kind: str, **values: object) -> None:
        self.problems.append(error(source.place(at), kind, **values))

    def _warn(self, source: Source, at: str, kind: str, **values: object) -> None:
        self.problems.append(warning(source.place(at), kind, **values))
