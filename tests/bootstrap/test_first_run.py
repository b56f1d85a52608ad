"""build.py makes .venv/ once, whatever happens to it meanwhile and afterwards."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from little import MAKING, WAITING, Little, wheel

posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def test_makes_the_environment_once_and_goes_on(fresh: Little) -> None:
    first = fresh.run("check", "--strict")
    assert (first.code, first.err) == (0, MAKING)
    assert first.told == {
        "argv": ["check", "--strict"],
        "venv": str(fresh.venv),
        "package": "1.2",
        "cwd": str(fresh.folder.parent),
    }
    fresh.offline()
    second = fresh.run("check", "--strict", cwd=Path("/"))
    assert (second.code, second.err) == (0, "")
    assert second.told == first.told | {"cwd": str(Path("/"))}


def test_the_exit_code_of_the_command_comes_through(made: Little) -> None:
    assert made.run("--fail").code == 1


def test_the_wanted_words_reach_the_tests(fresh: Little) -> None:
    """`test` installs the second list on top; an offline machine keeps what it had."""
    assert fresh.run().err == MAKING
    before = fresh.python.lstat().st_ctime_ns
    links, fresh.environ = fresh.environ, {"PIP_FIND_LINKS": fresh.folder.as_uri()}
    assert fresh.run("test").code == 3
    assert fresh.run().code == 0, "what was whole is still whole"
    fresh.environ = links
    done = fresh.run("--lang", "en", "test", "unit", "layers", "tests/unit", "no-such", "-k", "unit")
    assert done.code == 5
    parts = [str(Path("tests/unit")), str(Path("tests/test_layers.py")), "tests/unit", "no-such"]
    assert done.told == {"words": [*parts, "-k", "unit"], "cwd": str(fresh.folder)}
    fresh.offline()
    assert fresh.run("test", "--lang=vi", "-x").told["words"] == ["-x"]
    assert fresh.run().told["package"] == "1.2"
    assert fresh.python.lstat().st_ctime_ns == before, "it was never made anew"


@pytest.mark.parametrize("command", ["publish", "verify"])
def test_a_command_brings_its_extra(made: Little, command: str) -> None:
    """`publish` and `verify` have what talks to the hosts installed on top, once."""
    made.environ.clear()
    settings = made.folder / "pyproject.toml"
    asked = '[project.optional-dependencies]\npublish = ["goi-xuat[a-b]>=2"]\n'
    settings.write_text(asked + settings.read_text("utf-8"), "utf-8")
    made.lock("publish", wheel(made.wheelhouse, "goi-xuat", "2.1", "goi_xuat", ""))
    assert made.run("check").err == ""
    assert made.run("--site", "xã", command, "web").err == MAKING
    made.offline()
    done = made.run(command, "web")
    assert (done.code, done.err, done.told["package"]) == (0, "", "1.2")


@posix
@pytest.mark.parametrize("moment", ["bin/python", "bin/pip3"])
def test_killed_half_way_it_is_made_anew(fresh: Little, moment: str) -> None:
    """Only build.py is killed, as by an impatient task manager: what it started may still be at work."""
    running = fresh.start()
    fresh.wait_for(fresh.venv / moment, running)
    running.kill()
    again = fresh.run()
    fresh.end(running)
    assert again.code == 0
    assert again.err.removeprefix(WAITING) == MAKING
    assert again.told["package"] == "1.2"
    fresh.offline()
    assert fresh.run().err == ""


def test_two_first_runs_at_once(fresh: Little) -> None:
    one, two = fresh.start("one"), fresh.start("two")
    ended = [fresh.end(one), fresh.end(two)]
    assert [run.code for run in ended] == [0, 0]
    assert [run.told["argv"] for run in ended] == [["one"], ["two"]]
    assert sorted(run.err for run in ended) == sorted([MAKING, WAITING])


def test_a_moved_folder_goes_on_without_network(made: Little) -> None:
    done = made.run()
    assert (done.code, done.err) == (0, "")
    assert done.told["venv"] == str(made.venv)


@posix
@pytest.mark.parametrize(
    "harm", ["no interpreter", "no home", "torn stamp", "other Python", "no stamp", "no settings"]
)
def test_a_broken_environment_is_noticed(made: Little, harm: str) -> None:
    """Shown by the refusal of a Python without ensurepip to make it anew, which is quick."""
    stamp, settings = made.venv / "bantin.stamp", made.venv / "pyvenv.cfg"
    if harm == "no interpreter":
        made.python.unlink()
        made.python.symlink_to(made.folder / "python that was removed")
    elif harm == "no home":
        lines = settings.read_text().splitlines()
        settings.write_text("\n".join("home = /no/such" if "home" in line else line for line in lines))
    elif harm == "torn stamp":
        stamp.write_bytes(stamp.read_bytes()[:40] + b"\xff")
    elif harm == "other Python":
        stamp.write_text(stamp.read_text().replace("cpython-3", "cpython-2"))
    elif harm == "no stamp":
        stamp.unlink()
    else:
        settings.unlink()
    done = made.run(PYTHONPATH=made.shadow("ensurepip", "raise ImportError(name=__name__)"))
    assert done.code == 3
    assert done.err.startswith("Python này thiếu mô-đun ensurepip")


def test_a_new_list_makes_the_environment_anew(made: Little) -> None:
    """Also from inside .venv/, by its own Python; and what an older list had brought is gone."""
    made.environ.clear()
    left_over = made.venv / "left over"
    left_over.touch()
    made.lock("run", wheel(made.wheelhouse, "goi-nho", "1.3", "goi_nho", "VERSION = '1.3'\n"))
    done = made.run(python=made.python)
    assert (done.code, done.err, done.told["package"]) == (0, MAKING, "1.3")
    assert not left_over.exists()


@posix
@pytest.mark.parametrize(("words", "moment"), [((), "making"), (("--sleep",), "running")])
def test_ctrl_c_is_clean(made: Little, words: tuple[str, ...], moment: str) -> None:
    if moment == "making":
        made.environ.clear()
        (made.venv / "bantin.stamp").unlink()
        made.python.unlink()
    running = made.start(*words)
    if moment == "making":
        made.wait_for(made.python, running)
    else:
        assert running.stdout is not None
        assert running.stdout.readline() == "asleep\n"
    os.killpg(running.pid, signal.SIGINT)
    done = made.end(running)
    assert (done.code, done.out) == (130, "")
    assert done.err == (MAKING if moment == "making" else "")


def test_workers_that_are_spawned_import_the_door_harmlessly(made: Little) -> None:
    assert made.run("--spawn").out.startswith("[1, 2]\n")


def test_output_is_utf8_whatever_the_locale(made: Little) -> None:
    for environ in (
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "en_US.ISO-8859-1"},
    ):
        assert made.run(**environ).out.endswith("Bản tin xã\n")


def environment(folder: Path, *packages: str) -> Path:
    """A virtual environment in which `packages` are installed, as far as names and versions tell."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(
        subprocess.run([python, "-c", ask], check=True, capture_output=True, text=True).stdout.strip()
    )
    (site / "goi_nho.py").write_text("VERSION = 'of the active one'\n")
    for package in packages:
        (site / f"{package}.dist-info").mkdir()
    return python


def test_an_active_environment_with_the_packages_is_used(fresh: Little, tmp_path: Path) -> None:
    fresh.offline()
    active = environment(tmp_path / "active", "Goi.Nho-1.10.post1")
    done = fresh.run("check", python=active)
    assert (done.code, done.err) == (0, "")
    assert done.told["package"] == "of the active one"
    assert not fresh.venv.exists()
    assert fresh.run("test", python=active).code == 3, "but it lacks pytest"


@pytest.mark.parametrize("packages", [(), ("goi_nho-0.9.9",), ("goi_nho-2.0",), ("goi_nho_khac-1.5",)])
def test_an_active_environment_without_them_is_not(
    made: Little, tmp_path: Path, packages: tuple[str, ...]
) -> None:
    done = made.run(python=environment(tmp_path / "active", *packages))
    assert (done.code, done.err, done.told["package"]) == (0, "", "1.2")


def test_an_externally_managed_python_will_do(fresh: Little) -> None:
    """PEP 668: such a Python refuses packages for itself, and takes them in a .venv/."""
    ask = "import ensurepip, os, sysconfig; print(os.listdir(sysconfig.get_path('stdlib')))"
    for folder in ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"):
        for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
            python = shutil.which(name, path=folder)
            if not python:
                continue
            listing = subprocess.run([python, "-c", ask], capture_output=True, text=True).stdout
            if "EXTERNALLY-MANAGED" in listing:
                done = fresh.run(python=python)
                assert (done.code, done.err, done.told["package"]) == (0, MAKING, "1.2")
                return
    pytest.skip("no Python here is externally managed")


def test_a_later_start_imports_next_to_nothing(made: Little) -> None:
    """What keeps build.py under 50 ms: nothing slow is imported before the real command is."""
    code = (
        "import os, sys; before = set(sys.modules); sys.path.insert(0, sys.argv[1])\n"
        "from tools import environment; environment.python_for(['run'], False, print)\n"
        "print(sorted(m for m in set(sys.modules) - before if not m.startswith('_')))"
    )
    python = [sys.executable, "-I", "-S", "-c", code, str(made.folder)]
    done = subprocess.run(python, capture_output=True, text=True, check=True)
    assert done.stdout == "['hashlib', 'tools', 'tools.environment']\n"
