"""What messages tell the apps above, in the transaction of what happened.

``taken_back``: ``message`` (Message, its text gone already), once when it is deleted.
Copies of it have to end.
"""

from __future__ import annotations

from django.dispatch import Signal

taken_back = Signal()
