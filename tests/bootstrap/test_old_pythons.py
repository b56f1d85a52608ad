"""An old Python, down to 2.7, reads build.py and says in one sentence that it is too old."""

import ast
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from little import ROOT

OLD = ("2.7", "3.6", "3.7", "3.8", "3.9", "3.10")
NEWER_THAN_2_7 = (
    *(ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.TryStar, ast.Nonlocal, ast.MatMult),
    *(ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await, ast.YieldFrom),
)

SENTENCES = {
    "vi": "Bản tin cần Python 3.11 trở lên, mà đây là Python {}: hãy chạy build.py bằng một bản mới hơn.\n",
    "en": "Bản tin needs Python 3.11 or newer and this is Python {}: run build.py with a newer one.\n",
}


def python(version: str) -> str | None:
    """An installed Python of that version, from the search path or from pyenv."""
    home = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    kept = sorted(home.glob(f"versions/{version}.*/bin/python"))
    return str(kept[-1]) if kept else shutil.which(f"python{version}")


@pytest.mark.parametrize("version", OLD)
def test_an_old_python_says_so(version: str, tmp_path: Path) -> None:
    found = python(version)
    if not found:
        pytest.skip(f"no Python {version} here")
    ask = [found, "-c", "import sys; print(sys.version.split()[0])"]
    number = subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()
    for language, sentence in SENTENCES.items():
        command = [found, str(ROOT / "build.py"), "test", "--lang", language]
        environ = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C"}
        done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path, env=environ)
        assert (done.returncode, done.stdout, done.stderr) == (3, "", sentence.format(number))


def test_the_sentence_where_no_old_python_is(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 99))
    monkeypatch.setattr(sys, "version", "3.10.99 (main)")
    door = runpy.run_path(str(ROOT / "build.py"))
    assert door["main"](["build"]) == 3
    assert door["main"](["--lang=en"]) == 3
    assert capfd.readouterr().err == "".join(SENTENCES.values()).format("3.10.99", "3.10.99")


def test_the_grammar_is_that_of_python_2_7() -> None:
    text = (ROOT / "build.py").read_text("utf-8")
    assert "coding: utf-8" in text.splitlines()[1]
    for node in ast.walk(ast.parse(text, feature_version=(3, 4))):
        assert not isinstance(node, NEWER_THAN_2_7), ast.unparse(node)
        if isinstance(node, ast.FunctionDef):
            arguments = node.args.args + node.args.kwonlyargs + node.args.posonlyargs
            assert not node.returns, node.name
            assert not any(argument.annotation for argument in arguments), node.name
            assert not node.args.kwonlyargs, node.name
            assert not node.args.posonlyargs, node.name
        if isinstance(node, ast.Raise):
            assert not node.cause
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            assert not any(isinstance(element, ast.Starred) for element in node.elts), ast.unparse(node)
        if isinstance(node, ast.Call):
            keywords = [keyword.arg for keyword in node.keywords]
            assert keywords.count(None) < 2, ast.unparse(node)
            assert not (isinstance(node.func, ast.Name) and node.func.id == "print"), (
                "a statement in Python 2"
            )
