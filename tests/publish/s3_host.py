"""S3 by moto, in a thread, with one bucket; its objects are kept in memory.

Behind tornado, because hosts keep their connections, and moto's own server ends each after one answer.
"""

import asyncio
import hashlib
import hmac
import logging
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
from faulty import HOME
from lending import PASSWORD, Faults, Host, free_port
from moto.core import DEFAULT_ACCOUNT_ID
from moto.s3.models import s3_backends
from moto.server import DomainDispatcherApplication, create_backend_app
from obstore.store import S3Store
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.wsgi import WSGIContainer

FOLDER = "www"
REGION = "us-east-1"
SKEW = timedelta(minutes=15)  # that S3 allows between two clocks

Respond = Callable[..., Any]


@dataclass(frozen=True)
class S3Host(Host):
    def files(self) -> Mapping[str, bytes]:
        """As moto keeps them in this process: five thousand take seconds to be asked for."""
        objects = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets[self.bucket].keys
        top = f"{self.folder}/" if self.folder else ""
        kept = {name.removeprefix(top): bytes(each.value) for name, each in objects.items()}
        return dict(sorted(kept.items()))

    def write(self, path: str, data: bytes) -> None:
        self._store().put(path, data)

    def delete(self, path: str) -> None:
        self._store().delete(path)

    @property
    def endpoint(self) -> str:
        return f"http://{self.address}:{self.port}"

    def kept(self, path: str) -> Mapping[str, str]:
        """What the host tells browsers of a file."""
        return {str(name): str(value) for name, value in self._store().get(path).attributes.items()}

    def make_bucket(self) -> None:
        client = boto3.client(
            "s3",
            endpoint_url=f"http://{HOME}:{self.port}",
            region_name=REGION,
            aws_access_key_id=BY_HAND,
            aws_secret_access_key=BY_HAND,
        )
        client.create_bucket(Bucket=self.bucket)
        client.close()

    def _store(self) -> S3Store:
        return S3Store(
            self.bucket,
            prefix=self.folder or None,
            endpoint=f"http://{HOME}:{self.port}",
            region=REGION,
            access_key_id=BY_HAND,
            secret_access_key=BY_HAND,
            virtual_hosted_style_request=False,
            client_options={"allow_http": True},
        )


BY_HAND = "by-hand"  # the key of the tests themselves, to whom no fault applies


@contextmanager
def lend_s3(folder: Path) -> Iterator[S3Host]:
    port = free_port()
    # moto keeps one world for the whole process: hosts differ by the names of their buckets.
    bucket = f"trang-xa-{port}"
    host = S3Host("s3", folder, port, password=PASSWORD, folder=FOLDER, bucket=bucket, faults=Faults())
    moto = _Faulty(DomainDispatcherApplication(create_backend_app), host)
    loop, ready = asyncio.new_event_loop(), threading.Event()
    thread = threading.Thread(target=_serve, args=(loop, ready, moto, port), name="s3 host", daemon=True)
    thread.start()
    assert ready.wait(30)
    try:
        host.make_bucket()
        yield host
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


def _serve(loop: asyncio.AbstractEventLoop, ready: threading.Event, moto: "_Faulty", port: int) -> None:
    asyncio.set_event_loop(loop)
    for name in ("tornado.access", "tornado.general", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # lines are cut here on purpose
    with ThreadPoolExecutor(32) as pool:
        server = HTTPServer(_Container(moto, executor=pool), max_body_size=1_000_000_000)
        server.listen(port, HOME)
        ready.set()
        loop.run_forever()
        server.stop()
        loop.run_until_complete(server.close_all_connections())
    loop.close()


class _Container(WSGIContainer):
    def environ(self, request: HTTPServerRequest) -> dict[str, Any]:
        """With the address as it was sent, which is what was signed."""
        return {**super().environ(request), "RAW_URI": request.uri, "REQUEST_URI": request.uri}


class _Faulty:
    """moto asks nobody for a password: here the signature is checked. A request is an operation."""

    def __init__(self, moto: Any, host: S3Host) -> None:
        self._moto, self._host, self._faults = moto, host, host.faults

    def __call__(self, environ: dict[str, Any], respond: Respond) -> Iterable[bytes]:
        if f"Credential={BY_HAND}/" in environ.get("HTTP_AUTHORIZATION", ""):
            return self._passed(environ, respond)
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        self._faults.before(f"{method} {path}")
        refusal = self._refusal(environ)
        answer = _refused(*refusal, respond) if refusal else list(self._passed(environ, respond))
        self._faults.after()
        return answer

    def _passed(self, environ: dict[str, Any], respond: Respond) -> Iterable[bytes]:
        answer: Iterable[bytes] = self._moto(environ, respond)
        return answer

    def _refusal(self, environ: dict[str, Any]) -> tuple[int, str] | None:
        faults, method = self._faults, environ["REQUEST_METHOD"]
        login = re.search(r"Credential=([^/]*)/", environ.get("HTTP_AUTHORIZATION", ""))
        if abs(faults.clock) > SKEW:
            return 403, "RequestTimeTooSkewed"
        if login is None or login[1] != self._host.user:
            return 403, "InvalidAccessKeyId"
        if faults.login_refused or not _is_signed(environ, self._host.password):
            return 403, "SignatureDoesNotMatch"
        is_delete = method == "DELETE" or (method == "POST" and "delete" in environ["QUERY_STRING"])
        if (faults.read_only and method in ("PUT", "POST", "DELETE")) or (
            faults.delete_refused and is_delete
        ):
            return 403, "AccessDenied"
        if method == "PUT" and faults.quota is not None:
            held = sum(map(len, self._host.files().values()))
            if held + int(environ.get("CONTENT_LENGTH") or 0) > faults.quota:
                return 403, "QuotaExceeded"
        return None


def _refused(status: int, code: str, respond: Respond) -> Iterable[bytes]:
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{code}</Message></Error>'
    )
    respond(f"{status} Forbidden", [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
    return [body.encode()]


def _is_signed(environ: dict[str, Any], password: str) -> bool:
    """AWS's signature, version 4: docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"""
    told = dict(re.findall(r"(Credential|SignedHeaders|Signature)=([^, ]+)", environ["HTTP_AUTHORIZATION"]))
    _, *scope = told["Credential"].split("/")
    names = told["SignedHeaders"].split(";")
    path, _, query = environ["RAW_URI"].partition("?")
    values = [environ.get(_VARIABLES.get(n) or f"HTTP_{n.upper().replace('-', '_')}", "") for n in names]
    rows = [f"{name}:{' '.join(value.split())}" for name, value in zip(names, values, strict=True)]
    arguments = "&".join(sorted(part if "=" in part else f"{part}=" for part in query.split("&") if part))
    content = environ.get("HTTP_X_AMZ_CONTENT_SHA256", "")
    request = "\n".join(
        [environ["REQUEST_METHOD"], path, arguments, *rows, "", told["SignedHeaders"], content]
    )
    digest = hashlib.sha256(request.encode()).hexdigest()
    words = "\n".join(["AWS4-HMAC-SHA256", environ["HTTP_X_AMZ_DATE"], "/".join(scope), digest])
    key = f"AWS4{password}".encode()
    for part in scope:
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.compare_digest(hmac.digest(key, words.encode(), "sha256").hex(), told["Signature"])


_VARIABLES = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
