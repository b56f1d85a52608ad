"""The road of one body: Markdown as editors write it → `Body` and the problems in it.

Nothing here knows a disk, a clock or another page. Text is cleaned, Markdown made HTML, the
HTML sanitised, and everything else is done on the tree of what is then safe.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from bulletin.markup import (
    braces,
    containers,
    excerpt,
    figures,
    headings,
    leftovers,
    places,
    references,
    signoff,
    tables,
    videos,
)
from bulletin.markup.body import Body
from bulletin.markup.glossary import Glossary
from bulletin.markup.html import parse, write
from bulletin.markup.marks import strip
from bulletin.markup.parser import parser
from bulletin.markup.sanitise import sanitise
from bulletin.markup.source import Source
from bulletin.markup.tidy import clamp_quotes, mend_definitions, tidy
from bulletin.markup.tree import Tree
from bulletin.markup.wordpaste import clean
from bulletin.problem import Problems, in_order

_NO_GLOSSARY: Mapping[str, str] = MappingProxyType({})
# Signs of Python-Markdown's own, which it loses in tangled emphasis.
_LOST = re.compile("\x02?(?:klzzwxh|wzxhzdk|hzzhzkh):\\d+\x03|[\x02\x03]")


class Converter:
    """Converts bodies, one after the other, with one parser; no body leaves a trace in the next."""

    def __init__(self, glossary: Mapping[str, str] = _NO_GLOSSARY) -> None:
        """`glossary`: abbreviation -> what it stands for, explained where it first stands in a body."""
        self._glossary = Glossary(glossary)
        self._own: dict[str, str] = {}  # the abbreviations that a body itself explains
        self._strays: list[str] = []  # what a body wants blurred, but beside no picture
        self._parser = parser(self._own, self._strays)

    def convert(
        self, text: str, path: str, first_line: int = 1, photographer: str = ""
    ) -> tuple[Body, Problems]:
        """`text` as a `Body`, and its problems in order.

        `path` is the source's, from the site's root with "/"; `first_line` is the line of that
        file, from 1, on which `text` begins. `photographer` has the credit of every picture
        whose caption names nobody.
        """
        source = Source(clean(text), path, first_line)
        marked, boxes = containers.mark(source) if "::" in source.text else (source.text, [])
        self._own.clear()
        self._strays.clear()
        html = self._parser.reset().convert(marked)
        if "\x02" in html or "\x03" in html:
            html = _LOST.sub("", html)
        is_raw = "<" in source.text
        html = sanitise(html, source, is_raw=is_raw)
        tree = parse(html)
        references.judge(tree, source)
        if tree.noted["img"]:
            braces.read(tree, source)
        braces.look(html, self._strays, source)
        if is_raw:
            tidy(tree)
        else:
            for definitions in tree.noted["dl"]:
                mend_definitions(definitions)
        if len(tree.noted["blockquote"]) > 5:
            clamp_quotes(tree.attached("blockquote"))
        self._arrange(tree, source, photographer)
        if boxes:
            containers.enclose(tree, boxes, source)
        signoff.recognise(tree)
        self._explain(tree, html)
        places.settle(tree, source)
        leftovers.look(html, source)
        words = excerpt.excerpt(tree)
        links, pictures = references.number(tree)
        body = Body(
            html=strip(write(tree.root)).strip(),
            links=links,
            pictures=pictures,
            headings=headings.listed(tree),
            excerpt=strip(words),
            has_video=tree.has_video,
        )
        return body, in_order(source.problems)

    @staticmethod
    def _arrange(tree: Tree, source: Source, photographer: str) -> None:
        noted = tree.noted
        if noted["heading"]:
            headings.level(tree)
        if noted["a"] or noted["iframe"] or noted["video"] or noted["audio"]:
            videos.arrange(tree, source)
        if noted["img"]:
            figures.check(tree, source)
            figures.adopt(tree, photographer)
        if noted["table"]:
            tables.arrange(tree, photographer)
        if noted["img"]:
            figures.arrange(tree, source, photographer)

    def _explain(self, tree: Tree, html: str) -> None:
        if self._own:
            Glossary({**self._glossary.meanings, **self._own}).explain(tree, html)
        else:
            self._glossary.explain(tree, html)
