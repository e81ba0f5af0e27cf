"""How the media of a call travel, on the wire: browser to browser, or over the media server."""

from __future__ import annotations

from typing import ClassVar, Literal

from samovar.calls.events import CarrierView, Peer
from samovar.core.wire import Command, Event, Nothing, Shape


class CallCarried(Event):
    """From now on the media of the call travel otherwise. Nobody has to leave for it."""

    event_name: ClassVar[str] = "calls.carried"
    call: int
    carrier: CarrierView


class CarryCall(Command):
    """Hosts in a call: let its media travel so."""

    op: ClassVar[str] = "call.carry"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    peer: Peer
    kind: Literal["mesh", "sfu"]


class MediaPass(Shape):
    """How to reach the media server: good for ``expires_in`` seconds, for this peer alone.

    ``peers``: with whom this one exchanges media; nobody else gets his.
    """

    url: str
    token: str
    generation: int
    expires_in: int
    peers: list[str]


class AskPass(Command):
    """Who is in a call that goes over the media server asks for the way in. Again when somebody joins."""

    op: ClassVar[str] = "call.pass"
    Answer: ClassVar[type[Shape]] = MediaPass
    room: int
    peer: Peer


class TellTrouble(Command):
    """Media do not flow well in this generation. ``weak``: the mesh is too much for this browser;
    ``lost``: the media server does not answer it."""

    op: ClassVar[str] = "call.trouble"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    peer: Peer
    generation: int
    what: Literal["weak", "lost"]
