"""S3, and what speaks like it: each object appears whole, so no name beside its own is needed."""

import mimetypes
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import obstore
from obstore import exceptions
from obstore.store import S3Store

from bulletin.hosting import FOREVER
from bulletin.problem import WorldError
from bulletin.publish.remote import LostError
from bulletin.settings import Destination

_TYPES = {
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".js": "text/javascript",
    ".webmanifest": "application/manifest+json",
}
_TEXT = ("text/", "application/javascript", "application/json", "application/xml")
A_YEAR, ASK = "public, max-age=31536000, immutable", "public, max-age=60"


def open_bucket(where: Destination, password: str) -> S3Store:
    """Raises WorldError."""
    endpoint = where.host if "://" in where.host else f"https://{where.host}" if where.host else None
    if endpoint and where.port:
        endpoint = f"{endpoint}:{where.port}"
    named: dict[str, Any] = {"endpoint": endpoint} if endpoint else {}
    return S3Store(
        where.bucket,
        prefix=where.folder.strip("/") or None,
        region=where.region or "us-east-1",
        access_key_id=where.user,
        secret_access_key=password,
        virtual_hosted_style_request=False,
        client_options={
            "allow_http": bool(endpoint and endpoint.startswith("http://")),
            "timeout": "60s",
            "connect_timeout": "15s",
        },
        retry_config={"max_retries": 1, "retry_timeout": timedelta(seconds=20)},  # we try again ourselves
        **named,
    )


class S3Channel:
    """One of several threads that use the same store."""

    def __init__(self, store: S3Store, where: Destination) -> None:
        self._store, self._where = store, where

    def read(self, path: str) -> bytes | None:
        try:
            return bytes(self._store.get(path).bytes())
        except FileNotFoundError as fault:
            if "NoSuchBucket" in str(fault):
                raise self._refusal(fault, path) from None
            return None
        except Exception as fault:  # noqa: BLE001
            raise self._refusal(fault, path) from None

    def entries(self, folder: str) -> Sequence[tuple[str, int | None]]:
        """Everything at once: a bucket has no folders."""
        try:
            return [
                (str(entry["path"]), int(entry["size"])) for batch in self._store.list() for entry in batch
            ]
        except Exception as fault:  # noqa: BLE001
            raise self._refusal(fault, folder) from None

    def put(self, path: str, data: bytes) -> None:
        try:
            obstore.put(self._store, path, data, attributes=dict(attributes(path)), use_multipart=False)
        except Exception as fault:  # noqa: BLE001
            raise self._refusal(fault, path) from None

    def remove(self, path: str) -> None:
        try:
            self._store.delete(path)
        except FileNotFoundError:
            pass
        except Exception as fault:  # noqa: BLE001
            raise self._refusal(fault, path) from None

    def remove_folder(self, folder: str) -> None:
        pass

    def close(self) -> None:
        pass

    def _refusal(self, fault: Exception, path: str) -> Exception:
        said, where = str(fault), self._where
        if "NoSuchBucket" in said:
            return WorldError("publish-no-bucket", bucket=where.bucket)
        if any(word in said for word in ("InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthFailure")):
            return WorldError("publish-login", host=where.host or where.bucket, user=where.user)
        if "RequestTimeTooSkewed" in said:
            return WorldError("publish-clock", host=where.host or where.bucket)
        if any(
            word in said for word in ("QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", " 507")
        ):
            return WorldError("publish-full", path=path)
        if isinstance(fault, exceptions.PermissionDeniedError | exceptions.UnauthenticatedError):
            return WorldError("publish-permission", path=path)
        if "dns error" in said:
            return WorldError("publish-unknown-host", host=where.host)
        if "certificate" in said.lower():
            return WorldError("publish-tls", host=where.host, detail=_reason(said))
        if isinstance(fault, exceptions.BaseError | OSError):
            return LostError(_reason(said))
        return fault


def _reason(said: str) -> str:
    """The store's words without its long insides."""
    return said.split("\n")[0][:200]


def attributes(path: str) -> Mapping[str, str]:
    """What the host tells browsers of a file."""
    suffix = path[path.rfind(".") :] if "." in path else ""
    kind = _TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    is_text = kind.startswith(_TEXT) or kind.endswith("+xml")
    cache = A_YEAR if path.split("/")[0] in FOREVER else ASK
    return {"Content-Type": f"{kind}; charset=utf-8" if is_text else kind, "Cache-Control": cache}
