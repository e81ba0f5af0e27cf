"""What an operator's tools ask: is the process alive, may it get traffic."""

from __future__ import annotations

import logging
from secrets import token_hex

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare

from samovar.core import exposition
from samovar.core.address import is_local
from samovar.core.jobs import jobs_waiting
from samovar.core.metrics import gauges

logger = logging.getLogger(__name__)
gauges.add("samovar_jobs_waiting", "Background tasks that wait.", jobs_waiting)
_CACHE_SECONDS = 10


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive, without touching anything else."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, migrations and cache are in order, else 503; ``{"database": "ok", ...}``."""
    found = {"database": _database(), "migrations": _migrations(), "cache": _cache()}
    ready = all(state == "ok" for state in found.values())
    return JsonResponse(found, status=200 if ready else 503, headers={"Cache-Control": "no-store"})


@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """Show Prometheus what was measured: on this machine, or to who has ``METRICS_TOKEN``. Else 404."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.METRICS_TOKEN
    if not (constant_time_compare(given, token) if token else is_local(request)):
        raise Http404
    return HttpResponse(
        exposition.page(), content_type=exposition.CONTENT_TYPE, headers={"Cache-Control": "no-store"}
    )


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.warning("the database does not answer", exc_info=True)
        return "down"
    return "ok"


def _migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unknown"
    return "behind" if behind else "ok"


def _cache() -> str:
    token = token_hex(8)
    key = f"readyz:{token}"
    try:
        cache.set(key, token, _CACHE_SECONDS)
        answered = cache.get(key) == token
        cache.delete(key)
    except Exception:
        # Each cache has its own exceptions; whichever it is, traffic should go elsewhere.
        logger.warning("the cache does not answer", exc_info=True)
        return "down"
    return "ok" if answered else "down"
