"""Files in a bucket that speaks S3: the storage of Django over one client that all threads share.

Names are chosen so that none is used twice, or belong to one thing alone, so saving asks nothing first.
Whoever reads asks Samovar, never the bucket: it stays closed to the world.
"""

from __future__ import annotations

import io
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, Literal

from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

from samovar.core.errors import NoSpace, Unavailable

Addressing = Literal["auto", "path", "virtual"]
WINDOW: Final = 4 * 1024 * 1024  # bytes asked for at once; who stops reading wastes no more
TRIES: Final = 3  # of a read whose line broke; requests are tried again by the client itself
CONNECT_SECONDS: Final = 5
READ_SECONDS: Final = 30
CONNECTIONS: Final = 50
_ABSENT = frozenset({"404", "NoSuchKey", "NotFound"})
_FULL = frozenset({"QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "507"})
logger = logging.getLogger(__name__)
_making = threading.Lock()


class BucketAway(Unavailable):
    """The bucket does not answer, or refuses Samovar; the cause says why."""


@contextmanager
def _asking(name: str) -> Iterator[None]:
    """Raise what Django's storages raise: FileNotFoundError; else NoSpace or BucketAway."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - only where there is a bucket

    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in _ABSENT:
            raise FileNotFoundError(name) from None
        logger.warning("the bucket refuses %s: %s", code, error)
        raise (NoSpace() if code in _FULL else BucketAway()) from error
    except BotoCoreError as error:
        logger.warning("the bucket does not answer: %s", error)
        raise BucketAway from error


@deconstructible
class BucketStorage(Storage):
    """``prefix`` stands before every name. Without keys those of the machine are used (AWS's own chain)."""

    def __init__(  # noqa: PLR0913 - each is a setting of its own
        self,
        *,
        bucket: str,
        prefix: str = "",
        endpoint_url: str = "",
        region: str = "",
        access_key: str = "",
        secret_key: str = "",
        addressing: Addressing = "auto",
    ) -> None:
        self.bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._made: Any = None
        self._options = {
            "endpoint_url": endpoint_url or None,
            "region_name": region or None,
            "aws_access_key_id": access_key or None,
            "aws_secret_access_key": secret_key or None,
        }
        self._addressing = addressing

    @property
    def client(self) -> Any:
        """The one client: making one takes a tenth of a second, and pages run in threads that come and go."""
        if self._made is None:
            with _making:
                if self._made is None:
                    self._made = self._client()
        return self._made

    def _client(self) -> Any:
        import boto3  # noqa: PLC0415 - takes a while to load
        from botocore.config import Config  # noqa: PLC0415

        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            max_pool_connections=CONNECTIONS,
            retries={"mode": "standard", "total_max_attempts": TRIES},
            s3={"addressing_style": self._addressing},
            # Many servers that speak S3 do not know the newer checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        return boto3.session.Session().client("s3", config=config, **self._options)

    def key(self, name: str) -> str:
        """Return what the bucket calls the file ``name``."""
        return self._prefix + name.replace("\\", "/").lstrip("/")

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Keep the name: see the head of this module."""
        del max_length
        return name

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            raise ValueError(mode)
        size = self.size(name)
        return File(io.BufferedReader(_Reading(self, name, size), 64 * 1024), name)

    def _save(self, name: str, content: Any) -> str:
        from boto3.s3.transfer import TransferConfig  # noqa: PLC0415

        if content.seekable():
            content.seek(0)
        with _asking(name):
            # Without threads of its own: eight of them for each upload would outnumber the pages.
            self.client.upload_fileobj(
                _Given(content), self.bucket, self.key(name), Config=TransferConfig(use_threads=False)
            )
        return name

    def delete(self, name: str) -> None:
        with _asking(name):
            self.client.delete_object(Bucket=self.bucket, Key=self.key(name))

    def exists(self, name: str) -> bool:
        try:
            self._head(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        return int(self._head(name)["ContentLength"])

    def get_modified_time(self, name: str) -> datetime:
        moment: datetime = self._head(name)["LastModified"]
        return moment

    def _head(self, name: str) -> Any:
        with _asking(name):
            return self.client.head_object(Bucket=self.bucket, Key=self.key(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return the names of folders and files in ``path``; of a folder that is not there none."""
        start = self.key(f"{path.rstrip('/')}/" if path else "")
        folders: list[str] = []
        files: list[str] = []
        with _asking(path):
            pages = self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket, Prefix=start, Delimiter="/"
            )
            for page in pages:
                found = (one["Prefix"] for one in page.get("CommonPrefixes", ()))
                folders += [prefix[len(start) :].rstrip("/") for prefix in found]
                # A server that keeps folders as objects lists the folder itself too.
                files += [one["Key"][len(start) :] for one in page.get("Contents", ()) if one["Key"] != start]
        return folders, [name for name in files if not name.endswith("/")]

    def window(self, name: str, begin: int, length: int) -> Any:
        """Return what reads ``length`` bytes from ``begin`` on; FileNotFoundError, BucketAway."""
        span = f"bytes={begin}-{begin + length - 1}"
        with _asking(name):
            return self.client.get_object(Bucket=self.bucket, Key=self.key(name), Range=span)["Body"]


class _Given:
    """What is uploaded, as something to read alone: the client closes what it can close."""

    def __init__(self, content: Any) -> None:
        self._content = content

    def read(self, size: int = -1) -> bytes:
        part = self._content.read(size)
        return part.encode() if isinstance(part, str) else bytes(part)


class _Reading(io.RawIOBase):
    """A file in the bucket, fetched a window at a time from wherever it is read."""

    def __init__(self, storage: BucketStorage, name: str, size: int) -> None:
        self._storage, self._name, self._size = storage, name, size
        self._at = 0
        self._body: Any = None
        self._body_at = self._body_end = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        length = min(len(buffer), self._size - self._at)
        if length <= 0:
            return 0
        part = self._read(length)
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _read(self, length: int) -> bytes:
        for left in reversed(range(TRIES)):
            try:
                with _asking(self._name):
                    part: bytes = self._window().read(min(length, self._body_end - self._at))
            except BucketAway:
                self._drop()
                if not left:
                    raise
                continue
            if not part:
                # Less came than was said: the object was replaced meanwhile.
                raise FileNotFoundError(self._name)
            self._body_at += len(part)
            return part
        raise BucketAway

    def _window(self) -> Any:
        if self._body is None or self._body_at != self._at or self._at >= self._body_end:
            self._drop()
            length = min(WINDOW, self._size - self._at)
            self._body = self._storage.window(self._name, self._at, length)
            self._body_at, self._body_end = self._at, self._at + length
        return self._body

    def _drop(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None

    def close(self) -> None:
        self._drop()
        super().close()
