"""What accounts tell the apps above.

``erasing``: ``person`` (User) is being deleted for good, ``ghost`` (User, nameless) takes his place where
others' words refer to him. A receiver removes at most ``PORTION`` rows of what it keeps of him and
returns whether there may be more; it is asked again, each time in a transaction of its own, until every
receiver says no. So a deletion that was interrupted goes on where it stopped.

``suspended``: ``person``, ``until`` (datetime or None) and ``reason``; ``suspension_lifted``: ``person``.

``export_ready``: ``person`` can fetch what was asked for.
"""

from __future__ import annotations

from django.dispatch import Signal

PORTION = 200
erasing = Signal()
suspended = Signal()
suspension_lifted = Signal()
export_ready = Signal()
