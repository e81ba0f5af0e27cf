"""English: a day of 24 hours, as in the log, in Russian and in Persian."""

from __future__ import annotations

TIME_FORMAT = "H:i"
DATETIME_FORMAT = "N j, Y, H:i"
