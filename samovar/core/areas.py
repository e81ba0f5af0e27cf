"""The parts of the API a token may be kept to. Every REST door names the one it belongs to."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext_noop

Reach = Literal["read", "write"]
EVERYTHING = "*"
# What each is called in the settings; ``live`` are the sockets, by which everything of rooms is done.
AREAS: dict[str, str] = {
    "account": gettext_noop("Account"),
    "people": gettext_noop("People, follows and blocks"),
    "feed": gettext_noop("Posts, comments and likes"),
    "notifications": gettext_noop("Notifications"),
    "files": gettext_noop("Pictures and files"),
    "rooms": gettext_noop("Rooms and members"),
    "messages": gettext_noop("Messages and reactions"),
    "webhooks": gettext_noop("Webhooks"),
    "moderation": gettext_noop("Reports and moderation"),
    "export": gettext_noop("Taking home everything that is kept of me"),
    "live": gettext_noop("Live sockets: calls, boards and all that happens in rooms"),
}
REACHES: tuple[Reach, ...] = ("read", "write")
