"""Looking at a board, saying who may draw on it, and its pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

from django.db import transaction

from samovar.accounts.models import User
from samovar.boards import rules
from samovar.boards.events import BoardState
from samovar.boards.models import Board, Grant, Page, Picture, Snapshot
from samovar.boards.queries import page_streams, role_of, state_of
from samovar.boards.showing_actions import forget_hands
from samovar.core import streams
from samovar.core.batch import joined
from samovar.core.caller import Caller
from samovar.core.connection import Connection
from samovar.core.errors import Refusal
from samovar.core.hub import hub
from samovar.core.stored import remove_file
from samovar.rooms import rules as rooms
from samovar.rooms.models import Participant, Room
from samovar.rooms.queries import strangers_among


@transaction.atomic
def open_board(*, actor: Caller | User, room_id: int) -> Board:
    """Return the room's board, made with a first page when somebody first looks at it. NotFound, Denied."""
    member = rooms.require_member(actor, room_id)
    board, is_new = Board.objects.select_related("room").get_or_create(room=member.room)
    if is_new:
        Page.objects.create(board=board, position=1)
    return board


def enter_board(
    *, actor: Caller, connection: Connection, room_id: int, page_id: int, epoch: str, since: int
) -> BoardState:
    """Let this socket hear of a page and return what it missed. NotFound, Denied."""
    board = open_board(actor=actor, room_id=room_id)
    page, _member = rules.require_page(actor, board.pk, page_id)
    exit_board(connection=connection, board_id=board.pk, but=page.stream)
    # Heard before it is read, so that nothing falls in between.
    for key in (board.stream, page.stream):
        hub.subscribe(connection, key)
    try:
        # Who was sent away meanwhile did not hear it yet, so nobody could take him out.
        rooms.require_member(actor, room_id)
    except Refusal:
        exit_board(connection=connection, board_id=board.pk)
        raise
    page.refresh_from_db(fields=["epoch", "seq"])
    return state_of(viewer=actor, page=page, epoch=epoch, since=since)


def show_strangers_out(heard: Mapping[str, Collection[str]]) -> None:
    """Take callers out of boards whose room they do not belong to, also where the order to do so got lost."""
    numbers = {key: int(key.split(":")[1]) for key in heard}
    room_of = dict(Board.objects.filter(pk__in=set(numbers.values())).values_list("pk", "room_id"))
    callers: dict[int, set[str]] = {}
    for key, number in numbers.items():
        callers.setdefault(room_of.get(number, 0), set()).update(heard[key])
    strangers = strangers_among(callers)
    for key, number in numbers.items():
        for stranger in strangers.get(room_of.get(number, 0), set()) & set(heard[key]):
            hub.evict(stranger, key)


def exit_board(*, connection: Connection, board_id: int, but: str = "") -> None:
    """Let this socket hear no more of a board and its pages, ``but`` one."""
    for key in list(connection.streams):
        if key != but and (key == f"b:{board_id}" or key.startswith(f"b:{board_id}:")):
            hub.unsubscribe(connection, key)


def set_policy(*, actor: Caller, board_id: int, policy: str, guests: bool | None = None) -> None:
    """Say who may draw; with ``host`` all pens are taken back. NotFound, Denied (``not_host``)."""
    with joined():
        board = held_board(rules.require_board_host(actor, board_id)[0])
        board.guests = board.guests if guests is None else guests
        _say(board, Board.Policy(policy))


def held_board(board: Board) -> Board:
    """Return the board with its row locked, as it is now."""
    return Board.objects.select_for_update(of=("self",)).select_related("room").get(pk=board.pk)


def set_pen(*, actor: Caller, room_id: int, participant_id: int, on: bool) -> None:
    """Give or take the pen; it holds at once, and for who is away as well. NotFound, Denied."""
    with joined():
        board = held_board(open_board(actor=actor, room_id=room_id))
        target = rooms.require_host_over(actor, room_id, participant_id)
        if on:
            Grant.objects.get_or_create(board=board, participant=target.participant)
        else:
            Grant.objects.filter(board=board, participant=target.participant).delete()
        if on and board.policy == Board.Policy.HOST:
            board.policy = Board.Policy.CHOSEN
        _say(board, Board.Policy(board.policy))


def _say(board: Board, policy: Board.Policy) -> None:
    board.policy = policy
    if policy == Board.Policy.HOST:
        Grant.objects.filter(board=board).delete()
    if board.presenter_id and not _can_present(board, board.presenter_id):
        board.presenter = None
    board.save(update_fields=["policy", "guests", "presenter"])
    forget_hands()
    streams.tell(board.stream, role_of(board))


def _can_present(board: Board, participant_id: int) -> bool:
    member = rooms.place_of(board.room_id, participant_id)
    return member is not None and rules.can_draw(board, member)


def set_presenter(*, actor: Caller, board_id: int, on: bool) -> None:
    """Lead the others' view, or end that; a host may end anybody's. NotFound, Denied (``no_pen``)."""
    with joined():
        board, member = rules.require_board(actor, board_id)
        board = held_board(board)
        rules.require_pen(board, member)
        if not on and board.presenter_id != member.participant_id and not rooms.is_host(member):
            rules.require_presenter(board, member)
        board.presenter = member.participant if on else None
        board.save(update_fields=["presenter"])
        forget_hands()
        streams.tell(board.stream, role_of(board))


def take_pen_of_removed(*, room_id: int, participant_id: int) -> None:
    """Who belongs to the room no more draws and sees its board no more."""
    board = Board.objects.filter(room_id=room_id).first()
    if board is None:
        return
    Grant.objects.filter(board=board, participant_id=participant_id).delete()
    Board.objects.filter(pk=board.pk, presenter_id=participant_id).update(presenter=None)
    key, heard = _key_of(participant_id), page_streams(board)
    if key:
        transaction.on_commit(lambda: _evict(key, heard))
    board.refresh_from_db(fields=["presenter"])
    forget_hands()
    streams.tell(board.stream, role_of(board))


def _evict(key: str, heard: list[str]) -> None:
    for stream in heard:
        hub.evict(key, stream)


def _key_of(participant_id: int) -> str:
    participant = Participant.objects.filter(pk=participant_id).first()
    return participant.stream if participant else ""


def delete_board_of(*, room: Room) -> None:
    """Remove the board of a room that has ended, and all its pictures (C3)."""
    board = Board.objects.filter(room=room).first()
    if board is None:
        return
    paths = [one.path for kind in (Snapshot, Picture) for one in kind.objects.filter(board=board)]
    for path in paths:
        # The bytes go only when the rows are gone for good.
        transaction.on_commit(partial(remove_file, path))
    board.delete()
    forget_hands()
