#!/usr/bin/env python3
"""How long 100 new files of 5 KB take to a host that is 40 ms away: `publish`, beside rclone and lftp.

    python benchmarks/publish.py --work FOLDER [--kinds sftp ftps s3] [--rounds 3] [--delay 20] [--files 100]

The hosts are those of tests/publish/: OpenSSH, ProFTPD as Debian sets it up, moto. All run on this machine,
each in a process of its own, at the end of a line that holds back every byte for `--delay` ms each way and
lets bytes in flight overtake nobody; a new connection takes one round trip more, as it does on a real line.
Ours is a process of its own: Python's start, the comparison with what the host's record says, the claim,
the files, each under another name first, and the new record; not the build of a site that goes before. The
host has one page already. rclone and lftp compare with an empty folder. Whoever is not installed is left out.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "publish")]

from faulty import AWAY, line_to  # noqa: E402
from lending import Host  # noqa: E402
from publishing import Office  # noqa: E402

from bulletin.manifest import read_manifest  # noqa: E402
from bulletin.publish.claim import Pace  # noqa: E402

SIZE = 5_000
Said = Callable[[Path], list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--kinds", nargs="+", default=["sftp", "ftps", "s3"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--delay", type=float, default=20, help="ms, one way")
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--only", default="", help="ours, rclone or lftp")
    parser.add_argument("--put", type=Path, help="(for itself) publish the site of this folder")
    parser.add_argument("--lend", help="(for itself) lend the host of this kind in FOLDER, and say where")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    if arguments.put:
        host = read_host((arguments.put / "host.json").read_text("utf-8"))
        Office(arguments.put, read_manifest(arguments.put / "output") or {}).publish(host, pace=Pace())
        return
    if arguments.lend:
        lend(arguments.lend, arguments.work)
        return
    shutil.rmtree(arguments.work)
    arguments.work.mkdir()
    source = files(arguments.work / "files", arguments.files)
    load, far = os.getloadavg()[0], 2 * arguments.delay
    print(f"load {load:.1f}; {arguments.files} files of {SIZE} bytes, {far:.0f} ms there and back")
    print("| host | who | seconds | right |\n|---|---|---|---|")
    for kind in arguments.kinds:
        with (
            lent(kind, arguments.work / kind) as host,
            line_to((host.port, *host.data_ports), arguments.delay / 1000),
        ):
            for name, run in runs(kind, host, source, arguments.work / kind).items():
                if name.startswith(arguments.only):
                    timed(kind, name, run, arguments.rounds)


# -- hosts -------------------------------------------------------------------------------------


def lend(kind: str, folder: Path) -> None:
    """Say what the host is, in one line of JSON, and go on until nobody listens."""
    # Here, so that the time of our client is not that of the servers' packages.
    from certificates import Authority
    from proftpd import lend_proftpd
    from s3_host import lend_s3
    from ssh_hosts import lend_sshd

    with ExitStack() as stack:
        if kind == "sftp":
            host: Host = stack.enter_context(lend_sshd(shutil.which("sshd") or "/usr/sbin/sshd", folder))
        elif kind == "ftps":
            authority = Authority(folder)
            certificate, _ = authority.good, authority.certificate
            host = stack.enter_context(
                lend_proftpd(shutil.which("proftpd") or "/usr/sbin/proftpd", folder, certificate)
            )
        else:
            host = stack.enter_context(lend_s3(folder))
        print(written_host(host), flush=True)
        sys.stdin.read()


NAMES = ("kind", "port", "user", "password", "folder", "bucket", "data_ports")


def written_host(host: Host) -> str:
    told = {name: getattr(host, name) for name in NAMES}
    return json.dumps(told | {"root": str(host.root), "key": str(host.key or "")})


def read_host(text: str) -> Host:
    told = json.loads(text)
    told |= {"root": Path(told["root"]), "key": Path(told["key"]) if told["key"] else None}
    return Host(**told | {"data_ports": tuple(told["data_ports"]), "address": AWAY})


@contextmanager
def lent(kind: str, folder: Path) -> Iterator[Host]:
    folder.mkdir()
    command = [sys.executable, __file__, "--work", folder, "--lend", kind]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield read_host(process.stdout.readline())
        assert process.stdin is not None
        process.stdin.close()


# -- clients -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """`command` puts everything into `folder`; `environment` is added."""

    command: Callable[[str], list[str]]
    environment: Mapping[str, str]


def runs(kind: str, host: Host, source: Path, work: Path) -> Mapping[str, Run]:
    found = ours(kind, host, source, work)
    if shutil.which("rclone"):
        found |= rclone(kind, host, source)
    if shutil.which("lftp") and kind != "s3":
        found |= lftp(kind, host, source)
    return found


def ours(kind: str, host: Host, source: Path, work: Path) -> dict[str, Run]:
    trusted = {"SSL_CERT_FILE": str(work / "authority.pem")} if kind == "ftps" else {}
    os.environ.update(trusted)
    site = {path.relative_to(source).as_posix(): path.read_bytes() for path in source.rglob("*.html")}

    def command(folder: str) -> list[str]:
        """Before the time begins: the host has one page, and its key is known."""
        office = Office(work / f"office-{folder}")
        there = replace(host, folder=f"{host.folder}/{folder}")
        office.build({"index.html": b"<p>"})
        office.publish(there)
        office.build({"index.html": b"<p>"} | site)
        (office.root / "host.json").write_text(written_host(there), "utf-8")
        return [sys.executable, __file__, "--work", str(work), "--put", str(office.root)]

    return {"ours": Run(command, trusted)}


def rclone(kind: str, host: Host, source: Path) -> Mapping[str, Run]:
    obscured = subprocess.run(
        ["rclone", "obscure", "-"], input=host.password, capture_output=True, text=True
    ).stdout
    settings = {
        "sftp": {"TYPE": "sftp", "HOST": AWAY, "PORT": host.port, "USER": host.user, "KEY_FILE": host.key},
        "ftps": {
            "TYPE": "ftp",
            "HOST": AWAY,
            "PORT": host.port,
            "USER": host.user,
            "PASS": obscured.strip(),
            "EXPLICIT_TLS": "true",
            "NO_CHECK_CERTIFICATE": "true",
            "DISABLE_TLS13": "true",
        },
        "s3": {
            "TYPE": "s3",
            "PROVIDER": "Other",
            "ACCESS_KEY_ID": host.user,
            "SECRET_ACCESS_KEY": host.password,
            "ENDPOINT": f"http://{AWAY}:{host.port}",
            "REGION": "us-east-1",
            "NO_CHECK_BUCKET": "true",
        },
    }[kind]
    environment = {f"RCLONE_CONFIG_FAR_{name}": str(value) for name, value in settings.items()}
    environment["RCLONE_CONFIG"] = os.devnull

    def command(folder: str, transfers: int) -> list[str]:
        top = f"{host.bucket}/{host.folder}" if kind == "s3" else host.folder
        options = [
            "--transfers",
            str(transfers),
            "--checkers",
            str(transfers),
            "--retries",
            "1",
            "--no-traverse",
        ]
        return ["rclone", "copy", str(source), f"far:{top}/{folder}", *options]

    counts = (4,) if kind == "ftps" else (8, 16)
    return {
        f"rclone, {n} at a time": Run(lambda folder, n=n: command(folder, n), environment)  # type: ignore[misc]
        for n in counts
    }


def lftp(kind: str, host: Host, source: Path) -> Mapping[str, Run]:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    settings = [
        "set net:max-retries 1",
        "set ssl:verify-certificate no",
        "set ftp:ssl-force yes",
        "set ftp:ssl-protect-data yes",
    ]
    settings += ["set xfer:use-temp-file yes", "set ftp:charset utf-8"]
    if kind == "sftp":
        ssh = f"ssh -a -x -i {host.key} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
        settings.append(f"set sftp:connect-program {quoted(ssh)}")

    def command(folder: str) -> list[str]:
        scheme = "sftp" if kind == "sftp" else "ftp"
        opened = f"open -p {host.port} --user {quoted(host.user)} --password {quoted(host.password)} {scheme}://{AWAY}"
        put = f"mirror -R --parallel=4 --no-perms {source} {host.folder}/{folder}"
        return ["lftp", "--norc", "-c", "; ".join([*settings, opened, put])]

    return {"lftp, 4 at a time": Run(command, {})}


# -- timing ------------------------------------------------------------------------------------


def timed(kind: str, name: str, run: Run, rounds: int) -> None:
    times, right = [], True
    # rclone 1.60 fails at a bundle of authorities.
    environment = {name: value for name, value in os.environ.items() if name != "AWS_CA_BUNDLE"}
    for number in range(rounds):
        folder = f"{name.split(',')[0]}-{number}-{random.randrange(10**6)}"
        command = run.command(folder)
        begun = time.perf_counter()
        ended = subprocess.run(
            command,
            env={**environment, **run.environment},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        times.append(time.perf_counter() - begun)
        right = right and ended.returncode == 0
        if ended.returncode:
            print(ended.stderr[-600:], file=sys.stderr)
    shown = f"{statistics.median(times):.2f} ({min(times):.2f}–{max(times):.2f})"
    print(f"| {kind} | {name} | {shown} | {'yes' if right else 'no'} |", flush=True)


def files(folder: Path, count: int) -> Path:
    """In ten folders, as pages are."""
    chance = random.Random(8)
    for number in range(count):
        place = folder / f"muc-{number % 10}" / f"bai-{number:03}.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(chance.randbytes(SIZE // 2).hex().encode())
    return folder


if __name__ == "__main__":
    main()
