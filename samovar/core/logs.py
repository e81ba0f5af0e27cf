"""Structured logs, text or JSON, from which every secret is taken out before it is written."""

from __future__ import annotations

import json
import logging
import re
import time
from typing import Final

_HIDDEN: Final = "[hidden]"
_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    # A JSON web token wherever it stands.
    (re.compile(r"\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*"), _HIDDEN),
    # ?token=..., &key=..., also inside a frame or a form.
    (
        re.compile(
            r"(?i)((?:^|[?&;\s])(?:token|ticket|access|refresh|key|password|passcode|secret)=)[^\s&;\"']+"
        ),
        r"\1" + _HIDDEN,
    ),
    # "refresh": "...", 'access': '...'
    (
        re.compile(
            r"(?i)([\"'](?:token|access|refresh|password|password1|password2|passcode|secret)[\"']\s*:\s*)([\"'])"
            r"(?:\\.|(?!\2).)*\2"
        ),
        r"\1\2" + _HIDDEN + r"\2",
    ),
    (
        re.compile(r"(?i)(authorization['\"]?\s*[:=,]\s*['\"]?(?:bearer|basic|token)?\s*)[^\s'\",]+"),
        r"\1" + _HIDDEN,
    ),
    (re.compile(r"(?i)\b(bearer\s+)[\w.~+/-]+=*"), r"\1" + _HIDDEN),
    (re.compile(r"(?i)((?:cookie|set-cookie)['\"]?\s*[:=,]\s*['\"]?)[^\r\n'\"]+"), r"\1" + _HIDDEN),
    # What stands in a link that was mailed opens an account.
    (re.compile(r"(/[\w/-]*(?:confirm|reset)[\w-]*/)(?!done\b)[\w:.~%=-]{8,}"), r"\1" + _HIDDEN),
    # Who has the address of a webhook writes, and a token of its own kind needs no word before it.
    (re.compile(r"(/hooks/\d+-)[\w-]+"), r"\1" + _HIDDEN),
    (re.compile(r"\bsmv_[\w-]+"), _HIDDEN),
    (re.compile(r"(\w+://[^\s:/@]+:)[^\s@/]+(@)"), r"\1" + _HIDDEN + r"\2"),
)
_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {
    "message",
    "asctime",
    "taskName",
    "color_message",
}


def without_secrets(text: str) -> str:
    """Return ``text`` with tokens, passwords, cookies and mailed links blanked."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


class TextFormatter(logging.Formatter):
    """``2026-01-31T12:00:00.123Z INFO logger: message``."""

    converter = staticmethod(time.gmtime)
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        line = without_secrets(super().format(record))
        name = getattr(record, "request_id", "")
        return f"{line} [{name}]" if name else line


class JsonFormatter(TextFormatter):
    """One JSON object a line: ``at``, ``level``, ``logger``, ``message``, ``error``, and the ``extra``."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": self.formatTime(record, self.datefmt),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
        }
        for name, value in vars(record).items():
            if name not in _STANDARD:
                line[name] = value if isinstance(value, int | float | bool) else without_secrets(str(value))
        if record.exc_info:
            line["error"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def logging_settings(style: str) -> dict[str, object]:
    """Return Django's ``LOGGING`` for ``style`` ``text`` or ``json``; everything goes to standard error."""
    formatter = "JsonFormatter" if style == "json" else "TextFormatter"
    through = {"level": "INFO", "propagate": True, "handlers": []}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": f"samovar.core.logs.{formatter}"}},
        "filters": {"request": {"()": "samovar.core.request_id.WithRequest"}},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request"]}},
        "root": {"handlers": ["out"], "level": "INFO"},
        "loggers": {
            "uvicorn": through,
            "uvicorn.error": through,
            "uvicorn.access": through,
            "django": through,
            # The access log tells the same with less noise.
            "django.server": through,
            "django.request": through | {"level": "ERROR"},
            "django.channels.server": through,
            "django_tasks": through | {"level": "WARNING"},
            "django_tasks_db": through | {"level": "WARNING"},
        },
    }
