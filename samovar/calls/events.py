"""Calls on the wire: who is in them, and signalling between two of them."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from samovar.core.wire import Command, Event, Nothing, Shape
from samovar.rooms.events import KeyCheck, Person

Peer = Annotated[str, Field(min_length=8, max_length=36, pattern=r"^[0-9a-zA-Z-]+$")]


Source = Literal["microphone", "camera", "screen"]
Emoji = Literal["👍", "👏", "❤️", "😂", "😮", "🎉"]


class CallPeer(Shape):
    """One presence in a call; signalling is addressed to ``peer``. ``hand``: since when it is up."""

    peer: str
    person: Person
    microphone: bool
    camera: bool
    screen: bool
    hand: str | None = None


class CarrierView(Shape):
    """How media travel: from browser to browser (``mesh``) or over the media server (``sfu``).

    ``generation`` grows with each change. ``why`` it is so: there are too many people for a mesh, a host
    wished it, the mesh was too weak, the media server is gone, or its call moved to another node.
    """

    kind: Literal["mesh", "sfu"] = "mesh"
    generation: int = 0
    why: Literal["", "people", "host", "weak", "gone", "node"] = ""


class CallView(Shape):
    """A running call. ``started_at`` is ISO 8601; ``peers`` in the order they joined.

    ``key_check``: the digest of the key that its people share, "" where it is not end-to-end encrypted.
    """

    id: int
    started_at: str
    peers: list[CallPeer]
    carrier: CarrierView = CarrierView()
    key_check: str = ""


class IceServer(Shape):
    """As RTCPeerConnection takes it; TURN credentials are time-limited."""

    urls: list[str]
    username: str | None = None
    credential: str | None = None


class CallJoined(Event):
    """Somebody joined the call, or came back after a lost connection with the same ``peer``."""

    event_name: ClassVar[str] = "calls.joined"
    call: int
    started_at: str
    peer: CallPeer


class CallLeft(Event):
    """``lost``: the socket broke; keep the tile while its media is alive, it may come back."""

    event_name: ClassVar[str] = "calls.left"
    call: int
    peer: str
    reason: Literal["left", "closed", "lost", "moved", "removed", "ended"]


class CallChanged(Event):
    """Microphone, camera or screen of a peer is on or off."""

    event_name: ClassVar[str] = "calls.changed"
    call: int
    peer: CallPeer


class Signalled(Event):
    """Ephemeral, to one peer's connection alone: a description or candidate from another peer."""

    event_name: ClassVar[str] = "calls.signalled"
    room: int
    sender: str
    data: dict[str, object]


class Silenced(Event):
    """Ephemeral, to one peer's connection alone: a host has turned this source off."""

    event_name: ClassVar[str] = "calls.silenced"
    room: int
    source: Source
    by: str


class Asked(Event):
    """Ephemeral, to one peer's connection alone: a host asks to turn this source on."""

    event_name: ClassVar[str] = "calls.asked"
    room: int
    source: Source
    by: str


class ReactionShown(Event):
    """Ephemeral, to the room: somebody shows a reaction."""

    event_name: ClassVar[str] = "calls.reacted"
    peer: str
    emoji: str


class Captioned(Event):
    """Ephemeral, to the room: what somebody says. ``line`` counts his sentences; a later text replaces it."""

    event_name: ClassVar[str] = "calls.captioned"
    peer: str
    line: int
    text: str
    final: bool


class CallStateAnswer(Shape):
    """The running call or null."""

    call: CallView | None


class CallState(Command):
    """Is there a call in this room now? Asks for no camera and changes nothing."""

    op: ClassVar[str] = "call.state"
    Answer: ClassVar[type[Shape]] = CallStateAnswer
    room: int


class JoinAnswer(Shape):
    """The call with all its peers, this one included, and how to reach them.

    ``media_server``: there is one, so the call may go over it.
    """

    call: CallView
    ice_servers: list[IceServer]
    ice_expires_in: int
    media_server: bool = False


class JoinCall(Command):
    """Join, or come back with the same ``peer``. Another tab of the same person moves the call here.

    ``recording`` is the one the person has agreed to be seen in: who comes into a call that is being recorded
    without it is refused with ``recording_consent``. ``key_check`` is the digest of the key that the
    browser has: into an end-to-end encrypted call nobody comes without its own (``key_needed``).
    """

    op: ClassVar[str] = "call.join"
    Answer: ClassVar[type[Shape]] = JoinAnswer
    room: int
    peer: Peer
    microphone: bool
    camera: bool
    recording: int | None = None
    key_check: KeyCheck = ""


class LeaveCall(Command):
    """Hang up: leaves the call, stays in the room."""

    op: ClassVar[str] = "call.leave"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    peer: Peer


class ChangeCall(Command):
    """Say what this peer sends now."""

    op: ClassVar[str] = "call.change"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    peer: Peer
    microphone: bool
    camera: bool
    screen: bool


class Signal(Command):
    """Pass a description or a candidate (at most 64 KiB) on to one peer of the same call."""

    op: ClassVar[str] = "call.signal"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    peer: Peer
    to: Peer
    data: dict[str, object]


class Silence(Command):
    """Hosts: turn a source off, of one peer or (``to`` null) of everybody but the hosts."""

    op: ClassVar[str] = "call.silence"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    peer: Peer
    to: Peer | None = None
    source: Source


class AskToSend(Command):
    """Hosts: ask somebody to turn a source on; only he can do it."""

    op: ClassVar[str] = "call.ask"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    peer: Peer
    to: Peer
    source: Source


class EndCall(Command):
    """Hosts: the call is over for everybody."""

    op: ClassVar[str] = "call.end"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    peer: Peer


class RaiseHand(Command):
    """Put one's hand up or down; hosts take down that of ``to``."""

    op: ClassVar[str] = "call.hand"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    peer: Peer
    up: bool
    to: Peer | None = None


class ShowReaction(Command):
    """Show everybody a reaction for a moment."""

    op: ClassVar[str] = "call.react"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    peer: Peer
    emoji: Emoji


class Caption(Command):
    """What one says, as text; stored nowhere."""

    op: ClassVar[str] = "call.caption"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    peer: Peer
    line: int
    text: Annotated[str, Field(max_length=500)]
    final: bool


class RoomRef(Shape):
    """Where a call is; ``name`` as this viewer sees it."""

    id: int
    code: str
    name: str


class RingView(Shape):
    """Somebody wants the viewer in a call. ``at``: since when it rings, ISO 8601."""

    id: int
    room: RoomRef
    name: str
    username: str
    at: str


RingState = Literal["ringing", "accepted", "declined", "busy", "missed", "cancelled"]


class Rang(Event):
    """Ephemeral, on the callee's ``u:``: it rings."""

    event_name: ClassVar[str] = "calls.rang"
    ring: RingView


class RingEnded(Event):
    """Ephemeral, on ``u:`` of both: it rings no more. ``name`` is the callee's."""

    event_name: ClassVar[str] = "calls.ring_ended"
    ring: int
    room: int
    state: RingState
    name: str


class RingsAnswer(Shape):
    """What rings at the caller of this now."""

    rings: list[RingView]


class AskRings(Command):
    """What rings here? Asked by every page that comes up or back."""

    op: ClassVar[str] = "call.rings"
    Answer: ClassVar[type[Shape]] = RingsAnswer


class RingAnswer(Shape):
    """Where to wait for the one called. ``state``: ``busy`` rings nowhere, ``accepted``: both called."""

    ring: int
    room: RoomRef
    state: RingState
    name: str


class RingPerson(Command):
    """Call somebody; both meet in the call of their conversation."""

    op: ClassVar[str] = "call.ring"
    Answer: ClassVar[type[Shape]] = RingAnswer
    username: Annotated[str, Field(max_length=200)]


class RingMembers(Command):
    """Hosts in a call: ring at the members of the room who are not in it."""

    op: ClassVar[str] = "call.ring_members"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    peer: Peer


class AnswerRing(Command):
    """Accept or decline; the other tabs and devices stop ringing."""

    op: ClassVar[str] = "call.answer"
    Answer: ClassVar[type[Shape]] = RoomRef
    ring: int
    accept: bool


class CancelRing(Command):
    """The caller gives up. Doing it twice does nothing."""

    op: ClassVar[str] = "call.cancel"
    Answer: ClassVar[type[Shape]] = Nothing
    ring: int


class ServersAnswer(Shape):
    """How peers find each other, for a test outside of any call."""

    ice_servers: list[IceServer]


class AskServers(Command):
    """The servers a call would use."""

    op: ClassVar[str] = "call.servers"
    Answer: ClassVar[type[Shape]] = ServersAnswer
