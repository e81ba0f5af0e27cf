"""Who may see a board, draw on it and hand out its pens. Nothing here writes."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from samovar.boards.models import Board, Grant, Page
from samovar.core.errors import Conflict, Denied, Invalid, NotFound
from samovar.core.text import is_printed
from samovar.rooms import rules as rooms
from samovar.rooms.models import Membership
from samovar.rooms.rules import Viewer

MOST_ELEMENTS = 10_000  # on a page
MOST_BYTES = 24 * 1024 * 1024  # of a page, as JSON
MOST_PAGES = 100
MOST_VERSIONS = 200  # names of a page
MOST_PICTURES = 500  # on a board
MOST_PICTURE_BYTES = 200 * 1024 * 1024
TITLE_MAX = 100
_FID = re.compile(r"[\w-]{1,64}")


def require_board(viewer: Viewer, board_id: int) -> tuple[Board, Membership]:
    """Return the board and the viewer's place in its room. NotFound, Denied."""
    board = Board.objects.select_related("room").filter(pk=board_id).first()
    if board is None:
        raise _no_board()
    member = rooms.membership_of(viewer, board.room_id)
    if member is None:
        if not rooms.can_see_room(viewer, board.room):
            raise _no_board()
        raise Denied(_("Enter the room first."), code="not_in_room")
    return board, member


def _no_board() -> NotFound:
    return NotFound(_("There is no such board."), code="board_not_found")


def require_page(viewer: Viewer, board_id: int, page_id: int) -> tuple[Page, Membership]:
    """Return a page (0: the first) with board and room, and the viewer's place. NotFound, Denied."""
    board, member = require_board(viewer, board_id)
    pages = Page.objects.filter(board=board)
    page = pages.filter(pk=page_id).first() if page_id else pages.order_by("position", "pk").first()
    if page is None:
        raise NotFound(_("There is no such page any more."), code="page_not_found")
    page.board = board
    return page, member


def require_board_host(viewer: Viewer, board_id: int) -> tuple[Board, Membership]:
    """The same for its hosts alone. NotFound, Denied (``not_host``)."""
    board, member = require_board(viewer, board_id)
    _require_host(member)
    return board, member


def require_page_host(viewer: Viewer, board_id: int, page_id: int) -> tuple[Page, Membership]:
    """Return a page for its hosts alone. NotFound, Denied (``not_host``)."""
    page, member = require_page(viewer, board_id, page_id)
    _require_host(member)
    return page, member


def _require_host(member: Membership) -> None:
    if not rooms.is_host(member):
        raise Denied(_("Only the hosts of this room may do this."), code="not_host")


def can_draw(board: Board, member: Membership) -> bool:
    """Hosts always; everybody, or whom the hosts chose, if they said so. Guests only where they may.

    A recorder looks on and draws nothing.
    """
    if rooms.is_watching(member):
        return False
    if rooms.is_host(member):
        return True
    if board.policy == Board.Policy.EVERYBODY:
        return board.guests or member.role != Membership.Role.GUEST
    chosen = board.policy == Board.Policy.CHOSEN
    return chosen and Grant.objects.filter(board=board, participant=member.participant).exists()


def require_pen(board: Board, member: Membership) -> None:
    if not can_draw(board, member):
        raise Denied(_("You do not have the pen."), code="no_pen")


def require_presenter(board: Board, member: Membership) -> None:
    if board.presenter_id != member.participant_id:
        raise Denied(_("You are not presenting."), code="not_presenter")


def keeps_history(board: Board) -> bool:
    """A room that keeps its messages keeps how its board was; any other only how it is (C2, C3)."""
    return board.room.kept


def require_history(board: Board) -> None:
    if not keeps_history(board):
        raise Conflict(_("This room keeps no history."), code="no_history")


def require_space(elements: int, size: int) -> None:
    """``elements`` and bytes there would be on a page."""
    if elements > MOST_ELEMENTS:
        raise Invalid(
            _("This page is full: 10,000 elements are the most. Go on on another page."), code="board_full"
        )
    if size > MOST_BYTES:
        raise Invalid(
            _("This page is full: 24 MB of drawings are the most. Go on on another page."), code="board_full"
        )


def require_page_space(count: int) -> None:
    """``count``: pages there would be."""
    if count > MOST_PAGES:
        raise Conflict(_("A board has at most 100 pages."), code="too_many_pages")


def require_another_page(count: int) -> None:
    """``count``: pages there are before one is taken away."""
    if count == 1:
        raise Conflict(_("A board has at least one page."), code="last_page")


def require_version_space(count: int) -> None:
    """``count``: names there are."""
    if count >= MOST_VERSIONS:
        raise Conflict(_("There are enough named versions of this page."), code="too_many_versions")


def require_picture_space(count: int, size: int) -> None:
    """``count`` and bytes of the pictures there would be on a board."""
    if count > MOST_PICTURES or size > MOST_PICTURE_BYTES:
        raise Conflict(
            _("This board has no space for more pictures: 500 or 200 MB are the most."),
            code="too_many_pictures",
        )


def require_picture_name(fid: str) -> None:
    if not _FID.fullmatch(fid):
        raise Invalid(code="bad_name")


def require_version_name(text: str) -> str:
    """Return the name of a version: a title that is not empty. Invalid."""
    name = require_title(text)
    if not name:
        raise Invalid(fields={"name": [_("Give it a name.")]})
    return name


def require_title(text: str) -> str:
    """Return a title without the spaces around it, perhaps empty, or raise Invalid (field title)."""
    title = text.strip()
    if len(title) > TITLE_MAX:
        raise Invalid(fields={"title": [_("A title has at most 100 characters.")]})
    if title and not is_printed(title):
        raise Invalid(fields={"title": [_("This title has characters that cannot be shown.")]})
    return title
