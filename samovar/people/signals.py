"""What people tell the apps above, in the transaction of what happened.

``blocked``: ``blocker`` and ``blocked`` (User), once for a new block. Whatever binds the two has to end.
``unblocked``: the same two, once for a block that was taken back.
``belonging``: asked with ``person`` (User); answered with the accounts that are that person's tools (list of
User). A block holds for them too.
``followed``, ``unfollowed``: ``follower`` and ``followed`` (User), once for a new follow and an ended one.
``follow_requested``, ``follow_accepted``: ``follower`` and ``followed`` (User), for a new wish and a yes.
``follow_request_gone``: ``follower`` and ``followed``, when a wish is answered or taken back.
"""

from __future__ import annotations

from django.dispatch import Signal

blocked = Signal()
unblocked = Signal()
belonging = Signal()
followed = Signal()
unfollowed = Signal()
follow_requested = Signal()
follow_accepted = Signal()
follow_request_gone = Signal()
