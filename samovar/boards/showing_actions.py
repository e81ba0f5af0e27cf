"""Showing the others what a hand does before it is stored: ink, cursors, and where the presenter looks.

These come many times a second from each who draws, so who may is not asked of the database each time.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from samovar.accounts.models import User
from samovar.boards import rules
from samovar.boards.events import BoardCursor, BoardInk, BoardView, LiveInk, MoveCursor, ShowView
from samovar.boards.hands import Hand, hands
from samovar.boards.models import Board
from samovar.boards.queries import shown_name
from samovar.core import streams
from samovar.core.caller import Caller
from samovar.core.hub import hub
from samovar.people.queries import blocked_ids
from samovar.rooms.models import Membership

Require = Callable[[Board, Membership], None]


def show_ink(*, actor: Caller, ink: LiveInk) -> None:
    """Show the others a line while it is drawn. NotFound, Denied (``no_pen``)."""
    hand = _hand(actor, ink.board, ink.page, rules.require_pen)
    told = BoardInk(
        page=hand.page,
        participant=hand.participant,
        stroke=ink.stroke,
        start=ink.start,
        color=ink.color,
        width=ink.width,
        points=_steps(ink.points),
    )
    streams.show(hand.page_stream, told, but=hand.left_out)


def _steps(points: list[list[float]]) -> list[int]:
    """Return points as ``BoardInk`` tells them; what is rounded off does not add up along the line."""
    steps, before = list[int](), (0, 0)
    for x, y in points:
        at = (round(x * 10), round(y * 10))
        steps += (at[0] - before[0], at[1] - before[1])
        before = at
    return steps


def show_cursor(*, actor: Caller, cursor: MoveCursor) -> None:
    """Show the others where one points to. NotFound, Denied."""
    hand = _hand(actor, cursor.board, cursor.page, _nothing)
    told = BoardCursor(
        page=hand.page,
        participant=hand.participant,
        name=hand.name,
        x=cursor.x,
        y=cursor.y,
        tool=cursor.tool,
        down=cursor.down,
    )
    streams.show(hand.page_stream, told, but=hand.left_out)


def show_view(*, actor: Caller, view: ShowView) -> None:
    """Show what the presenter sees, also to their other tabs. NotFound, Denied (``not_presenter``)."""
    hand = _hand(actor, view.board, view.page, rules.require_presenter)
    told = BoardView(
        board=hand.board,
        page=hand.page,
        participant=hand.participant,
        name=hand.name,
        x=view.x,
        y=view.y,
        width=view.width,
        height=view.height,
    )
    streams.show(hand.board_stream, told, but=hand.left_out - {actor.key})


def forget_hands() -> None:
    """Ask anew, in every process and from the commit on, who may show what to whom."""
    transaction.on_commit(lambda: hub.give_order("boards.forget_hands"))


def obey_others() -> None:
    """Do here what boards do in whichever process."""
    hub.on_order("boards.forget_hands", hands.forget)


def _nothing(_board: Board, _member: Membership) -> None:
    """Whoever is in the room may point."""


def _hand(actor: Caller, board_id: int, page_id: int, require: Require) -> Hand:
    def read() -> Hand:
        page, member = rules.require_page(actor, board_id, page_id)
        require(page.board, member)
        return Hand(
            board=page.board_id,
            page=page.pk,
            board_stream=page.board.stream,
            page_stream=page.stream,
            participant=member.participant_id,
            name=shown_name(member),
            left_out=_not_for(actor),
        )

    return hands.find((actor.key, board_id, page_id, require.__name__), read)


def _not_for(actor: Caller) -> frozenset[str]:
    """Oneself, and all in a block with the actor."""
    person = User.objects.filter(pk=actor.user_id).first() if actor.user_id else None
    blocked = blocked_ids(viewer=person) if person else set()
    return frozenset((actor.key, *(f"u:{user_id}" for user_id in blocked)))
