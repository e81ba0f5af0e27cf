"""The page Prometheus reads: what this process measured, and with Redis what its siblings did."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, cast

from django.conf import settings
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

from samovar.core.gateway import each_second
from samovar.core.metrics import registry

if TYPE_CHECKING:
    import redis

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
EVERY: Final = 5  # seconds between two reports of a process
GONE_AFTER: Final = 30  # seconds without a report

_process = f"{socket.gethostname()}-{os.getpid()}"
_reported = 0.0


class Joined(Collector):
    """The families of several processes as one, each sample with the label ``process``."""

    def __init__(self, pages: dict[str, str]) -> None:
        self._pages = pages

    def collect(self) -> Iterable[Metric]:
        families: dict[str, Metric] = {}
        for process, page in sorted(self._pages.items()):
            for family in text_string_to_metric_families(page):
                joined = families.setdefault(
                    family.name, Metric(family.name, family.documentation, family.type)
                )
                for sample in family.samples:
                    joined.add_sample(sample.name, {**sample.labels, "process": process}, sample.value)
        return families.values()


def page() -> bytes:
    """Return everything in Prometheus' text format."""
    if not settings.REDIS_URL:
        return generate_latest(registry)
    _report()
    joined = CollectorRegistry()
    joined.register(Joined(_reports()))
    return generate_latest(joined)


def report_sometimes() -> None:
    """Leave what this process measured where its siblings find it; called each second."""
    if settings.REDIS_URL and time.monotonic() - _reported >= EVERY:
        _report()


def _report() -> None:
    global _reported  # noqa: PLW0603 - one clock of this process
    _reported = time.monotonic()
    text = json.dumps({"at": time.time(), "page": generate_latest(registry).decode()})
    _redis().hset(_key(), _process, text)


def _reports() -> dict[str, str]:
    pages: dict[str, str] = {}
    for name, text in cast("dict[bytes, bytes]", _redis().hgetall(_key())).items():
        told: dict[str, Any] = json.loads(text)
        if time.time() - told["at"] > GONE_AFTER:
            _redis().hdel(_key(), name)
        else:
            pages[name.decode()] = told["page"]
    return pages


def _key() -> str:
    from samovar.core.redis_names import redis_key  # noqa: PLC0415 - as below

    return redis_key("metrics")


@lru_cache(maxsize=1)
def _redis() -> redis.Redis:
    from redis import Redis  # noqa: PLC0415 - a third of a second of each start, only where it is used

    return Redis.from_url(settings.REDIS_URL, socket_timeout=2)


each_second(report_sometimes)
