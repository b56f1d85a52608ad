"""Pagefind and MiniSearch on the same texts, for `search.py`; both from a folder of npm packages.

Each gets what our index has: of every article and standing page title, summary, tags and body.
MiniSearch is set up as well as we know: accents folded and đ as d, all words asked for, the last as a prefix,
slips only when nothing matches, titles before tags before summaries before bodies.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import lxml.html

PAGEFIND_PAGE = """<!doctype html><script type="module">
import { search } from "./pagefind/pagefind.js";
window.ask = async (words) => {
  const { results } = await search(words);
  const some = await Promise.all(results.slice(0, 3).map((one) => one.data()));
  return some.map(({ url }) => url.replace(/^\\//, ""));
};
</script>"""
MINISEARCH = """
const bare = (word) => word.normalize("NFD").replace(/[\\u0300-\\u036f]/g, "");
const fold = (word) => bare(word.toLowerCase()).replaceAll("đ", "d");
const options = {
  fields: ["title", "tags", "summary", "text"],
  storeFields: ["url"],
  processTerm: fold,
  searchOptions: { combineWith: "AND", boost: { title: 5, tags: 3, summary: 2.5 }, processTerm: fold },
};
"""
MINISEARCH_PAGE = f"""<!doctype html><script src="minisearch.js"></script><script>{MINISEARCH}
const arrived = fetch("index.json").then((reply) => reply.text());
const ready = arrived.then((text) => MiniSearch.loadJSON(text, options));
window.ask = async (words) => {{
  const index = await ready;
  const prefix = (term, i, terms) => i === terms.length - 1;
  let found = index.search(words, {{ prefix }});
  if (!found.length) found = index.search(words, {{ prefix, fuzzy: 0.2 }});
  return found.slice(0, 3).map((one) => one.url);
}};
</script>"""
MAKE_MINISEARCH = (
    MINISEARCH
    + """
const MiniSearch = require(process.argv[2]);
const fs = require("fs");
const index = new MiniSearch(options);
index.addAll(JSON.parse(fs.readFileSync(process.argv[3], "utf-8")));
fs.writeFileSync(process.argv[4], JSON.stringify(index));
"""
)


@dataclass(frozen=True, slots=True)
class Peer:
    name: str
    folder: Path  # to be served; index.html has `ask(words)`
    seconds: float  # of making the index
    megabytes: float  # the largest process


def texts(output: Path) -> Iterator[dict[str, str]]:
    """What our index holds, from the pages that were built: url, title, tags, summary, text and HTML."""
    folder = output / "tim-kiem" / "chi-muc"
    categories = _data(folder / "muc-luc.js")["categories"]
    for file in sorted(folder.glob("bai-*.js")):
        for _, url, title, summary, tags, _, category, *_ in zip(*_data(file), strict=True):
            url = f"{categories[category][0]}/{url}/" if category >= 0 else url
            page = lxml.html.parse(str(output / url / "index.html")).getroot()
            prose = page.find_class("prose")[0]
            yield {
                "url": url,
                "title": title,
                "tags": tags,
                "summary": summary,
                "text": " ".join(prose.itertext()),
                "html": lxml.html.tostring(prose, encoding="unicode"),
            }


def _data(file: Path) -> object:
    text = file.read_text("utf-8")
    return json.loads(text[text.index(",") + 1 : text.rindex(")")])


def make_pagefind(modules: Path, documents: list[dict[str, str]], work: Path) -> Peer:
    for one in documents:
        page = work / "pages" / one["url"] / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(
            f'<!doctype html><html lang="vi"><title>{escape(one["title"])}</title><body data-pagefind-body>'
            f"<h1>{escape(one['title'])}</h1><p>{escape(one['summary'])}</p><p>{escape(one['tags'])}</p>"
            f"{one['html']}",
            "utf-8",
        )
    (program,) = modules.glob("@pagefind/*/bin/pagefind_extended")
    words = [str(program), "--site", str(work / "pages"), "--output-path", str(work / "pagefind")]
    seconds, megabytes = _timed(words)
    (work / "index.html").write_text(PAGEFIND_PAGE, "utf-8")
    return Peer(f"Pagefind {_version(modules / 'pagefind')}", work, seconds, megabytes)


def make_minisearch(modules: Path, documents: list[dict[str, str]], work: Path) -> Peer:
    work.mkdir(parents=True)
    rows = [{k: v for k, v in one.items() if k != "html"} | {"id": n} for n, one in enumerate(documents)]
    (work / "documents.json").write_text(json.dumps(rows), "utf-8")
    (work / "make.cjs").write_text(MAKE_MINISEARCH, "utf-8")
    library = work / "minisearch.cjs"  # its package says of *.js that they are modules
    shutil.copy(modules / "minisearch" / "dist" / "umd" / "index.js", library)
    files = [str(library), str(work / "documents.json"), str(work / "index.json")]
    seconds, megabytes = _timed(["node", str(work / "make.cjs"), *files])
    shutil.copy(library, work / "minisearch.js")
    (work / "index.html").write_text(MINISEARCH_PAGE, "utf-8")
    return Peer(f"MiniSearch {_version(modules / 'minisearch')}", work, seconds, megabytes)


def _version(package: Path) -> str:
    return str(json.loads((package / "package.json").read_text("utf-8"))["version"])


def _timed(command: list[str]) -> tuple[float, float]:
    """Seconds, and MB of the process."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{command[0]}: {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024
