"""Boards on the wire. An element travels as Excalidraw has it; ``schema.py`` says which are accepted."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from samovar.core.wire import Command, Event, Nothing, Shape

Policy = Literal["host", "chosen", "everybody"]
Tool = Literal["pointer", "laser"]
Elements = list[dict[str, Any]]
Coordinate = Annotated[float, Field(ge=-1e7, le=1e7, allow_inf_nan=False)]
Length = Annotated[float, Field(gt=0, le=1e7, allow_inf_nan=False)]
Id = Annotated[int, Field(ge=1, lt=2**63)]
Count = Annotated[int, Field(ge=0, lt=2**63)]
Title = Annotated[str, Field(max_length=400)]


class BoardChanged(Event):
    """These elements are so now. Told without a place in a stream: ``seq`` is the page's own count.

    Who finds a gap enters again with ``since``; so does who is told ``whole``, where ``elements`` is empty
    since it is too much for one frame.
    """

    event_name: ClassVar[str] = "board.changed"
    board: int
    page: int
    seq: int
    by: int
    elements: Elements
    whole: bool = False


class BoardRole(Event):
    """Who may draw, or who presents, has changed. ``pens``: participants the hosts chose.

    ``guests``: where everybody may draw, guests may too. ``presenter``: whose view the others follow.
    """

    event_name: ClassVar[str] = "board.role"
    board: int
    policy: Policy
    guests: bool
    pens: list[int]
    presenter: int | None


class PageView(Shape):
    """A page of a board. Without a title it is called by its place."""

    id: int
    title: str


class BoardPages(Event):
    """The board's title and its pages, in their order."""

    event_name: ClassVar[str] = "board.pages"
    board: int
    title: str
    pages: list[PageView]


class BoardInk(Event):
    """A line while it is drawn: its points from ``start`` on. The element follows in ``board.changed``.

    ``points``: x and y of the first, then the way from each to the next, in tenths of the page's units.
    So many are told that an envelope, a digit or the board beside its page less each counts.
    """

    event_name: ClassVar[str] = "board.ink"
    page: int
    participant: int
    stroke: str
    start: int
    color: str
    width: float
    points: list[int]


class BoardCursor(Event):
    """Where somebody points to, in the page's coordinates. ``down``: the laser leaves a trail."""

    event_name: ClassVar[str] = "board.cursor"
    page: int
    participant: int
    name: str
    x: float
    y: float
    tool: Tool
    down: bool


class BoardView(Event):
    """What the presenter sees: a page and a part of it."""

    event_name: ClassVar[str] = "board.view"
    board: int
    page: int
    participant: int
    name: str
    x: float
    y: float
    width: float
    height: float


class BoardState(Shape):
    """A page as one enters it. ``elements``: what changed after ``since``, all in one answer.

    None when that is much, or of another epoch: then load ``/boards/<board>/scene/?page=<page>``.
    ``history``: how it was is kept.
    """

    board: int
    title: str
    page: int
    pages: list[PageView]
    epoch: str
    seq: int
    policy: Policy
    guests: bool
    pens: list[int]
    presenter: int | None
    can_draw: bool
    host: bool
    history: bool
    me: int
    elements: Elements | None


class EnterBoard(Command):
    """Show a page of a room's board from now on. ``since``: the last known sequence of this epoch.

    ``page`` 0 is the first one. Of each board a tab shows one page at a time.
    """

    op: ClassVar[str] = "board.enter"
    Answer: ClassVar[type[Shape]] = BoardState
    room: Id
    page: Count = 0
    epoch: Annotated[str, Field(max_length=12)] = ""
    since: Count = 0


class ExitBoard(Command):
    """This tab shows it no more."""

    op: ClassVar[str] = "board.exit"
    Answer: ClassVar[type[Shape]] = Nothing
    board: Id


class OpAnswer(Shape):
    """Stored. ``lost``: the current elements that won against what was sent."""

    seq: int
    lost: Elements


class ChangeBoard(Command):
    """Store these elements. Sending the same twice stores once.

    Refused without the pen; then ``current`` of the refusal has what is there of them.
    """

    op: ClassVar[str] = "board.op"
    Answer: ClassVar[type[Shape]] = OpAnswer
    board: Id
    page: Count = 0
    elements: Annotated[Elements, Field(min_length=1, max_length=500)]


class LiveInk(Command):
    """Show the others a line that is being drawn: its points from ``start`` on. ``stroke`` names the line."""

    op: ClassVar[str] = "board.live"
    Answer: ClassVar[type[Shape]] = Nothing
    board: Id
    page: Count = 0
    stroke: Annotated[str, Field(max_length=64)] = ""
    start: Annotated[int, Field(ge=0, le=100_000)] = 0
    color: Annotated[str, Field(max_length=32, pattern=r"^(#[0-9a-fA-F]{3,8}|[a-z]{1,20})$")]
    width: Annotated[float, Field(gt=0, le=100)]
    points: Annotated[
        list[Annotated[list[Coordinate], Field(min_length=2, max_length=2)]], Field(max_length=2000)
    ]


class MoveCursor(Command):
    """Show the others where one points to."""

    op: ClassVar[str] = "board.cursor"
    Answer: ClassVar[type[Shape]] = Nothing
    board: Id
    page: Count = 0
    x: Coordinate
    y: Coordinate
    tool: Tool = "pointer"
    down: bool = False


class ShowView(Command):
    """The presenter shows the others what to look at."""

    op: ClassVar[str] = "board.view"
    Answer: ClassVar[type[Shape]] = Nothing
    board: Id
    page: Count = 0
    x: Coordinate
    y: Coordinate
    width: Length
    height: Length


class Present(Command):
    """Lead the others' view, or do so no more. Who has the pen may; a new presenter takes over."""

    op: ClassVar[str] = "board.present"
    Answer: ClassVar[type[Shape]] = Nothing
    board: Id
    on: bool


class SetPolicy(Command):
    """A host says who may draw. ``host`` takes all pens back. ``guests``: not said, it stays."""

    op: ClassVar[str] = "board.policy"
    Answer: ClassVar[type[Shape]] = Nothing
    board: Id
    policy: Policy
    guests: bool | None = None


class SetPen(Command):
    """A host gives the pen to somebody in the room, or takes it."""

    op: ClassVar[str] = "board.pen"
    Answer: ClassVar[type[Shape]] = Nothing
    room: Id
    participant: Id
    on: bool


class PageAnswer(Shape):
    """The page that was made."""

    page: int


class AddPage(Command):
    """Who has the pen puts a page behind another one, at the end when ``after`` is 0."""

    op: ClassVar[str] = "board.add_page"
    Answer: ClassVar[type[Shape]] = PageAnswer
    board: Id
    title: Title = ""
    after: Count = 0


class ChangePage(Command):
    """A host names a page or puts it to another place (from 1). What is not said stays."""

    op: ClassVar[str] = "board.change_page"
    Answer: ClassVar[type[Shape]] = Nothing
    board: Id
    page: Id
    title: Title | None = None
    place: Annotated[int, Field(ge=1, le=1000)] | None = None


class RemovePage(Command):
    """A host takes a page away for good; the last one stays."""

    op: ClassVar[str] = "board.remove_page"
    Answer: ClassVar[type[Shape]] = Nothing
    board: Id
    page: Id


class RenameBoard(Command):
    """A host gives the board a title; an empty one is the room's name again."""

    op: ClassVar[str] = "board.rename"
    Answer: ClassVar[type[Shape]] = Nothing
    board: Id
    title: Title


class NameVersion(Command):
    """Who has the pen names how a page is now, or was at ``seq``."""

    op: ClassVar[str] = "board.name_version"
    Answer: ClassVar[type[Shape]] = Nothing
    board: Id
    page: Id
    name: Title
    seq: Count = 0


class RestorePage(Command):
    """A host makes a page as it was at ``seq``; that is a change like any other."""

    op: ClassVar[str] = "board.restore"
    Answer: ClassVar[type[Shape]] = Nothing
    board: Id
    page: Id
    seq: Count


class ForgetLost(Command):
    """Who made an edit that lost, or a host, needs it no more.

    These edits are at ``/boards/<board>/pages/<page>/lost/``; earlier ones of the element go with it.
    """

    op: ClassVar[str] = "board.forget_lost"
    Answer: ClassVar[type[Shape]] = Nothing
    board: Id
    page: Id
    edit: Id
