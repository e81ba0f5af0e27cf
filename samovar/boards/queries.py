"""What somebody may see of boards. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Sum

from samovar.accounts.models import User
from samovar.boards import rules
from samovar.boards.events import BoardPages, BoardRole, BoardState, PageView
from samovar.boards.models import Board, Element, Grant, Page, Picture, Snapshot
from samovar.core.errors import NotFound
from samovar.rooms import rules as rooms
from samovar.rooms.models import Membership, Room
from samovar.rooms.rules import Viewer

AT_ONCE = 200  # changed elements that come with the answer; more are loaded by HTTP
LISTED = 50  # boards on one page of the list


@dataclass(frozen=True)
class Shown:
    """A board for a page. ``changed_at``: when it was drawn on last; ``snapshot``: its newest picture."""

    board: Board
    room: Room
    host: bool
    pages: int = 1
    changed_at: datetime | None = None
    snapshot: Snapshot | None = None

    @property
    def name(self) -> str:
        return self.board.title or self.room.name


@dataclass(frozen=True)
class Listed:
    """Some boards, and where the next ones begin (None: these are the last)."""

    boards: list[Shown]
    before: int | None


def state_of(*, viewer: Viewer, page: Page, epoch: str, since: int) -> BoardState:
    """Return a page as ``viewer`` enters it. NotFound, Denied."""
    board, member = rules.require_board(viewer, page.board_id)
    role, pages = role_of(board), pages_of(board)
    return BoardState(
        board=board.pk,
        title=board.title,
        page=page.pk,
        pages=pages.pages,
        epoch=page.epoch,
        seq=page.seq,
        policy=role.policy,
        guests=role.guests,
        pens=role.pens,
        presenter=role.presenter,
        can_draw=rules.can_draw(board, member),
        host=rooms.is_host(member),
        history=rules.keeps_history(board),
        me=member.participant_id,
        elements=_changed(page, since if epoch == page.epoch else None),
    )


def _changed(page: Page, since: int | None) -> list[dict[str, Any]] | None:
    """Return what changed after ``since``, deletions too; with None all that is there."""
    found = Element.objects.filter(page=page, seq__gt=since or 0, seq__lte=page.seq)
    if since is None:
        # Who knew the page when it was empty may have heard of something that is deleted by now.
        found = found.filter(deleted=False)
    data = list(found.order_by("seq").values_list("data", flat=True)[: AT_ONCE + 1])
    return data if len(data) <= AT_ONCE else None


def role_of(board: Board) -> BoardRole:
    """Return who may draw and who leads, as everybody is told."""
    pens = (
        Grant.objects.filter(board=board).order_by("participant_id").values_list("participant_id", flat=True)
    )
    return BoardRole(
        board=board.pk,
        policy=board.allowed,
        guests=board.guests,
        pens=list(pens),
        presenter=board.presenter_id,
    )


def pages_of(board: Board) -> BoardPages:
    """Return title and pages, as everybody is told."""
    found = Page.objects.filter(board=board).order_by("position", "pk")
    views = [PageView(id=page.pk, title=page.title) for page in found]
    return BoardPages(board=board.pk, title=board.title, pages=views)


def shown_name(member: Membership) -> str:
    """Return what somebody is called in the room."""
    user = member.participant.user
    return member.display_name or (user.full_name if user else "")


def page_streams(board: Board) -> list[str]:
    """Return the keys of all that is told about a board."""
    return [board.stream, *(page.stream for page in Page.objects.filter(board=board))]


def scene_for(*, viewer: Viewer, board_id: int, page_id: int = 0) -> dict[str, Any]:
    """Return all elements of a page with the sequence they stand at. NotFound, Denied."""
    page, _member = rules.require_page(viewer, board_id, page_id)
    # Read first: what is stored meanwhile comes again as a change.
    found = Element.objects.filter(page=page, deleted=False).values_list("data", flat=True)
    return {"page": page.pk, "epoch": page.epoch, "seq": page.seq, "elements": list(found)}


def board_for(*, viewer: Viewer, board_id: int) -> Shown:
    """Return a board for its page. NotFound, Denied."""
    board, member = rules.require_board(viewer, board_id)
    return Shown(board, board.room, rooms.is_host(member))


def code_of(*, board_id: int) -> str:
    """Return the code of the board's room, "" when there is none; for finding a guest's pass."""
    return Board.objects.filter(pk=board_id).values_list("room__code", flat=True).first() or ""


def boards_for(*, viewer: User, before: int = 0) -> Listed:
    """Return the boards of the rooms the viewer is in, the newest first, those older than ``before``."""
    roles = {place.room_id: rooms.is_host(place) for place in rooms.places_of(viewer)}
    found = Board.objects.select_related("room").filter(room_id__in=list(roles)).order_by("-pk")
    rows = list((found.filter(pk__lt=before) if before else found)[: LISTED + 1])
    more, rows = len(rows) > LISTED, rows[:LISTED]
    drawn, hosted = _drawn(rows), [board for board in rows if roles[board.room_id]]
    newest = _newest_snapshots(hosted)
    shown = [
        Shown(board, board.room, roles[board.room_id], *drawn.get(board.pk, (1, None)), newest.get(board.pk))
        for board in rows
    ]
    return Listed(shown, rows[-1].pk if more else None)


def _drawn(boards: list[Board]) -> dict[int, tuple[int, datetime | None]]:
    """Return how many pages each board has and when it was drawn on."""
    found: dict[int, tuple[int, datetime | None]] = {}
    pages = Page.objects.filter(board__in=boards).order_by("board_id", "changed_at")
    for board_id, seq, at in pages.values_list("board_id", "seq", "changed_at"):
        count, last = found.get(board_id, (0, None))
        found[board_id] = (count + 1, at if seq else last)
    return found


def _newest_snapshots(boards: list[Board]) -> dict[int, Snapshot]:
    last = Snapshot.objects.filter(board__in=boards).values("board_id").annotate(last=Max("pk"))
    return {one.board_id: one for one in Snapshot.objects.filter(pk__in=[row["last"] for row in last])}


def snapshots_for(*, viewer: Viewer, board_id: int) -> list[Snapshot]:
    """Return a board's saved pictures, the newest first, for its hosts. NotFound, Denied."""
    board, _member = rules.require_board_host(viewer, board_id)
    return list(Snapshot.objects.filter(board=board).order_by("-pk"))


def snapshot_for(*, viewer: Viewer, board_id: int, snapshot_id: int) -> Snapshot:
    """Return one of them. NotFound, Denied."""
    board, _member = rules.require_board_host(viewer, board_id)
    found = Snapshot.objects.filter(board=board, pk=snapshot_id).first()
    if found is None:
        raise NotFound
    return found


def picture_for(*, viewer: Viewer, board_id: int, fid: str) -> Picture:
    """Return a picture that lies on the board. NotFound, Denied."""
    board, _member = rules.require_board(viewer, board_id)
    found = Picture.objects.filter(board=board, fid=fid).first()
    if found is None:
        raise NotFound
    return found


def pictures_size(board: Board) -> tuple[int, int]:
    """Return how many pictures lie on a board, and their bytes."""
    found = Picture.objects.filter(board=board)
    return found.count(), found.aggregate(size=Sum("size"))["size"] or 0
