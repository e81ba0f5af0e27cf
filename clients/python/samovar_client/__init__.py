"""A small client of Samovar: REST and the gateway, typed, with nothing lost over a broken line."""

from samovar_client.client import Samovar
from samovar_client.errors import Closed, Refused
from samovar_client.shapes import File, Hit, Me, Message, Notification, Post, Room, Thread

__all__ = [
    "Closed",
    "File",
    "Hit",
    "Me",
    "Message",
    "Notification",
    "Post",
    "Refused",
    "Room",
    "Samovar",
    "Thread",
]
