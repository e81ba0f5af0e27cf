"""Naming how a page was, making it so again, and forgetting what is too old."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from samovar.boards import rules
from samovar.boards.element_actions import locked, store
from samovar.boards.history_queries import elements_at, lost_edits_of
from samovar.boards.models import Element, Page, Past, Revision, Version
from samovar.boards.repairing import Data
from samovar.core.batch import joined
from samovar.core.caller import Caller
from samovar.core.errors import NotFound
from samovar.core.housekeeping import delete_in_portions

MOST_PAST = 20_000  # states of elements kept of one page
STAYS = timedelta(days=30)  # of what was deleted, so that who was away that long still learns it


def name_version(*, actor: Caller, board_id: int, page_id: int, name: str, seq: int = 0) -> None:
    """Name how a page was at ``seq``, or is now (0). NotFound, Denied (``no_pen``), Invalid, Conflict."""
    with joined():
        sheet = locked(actor, board_id, page_id)
        page = sheet.page
        rules.require_pen(page.board, sheet.member)
        rules.require_history(page.board)
        title = rules.require_version_name(name)
        if not page.begins <= (seq or page.seq) <= page.seq:
            raise NotFound
        rules.require_version_space(Version.objects.filter(page=page).count())
        Version.objects.create(page=page, seq=seq or page.seq, name=title, author=sheet.member.participant)


def restore_page(*, actor: Caller, board_id: int, page_id: int, seq: int) -> None:
    """Make a page as it was at ``seq``, by a change like any other. NotFound, Denied, Conflict."""
    with joined():
        rules.require_board_host(actor, board_id)
        sheet = locked(actor, board_id, page_id)
        rules.require_history(sheet.page.board)
        wanted = elements_at(sheet.page, seq)
        won = {}
        for row in Element.objects.filter(page=sheet.page):
            sheet.present[row.eid] = row
            data = wanted.get(row.eid, row.data | {"isDeleted": True})
            if _differs(data, row.data):
                won[row.eid] = data | {"version": row.version + 1, "versionNonce": row.nonce}
        won |= {eid: data for eid, data in wanted.items() if eid not in sheet.present}
        if won:
            store(sheet, won)


def forget_lost(*, actor: Caller, board_id: int, page_id: int, edit_id: int) -> None:
    """Forget an edit that lost, with earlier ones of its element and author. NotFound, Denied, Conflict."""
    page, member = rules.require_page(actor, board_id, page_id)
    rules.require_history(page.board)
    edit = lost_edits_of(page, member).filter(pk=edit_id).first()
    if edit is None:
        raise NotFound
    Revision.objects.filter(page=page, eid=edit.eid, author=edit.author_id, pk__lte=edit.pk).delete()


def _differs(wanted: Data, now: Data) -> bool:
    if wanted["isDeleted"] and now["isDeleted"]:
        return False
    return any(
        wanted.get(name) != now[name] for name in now if name not in {"version", "versionNonce", "updated"}
    )


def trim() -> int:
    """Forget what goes beyond the limits, of all pages; return how many pages lost something."""
    full = Past.objects.values("page_id").annotate(count=Count("pk")).filter(count__gt=MOST_PAST)
    pages = [row["page_id"] for row in full]
    for page_id in pages:
        _forget_past(page_id)
    old = timezone.now() - STAYS
    delete_in_portions(Element.objects.filter(deleted=True, at__lt=old))
    delete_in_portions(Revision.objects.filter(at__lt=old))
    return len(pages)


def _forget_past(page_id: int) -> None:
    """Forget the oldest states; the history begins after them."""
    with transaction.atomic():
        page = Page.objects.select_for_update().get(pk=page_id)
        oldest = Past.objects.filter(page=page).order_by("-until").values_list("until", flat=True)[MOST_PAST]
        gone = Past.objects.filter(page=page, until__lte=oldest)
        begins = gone.aggregate(last=Max("until"))["last"] or page.begins
        Page.objects.filter(pk=page_id).update(begins=begins)
    # Nobody is shown these any more.
    delete_in_portions(gone)
