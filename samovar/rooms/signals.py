"""What rooms tell the apps above, in the transaction of what happened.

``closed``: ``room`` (Room), ``reason`` (as in ``RoomClosed``). ``left``: ``room_id`` and
``participant_ids`` of those who are present no more, by hand or because all tabs are gone; it comes
after that was stored and told.
``guarded``: ``room`` whose ``forbidden`` or ``locked`` may be new.
``member_removed``: ``room_id`` and ``participant_id`` of somebody who no longer belongs to the room.
``forgetting``: ``participant_ids`` (a set) of guests who left long ago; a receiver returns those of whom
it still shows something, and they stay.
``calling``: ``room_ids``; a receiver returns how many people are in the call of each (a dict by id).
"""

from __future__ import annotations

from django.dispatch import Signal

closed = Signal()
left = Signal()
member_removed = Signal()
forgetting = Signal()
guarded = Signal()
calling = Signal()
