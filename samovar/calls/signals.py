"""What calls tell the apps above and each other, in the transaction of what happened.

``joined`` and ``screen_shared``: ``room_id`` and ``participant_id`` of somebody who came into the call, or
began to share a screen. ``joining``: ``wish`` of ``member`` to come into the call, before anything is
done; who refuses raises a refusal. ``places_changed``: ``call`` whose people, or what they send, are
others now.
"""

from __future__ import annotations

from django.dispatch import Signal

joining = Signal()
joined = Signal()
screen_shared = Signal()
places_changed = Signal()
