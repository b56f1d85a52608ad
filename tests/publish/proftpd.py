"""FTPS by ProFTPD, with Debian's settings where they matter: for data a client must take its TLS session up again."""

import getpass
import grp
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faulty import HOME
from lending import PASSWORD, USER, Host, free_port, listens, process

MODULES = Path("/usr/lib/proftpd")
# crypt(3) of PASSWORD, SHA-512: `openssl passwd -6`. Python has no crypt since 3.13.
HASH = "$6$bantin$yV9uuqGqezmvlKWhsctLK9C9m6jOpxnO0/isx8S5Kbo78CsvpJroEcoux5zzM664Y0T6ZMbDQ2LpU4IwLL0/o."
PASSIVE_PORTS = 60

SETTINGS = """\
ModulePath {modules}
LoadModule mod_tls.c
ServerName "Máy chủ thử nghiệm"
ServerType standalone
DefaultAddress {home}
SocketBindTight on
Port {port}
PassivePorts {first} {last}
UseIPv6 off
UseReverseDNS off
<IfModule mod_ident.c>
  IdentLookups off
</IfModule>
<IfModule mod_delay.c>
  DelayEngine off
</IfModule>
User {user}
Group {group}
RootLogin on
RequireValidShell off
AuthOrder mod_auth_file.c
AuthUserFile {folder}/users
AuthGroupFile {folder}/groups
WtmpLog off
PidFile {folder}/pid
ScoreboardFile {folder}/scoreboard
SystemLog {folder}/system.log
TransferLog none
Umask 022 022
AllowOverwrite {overwrite}
DenyFilter \\*.*/
MaxInstances 30
{limit}
TLSEngine on
TLSRequired on
TLSLog {folder}/tls.log
TLSECCertificateFile {certificate}
TLSECCertificateKeyFile {certificate}
TLSVerifyClient off
"""


@contextmanager
def lend_proftpd(
    program: str, folder: Path, certificate: Path, *, overwrite: bool = True, connections: int = 0
) -> Iterator[Host]:
    """`overwrite`: Debian's file says yes; ProFTPD's own default is no, and refuses a name that is taken."""
    root = folder / "home" / "www"
    root.mkdir(parents=True)
    first = next(
        port for port in iter(lambda: random.randrange(20_000, 32_000, PASSIVE_PORTS), None) if _is_free(port)
    )
    port, last = free_port(), first + PASSIVE_PORTS - 1
    user, group = getpass.getuser(), os.getgid()
    (folder / "users").write_text(f"{USER}:{HASH}:{os.getuid()}:{group}::{root.parent}:/bin/sh\n")
    (folder / "groups").write_text(f"bantin:x:{group}:{USER}\n")
    for name in ("users", "groups"):
        (folder / name).chmod(0o600)
    settings = folder / "proftpd.conf"
    settings.write_text(
        SETTINGS.format(
            modules=MODULES,
            home=HOME,
            port=port,
            first=first,
            last=last,
            user=user,
            group=grp.getgrgid(group).gr_name,
            folder=folder,
            overwrite="on" if overwrite else "off",
            limit=f"MaxClients {connections}" if connections else "",
            certificate=certificate,
        ),
        "utf-8",
    )
    with process([program, "--nodaemon", "--quiet", "--config", settings], port, folder / "proftpd.log"):
        yield Host(
            "ftps",
            root,
            port,
            password=PASSWORD,
            folder=str(root),
            data_ports=tuple(range(first, last + 1)),
        )


def _is_free(first: int) -> bool:
    return not any(listens(port) for port in range(first, first + PASSIVE_PORTS))
