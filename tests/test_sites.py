"""Whole sites, good and broken, with everything that comes out of them.

    tests/sites/NAME/{site.toml,content/…}   and  expected/: every published file
    tests/wrong/NAME/{site.toml,content/…}   and  report.txt: every line the editor is shown

`python3 build.py test sites --update` writes the expected files anew; review them as a diff.
"""

import shutil
from pathlib import Path

import pytest

from bulletin import theme
from bulletin.messages import Catalogue
from tests.building import build_site, files_of, report_of

HERE = Path(__file__).parent
SITES = sorted(p.name for p in (HERE / "sites").iterdir() if p.is_dir())
WRONG = sorted(p.name for p in (HERE / "wrong").iterdir() if p.is_dir())


@pytest.fixture(autouse=True)
def _plain_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "builtin", lambda name: HERE / "theme" / name)


def is_binary(path: str) -> bool:
    return path.endswith((".jpg", ".png", ".webp"))


@pytest.mark.parametrize("name", SITES)
def test_a_good_site_comes_out_whole(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    folder = HERE / "sites" / name
    site = shutil.copytree(folder, tmp_path / "site", ignore=shutil.ignore_patterns("expected"))
    outcome = build_site(site, tmp_path / "output", drafts=name == "preview", future=name == "preview")
    expected_report = folder / "report.txt"
    if request.config.getoption("--update") and outcome.problems:
        expected_report.write_text(report_of(outcome), encoding="utf-8")
    assert report_of(outcome) == (
        expected_report.read_text(encoding="utf-8") if expected_report.exists() else ""
    )
    made = files_of(tmp_path / "output")
    if request.config.getoption("--update"):
        shutil.rmtree(folder / "expected", ignore_errors=True)
        for path, data in made.items():
            target = folder / "expected" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(b"" if is_binary(path) else data)
    # A picture's bytes depend on the encoder's version; its name and size in the pages do not.
    expected = files_of(folder / "expected")
    assert {p: b"" if is_binary(p) else d for p, d in made.items()} == expected
    again = build_site(site, tmp_path / "output", drafts=name == "preview", future=name == "preview")
    assert again.written is not None
    assert (again.written.written, again.written.removed) == (0, 0)


@pytest.mark.parametrize("name", WRONG)
def test_a_broken_site_says_everything_and_touches_nothing(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = HERE / "wrong" / name
    site = shutil.copytree(folder, tmp_path / "site")
    output = tmp_path / "output"
    output.mkdir()
    (output / "index.html").write_text("yesterday's")
    outcome = build_site(site, output, strict=True)
    said = report_of(outcome, "vi") + "\n" + report_of(outcome, "en")
    if request.config.getoption("--update"):
        (folder / "report.txt").write_text(said, encoding="utf-8")
    assert said == (folder / "report.txt").read_text(encoding="utf-8")
    assert outcome.written is None
    assert files_of(output) == {"index.html": b"yesterday's"}


# Shown in test_world.py, because a folder in a repository cannot hold the cause.
ELSEWHERE = {
    "print-approval", "print-approval-old", "publish-busy", "publish-certificate-expired",
    "publish-certificate-name", "publish-changed-meanwhile", "publish-clock", "publish-foreign",
    "publish-full", "publish-key", "publish-kind", "publish-link", "publish-login", "publish-lost",
    "publish-many-removed", "publish-name", "publish-needs-tls", "publish-never", "publish-no-bucket",
    "publish-no-folder", "publish-no-links", "publish-no-output", "publish-no-password",
    "publish-no-program", "publish-no-releases", "publish-no-repository", "publish-no-tls", "publish-none",
    "publish-other-certificate", "publish-other-key", "publish-overtaken", "publish-permission",
    "publish-refused", "publish-release-folder", "publish-releases", "publish-rename", "publish-secret",
    "publish-secret-address",
    "publish-tls", "publish-unknown-host", "publish-unknown-key", "publish-value", "publish-which",
    "settings-approval", "settings-measure",
    "file-outside", "file-unreadable", "file-twice", "folder-link", "file-too-large", "folder-deep",
    "page-time", "page-memory", "body-time", "body-memory", "body-nesting", "body-failed", "picture-too-large",
    "no-site", "cannot-read", "cannot-write", "no-permission", "disk-full", "output-busy", "output-link",
    "output-not-folder", "output-is-site", "address-in-the-way", "address-foreign", "media-unreadable", "file-name", "bad-base-url", "bad-epoch", "no-tests", "internal",
    "counter-silent", "counter-store", "counter-none", "counter-packages", "counter-port", "counter-workers",
    "counter-sitemap", "counter-no-log", "counter-not-empty", "counter-not-same",
} | {  # in tests/press: these come when an issue is set
    "print-imprint", "print-licence-over", "print-licence-ends", "print-trim", "print-pages", "print-letters",
    "print-picture", "print-article", "print-template", "print-failed", "print-time", "print-memory",
    "print-no-engine", "print-open", "no-press", "no-issue", "no-issues", "bad-format",
} | {  # in tests/desk and tests/serve
    "new-title", "new-template", "new-category-missing", "new-category", "new-there", "new-reserved",
    "archetype-blank", "archetype-encoding", "no-editor", "init-name", "init-address", "init-categories",
    "init-not-empty", "list-state", "list-month", "list-year", "list-there",
    "dry-run-alone", "fix-link", "fix-changed", "fix-busy", "no-handbook", "handbook-wrong",
    "serve-port", "serve-no-lan", "serve-running", "serve-ended",
}  # fmt: skip


def test_every_message_is_shown_somewhere(tmp_path: Path) -> None:
    from bulletin.messages.vi import MESSAGES

    sites = [shutil.copytree(HERE / "wrong" / name, tmp_path / name) for name in WRONG]
    shown = {p.kind for site in sites for p in build_site(site, write=False).problems}
    # tests/markup shows what is wrong with bodies: lines of "line: severity: kind values".
    for case in (HERE / "markup").rglob("*.txt"):
        shown |= {
            line.split(": ")[2].split()[0]
            for line in case.read_text(encoding="utf-8").splitlines()
            if line.count(": ") > 1
        }
    assert set(MESSAGES) - shown == ELSEWHERE


def test_both_languages_have_the_same_messages_and_blanks() -> None:
    import string

    from bulletin.messages import en, vi

    def blanks(text: str) -> set[str]:
        return {name for _, name, *_ in string.Formatter().parse(text) if name}

    assert list(vi.MESSAGES) == list(en.MESSAGES)
    assert list(vi.WORDS) == list(en.WORDS)
    for kind in vi.MESSAGES:
        for ours, theirs in zip(vi.MESSAGES[kind], en.MESSAGES[kind], strict=True):
            assert blanks(ours) == blanks(theirs), kind
    assert {w for w in vi.WORDS if blanks(vi.WORDS[w]) != blanks(en.WORDS[w])} == set()
    assert Catalogue("vi").word("error") == "lỗi"
