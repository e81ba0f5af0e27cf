"""What this process measures of itself, in Prometheus' words. Nothing here names a person or a room."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponseBase
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from samovar.core.hub import hub

Handler = Callable[[HttpRequest], HttpResponseBase]
_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds

registry = CollectorRegistry(auto_describe=True)
ProcessCollector(registry=registry)
PlatformCollector(registry=registry)
requests_total = Counter(
    "samovar_http_requests", "Answered requests.", ["method", "route", "status"], registry=registry
)
request_seconds = Histogram(
    "samovar_http_request_seconds",
    "Time to the head of the answer.",
    ["route"],
    buckets=_FAST,
    registry=registry,
)
commands_total = Counter(
    "samovar_socket_commands", "Commands that came by a socket.", ["op"], registry=registry
)
batch_seconds = Histogram(
    "samovar_write_batch_seconds",
    "Time of one transaction of the group-commit writer.",
    buckets=_FAST,
    registry=registry,
)
batch_items = Histogram(
    "samovar_write_batch_items",
    "Writes in one transaction.",
    buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500),
    registry=registry,
)


class Gauges(Collector):
    """Gauges that are read when somebody asks; apps above add their own."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, Callable[[], float]]] = {}

    def add(self, name: str, text: str, read: Callable[[], float]) -> None:
        """Show ``read()`` as the gauge ``name``; it runs in a thread and may use the ORM."""
        self._known[name] = (text, read)

    def collect(self) -> Iterable[Metric]:
        for name, (text, read) in self._known.items():
            yield GaugeMetricFamily(name, text, value=read())


gauges = Gauges()
gauges.add("samovar_sockets", "Open sockets.", lambda: len(hub.connections))
gauges.add("samovar_streams", "Streams somebody here listens to.", lambda: len(hub.watched()))
registry.register(gauges)


def measured(get_response: Handler) -> Handler:
    """Middleware: counts and times each request by its route, so that no address with a name is kept."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        route = (match.route if match else "") or "other"
        requests_total.labels(_method(request), route, str(response.status_code)).inc()
        request_seconds.labels(route).observe(time.perf_counter() - started)
        return response

    return middleware


def _method(request: HttpRequest) -> str:
    """Return the method; what a stranger made up counts as one, or each would be a time series."""
    known = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
    return request.method if request.method in known else "OTHER"
