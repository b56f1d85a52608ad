"""Bodies as editors write them, and everything that comes out of each.

    cases/NAME.md    the body; its first line is line 1
    cases/NAME.html  the whole HTML
    cases/NAME.txt   what the editor is told: `line: severity: kind values`; no file when nothing is wrong
    cases/NAME.refs  what stands beside the HTML: links, pictures, headings, excerpt

`pytest tests/markup --update` writes the expected files anew; review them as a diff.
"""

from pathlib import Path

import pytest

from bulletin.markup import Body, Converter
from bulletin.messages import LANGUAGES, Catalogue
from bulletin.problem import Problems

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.stem for path in CASES.glob("*.md"))
GLOSSARY = {
    "UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "MTTQ": "Mặt trận Tổ quốc", "Đ/c": "đồng chí",
    "TXCT": "tiếp xúc cử tri", "R&D": "nghiên cứu & phát triển",
}  # fmt: skip
CONVERTER = Converter(GLOSSARY)  # one for all cases: none may leave a trace in the next


def told(problems: Problems) -> str:
    return "".join(
        f"{p.place.line}: {p.severity}: {p.kind} {' '.join(f'{k}={v!r}' for k, v in p.values)}".rstrip()
        + "\n"
        for p in problems
    )


def beside(body: Body) -> str:
    lines = [f"link {i}, line {link.line}: {link.target}" for i, link in enumerate(body.links)]
    lines += [
        f"picture {i}, line {p.line}: {p.target} | {p.alt}"
        + (f" | focus {p.focus}" if p.focus else "")
        + (f" | blur {p.blur}" if p.blur else "")
        for i, p in enumerate(body.pictures)
    ]
    lines += [f"heading {h.level} #{h.id}: {h.text}" for h in body.headings]
    lines += [f"excerpt: {body.excerpt}"] if body.excerpt else []
    lines += ["video"] if body.has_video else []
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("name", NAMES)
def test_a_body_comes_out_whole(name: str, update: bool) -> None:
    source = CASES / f"{name}.md"
    photographer = "Hồng Hà" if name == "photographer" else ""
    text = source.read_bytes().decode()
    body, problems = CONVERTER.convert(text, f"content/{name}.md", photographer=photographer)
    for ending, made in ((".html", body.html + "\n"), (".txt", told(problems)), (".refs", beside(body))):
        expected = source.with_suffix(ending)
        if update and made:
            expected.write_bytes(made.encode())
        elif update:
            expected.unlink(missing_ok=True)
        assert made == (expected.read_bytes().decode() if expected.exists() else "")
    for language in LANGUAGES:
        catalogue = Catalogue(language)
        for problem in problems:
            what, mend = catalogue.problem(problem.kind, dict(problem.values))
            assert what
            assert mend


def test_every_expectation_has_its_body() -> None:
    assert {path.stem for path in CASES.iterdir()} == set(NAMES)
