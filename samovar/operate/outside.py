"""What ``samovar doctor`` finds out about the servers around: Redis, LiveKit, TURN, mail, the clock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import redis
from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection

from samovar.operate.database import is_sqlite
from samovar.operate.findings import Finding, Look
from samovar.operate.reach import ice_server, stun_answers, web_answer

OUTBOX: Final = "samovar.accounts.outbox.OutboxBackend"
CLOCKS_APART: Final = 5.0  # seconds; one-time codes and tokens of minutes bear about so much
OLDEST_REDIS: Final = (6, 2)


def redis_server() -> Iterator[Finding]:
    if not settings.REDIS_URL:
        if not is_sqlite():
            yield Finding("note", "No Redis: one process serves alone.", "Set REDIS_URL for --workers.")
        return
    try:
        client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=3, socket_connect_timeout=3)
        told = client.info("server")
        apart = abs(time.time() - float(client.time()[0]))
    except (redis.RedisError, OSError) as error:
        yield Finding("bad", f"Redis does not answer: {error}.", "Start it, or look at REDIS_URL.")
        return
    version = str(told.get("redis_version", "?"))
    if tuple(int(part) for part in version.split(".")[:2] if part.isdigit()) < OLDEST_REDIS:
        yield Finding("bad", f"Redis is {version}.", "Samovar needs 6.2 or newer, or Valkey.")
    else:
        yield Finding("ok", f"Redis answers: {version}.")
    yield from _clock("Redis", apart)


def database_clock() -> Iterator[Finding]:
    if is_sqlite():
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
            (now,) = cursor.fetchone()
    except DatabaseError:
        return
    yield from _clock("the database", abs(time.time() - float(now)))


def _clock(whose: str, apart: float) -> Iterator[Finding]:
    if apart > CLOCKS_APART:
        cure = "Let both machines keep time (chrony, systemd-timesyncd)."
        yield Finding("bad", f"The clock is {apart:.0f} s apart from that of {whose}.", cure)
    else:
        yield Finding("ok", f"The clock agrees with that of {whose}.")


def media_servers() -> Iterator[Finding]:
    for url in settings.LIVEKIT_URLS:
        parts = urlsplit(url)
        scheme = {"ws": "http", "wss": "https"}.get(parts.scheme, parts.scheme)
        try:
            status, ahead = web_answer(urlunsplit((scheme, parts.netloc, "/", "", "")))
        except OSError as error:
            cure = "Start it, or look at LIVEKIT_URL; calls go from browser to browser meanwhile."
            yield Finding("bad", f"LiveKit at {parts.netloc} does not answer: {error}.", cure)
            continue
        state = "ok" if status == 200 else "bad"  # noqa: PLR2004 - the status of HTTP
        yield Finding(
            "ok" if state == "ok" else "bad",
            f"LiveKit at {parts.netloc} answers {status}.",
            "" if state == "ok" else "Look at its log, and whether LIVEKIT_URL is its address.",
        )
        if ahead is not None and abs(ahead) > CLOCKS_APART:
            yield from _clock("LiveKit", abs(ahead))
        if settings.SITE_URL.startswith("https:") and parts.scheme == "ws":
            cure = "Put it behind TLS and use wss://."
            yield Finding("bad", "Browsers open no ws:// from a page that came by https.", cure)


def ice_servers() -> Iterator[Finding]:
    if not settings.TURN_URLS:
        sentence = "No TURN server: some people behind strict firewalls will not hear each other."
        yield Finding("note", sentence, "Run coturn, set TURN_URLS and TURN_SECRET (docs/operate/turn.md).")
    for url in [*settings.STUN_URLS, *settings.TURN_URLS]:
        try:
            answers = stun_answers(ice_server(url))
            reason = "no answer"
        except ValueError:
            yield Finding("bad", f"{url} is no STUN or TURN address.", "Write it like turn:host:3478.")
            continue
        except OSError as error:
            answers, reason = False, str(error)
        if answers:
            yield Finding("ok", f"{url} answers.")
        else:
            cure = "Start it, open its port in the firewall, or look at STUN_URLS and TURN_URLS."
            yield Finding("bad", f"{url} does not answer: {reason}.", cure)


def mail() -> Iterator[Finding]:
    if settings.EMAIL_BACKEND == OUTBOX:
        sentence = "No mail server: mails are shown at /outbox/ to this machine."
        yield Finding("note", sentence, "Set EMAIL_URL.")
        return
    try:
        get_connection(timeout=10).open()
    except OSError as error:
        yield Finding("bad", f"The mail server does not answer: {error}.", "Look at EMAIL_URL.")
    else:
        yield Finding("ok", "The mail server answers.")


OUTSIDE: Final[tuple[Look, ...]] = (redis_server, database_clock, media_servers, ice_servers, mail)
