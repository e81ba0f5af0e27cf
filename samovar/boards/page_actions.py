"""The pages of a board, and its title."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samovar.boards import rules
from samovar.boards.actions import held_board
from samovar.boards.models import Board, Page
from samovar.boards.queries import pages_of
from samovar.boards.showing_actions import forget_hands
from samovar.core import streams
from samovar.core.batch import joined
from samovar.core.caller import Caller
from samovar.core.errors import NotFound


def add_page(*, actor: Caller, board_id: int, title: str = "", after: int = 0) -> Page:
    """Put a page behind ``after``, or at the end. NotFound, Denied (``no_pen``), Invalid, Conflict."""
    with joined():
        board, member = rules.require_board(actor, board_id)
        board = held_board(board)
        rules.require_pen(board, member)
        pages = _pages(board)
        rules.require_page_space(len(pages) + 1)
        page = Page.objects.create(board=board, title=rules.require_title(title), position=len(pages) + 1)
        ids = [one.pk for one in pages]
        pages.insert(ids.index(after) + 1 if after in ids else len(pages), page)
        _put(board, pages)
        return page


def change_page(*, actor: Caller, board_id: int, page_id: int, title: str | None, place: int | None) -> None:
    """Give a page another title or another place, from 1. NotFound, Denied (``not_host``), Invalid."""
    with joined():
        board = held_board(rules.require_board_host(actor, board_id)[0])
        pages = _pages(board)
        page = _found(pages, page_id)
        if title is not None:
            page.title = rules.require_title(title)
            page.save(update_fields=["title"])
        if place is not None:
            pages.remove(page)
            pages.insert(place - 1, page)
        _put(board, pages)


def remove_page(*, actor: Caller, board_id: int, page_id: int) -> None:
    """Take a page away with all that is on it. NotFound, Denied (``not_host``), Conflict (``last_page``)."""
    with joined():
        board = held_board(rules.require_board_host(actor, board_id)[0])
        pages = _pages(board)
        page = _found(pages, page_id)
        rules.require_another_page(len(pages))
        pages.remove(page)
        page.delete()
        forget_hands()
        _put(board, pages)


def rename_board(*, actor: Caller, board_id: int, title: str) -> None:
    """Give the board a title. NotFound, Denied (``not_host``), Invalid."""
    with joined():
        board = held_board(rules.require_board_host(actor, board_id)[0])
        board.title = rules.require_title(title)
        board.save(update_fields=["title"])
        streams.tell(board.stream, pages_of(board))


def _pages(board: Board) -> list[Page]:
    return list(Page.objects.filter(board=board).order_by("position", "pk"))


def _found(pages: list[Page], page_id: int) -> Page:
    for page in pages:
        if page.pk == page_id:
            return page
    raise NotFound(_("There is no such page any more."), code="page_not_found")


def _put(board: Board, pages: list[Page]) -> None:
    """Number the pages in this order, and tell it."""
    moved = []
    for position, page in enumerate(pages, start=1):
        if page.position != position:
            page.position = position
            moved.append(page)
    Page.objects.bulk_update(moved, ["position"])
    streams.tell(board.stream, pages_of(board))
