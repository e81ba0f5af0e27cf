"""What boards tell the apps above, in the transaction of what happened.

``changed``: ``room_id``, ``participant_id`` of who drew, ``page_id``, ``elements`` as they were stored.
"""

from __future__ import annotations

from django.dispatch import Signal

changed = Signal()
