"""Changing what is on a page. The server decides between edits: higher version, then lower nonce."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from samovar.boards import rules, schema, signals
from samovar.boards.events import BoardChanged, OpAnswer
from samovar.boards.models import Board, Element, Page, Past, Revision
from samovar.boards.order_keys import key_between
from samovar.boards.repairing import Data, links, moved, repaired, wins
from samovar.core import streams
from samovar.core.batch import joined
from samovar.core.caller import Caller
from samovar.core.errors import Refusal
from samovar.core.housekeeping import PORTION
from samovar.rooms.models import Membership

STILL = timedelta(seconds=3)  # what one person changes again within it is one state in the history
MOST_LOST = 1_000  # edits of a page that lost and are kept
MOST_TOLD = 200  # elements in one frame; more are loaded by HTTP
MOST_TOLD_BYTES = 200_000


@dataclass
class _Sheet:
    """A page while it is changed: its row is locked. ``present``: elements that were read, by id."""

    page: Page
    member: Membership
    present: dict[str, Element]


def change_board(*, actor: Caller, board_id: int, page_id: int = 0, elements: list[Data]) -> OpAnswer:
    """Store what wins and tell everybody; what lost is kept aside and its winner returned.

    NotFound, Denied (``no_pen``), Invalid (``bad_element``, ``board_full``). These say what is there.
    """
    with joined():
        sheet = locked(actor, board_id, page_id)
        try:
            rules.require_pen(sheet.page.board, sheet.member)
            return _changed(sheet, [schema.accepted(element) for element in elements])
        except Refusal as refusal:
            refusal.current = _current(sheet, elements)
            raise


def _changed(sheet: _Sheet, elements: list[Data]) -> OpAnswer:
    wanted = {data["id"]: data for data in elements}
    _read(sheet, set(wanted))
    won = {eid: data for eid, data in wanted.items() if _wins(data, sheet.present.get(eid))}
    lost = [data for eid, data in wanted.items() if _loses(data, sheet.present.get(eid))]
    if won:
        store(sheet, won)
    _keep_aside(sheet, lost)
    return OpAnswer(seq=sheet.page.seq, lost=[sheet.present[data["id"]].data for data in lost])


def _current(sheet: _Sheet, elements: list[Data]) -> list[Data]:
    """Return what is there of what was sent."""
    ids = [data["id"] for data in elements if isinstance(data.get("id"), str) and "\0" not in data["id"]]
    return list(Element.objects.filter(page=sheet.page, eid__in=ids).values_list("data", flat=True))


def locked(actor: Caller, board_id: int, page_id: int) -> _Sheet:
    """Return a page for changing it; nobody else does meanwhile. NotFound, Denied."""
    page, member = rules.require_page(actor, board_id, page_id)
    held = Page.objects.select_for_update().get(pk=page.pk)
    held.board = page.board
    # Who may draw is asked under the lock: a pen that was taken is gone.
    held.board.refresh_from_db(fields=["policy", "guests"])
    return _Sheet(held, member, {})


def store(sheet: _Sheet, won: dict[str, Data]) -> None:
    """Store elements and whatever they make necessary in others, as one change, and tell it."""
    _read(sheet, set(won))
    changed = _put_in_order(sheet, _fitting(sheet, won))
    _require_space(sheet, changed)
    sheet.page.seq += 1
    _write(sheet, changed)
    _tell(sheet, list(changed.values()))


def _read(sheet: _Sheet, eids: set[str]) -> None:
    missing = eids - sheet.present.keys()
    if missing:
        rows = Element.objects.filter(page=sheet.page, eid__in=missing)
        sheet.present.update({row.eid: row for row in rows})


def _wins(data: Data, present: Element | None) -> bool:
    return present is None or wins(data, present.version, present.nonce)


def _loses(data: Data, present: Element | None) -> bool:
    same = present is not None and (data["version"], data["versionNonce"]) == (present.version, present.nonce)
    return not same and not _wins(data, present)


def _keep_aside(sheet: _Sheet, lost: list[Data]) -> None:
    """Keep what lost: of each element and author the last one, and of a page only so many."""
    page, author = sheet.page, sheet.member.participant
    if not lost or not rules.keeps_history(page.board):
        return
    kept = Revision.objects.filter(page=page)
    kept.filter(author=author, eid__in=[data["id"] for data in lost]).delete()
    Revision.objects.bulk_create(
        [
            Revision(page=page, eid=data["id"], author=author, maker_id=_maker(sheet, data), data=data)
            for data in lost
        ]
    )
    beyond = kept.order_by("-pk").values_list("pk", flat=True)[MOST_LOST : MOST_LOST + PORTION]
    Revision.objects.filter(pk__in=list(beyond)).delete()


def _maker(sheet: _Sheet, data: Data) -> int | None:
    """Return who drew it first, also when others changed it since."""
    before = sheet.present.get(data["id"])
    return before.maker_id if before else sheet.member.participant_id


def _fitting(sheet: _Sheet, won: dict[str, Data]) -> dict[str, Data]:
    """Return the elements with those that have to be otherwise because of them."""
    named = {eid for data in won.values() for eid in links(data)}
    named |= {eid for eid in won if eid in sheet.present for eid in links(sheet.present[eid].data)}
    _read(sheet, named)
    texts = {
        bound["id"]
        for eid in named & sheet.present.keys()
        for bound in sheet.present[eid].data["boundElements"] or ()
        if bound["type"] == "text"
    }
    _read(sheet, texts)
    frames = [eid for eid, data in won.items() if data["isDeleted"] and data["type"] == "frame"]
    if frames:
        framed = Element.objects.filter(page=sheet.page, deleted=False, data__frameId__in=frames)
        sheet.present.update({row.eid: row for row in framed})
    scene = {eid: row.data for eid, row in sheet.present.items()} | won
    return won | {data["id"]: data for data in repaired(scene, won)}


def _put_in_order(sheet: _Sheet, changed: dict[str, Data]) -> dict[str, Data]:
    """Give what stands on another's place in the order a place right above it."""
    places = {data["index"] for data in changed.values()}
    others = Element.objects.filter(page=sheet.page, place__in=places).exclude(eid__in=list(changed))
    taken = set(others.values_list("place", flat=True))
    result = dict(changed)
    order: list[str] = []
    for eid, data in sorted(changed.items(), key=lambda item: (item[1]["index"], item[0])):
        if data["index"] in taken:
            order = order or _places(sheet, changed)
            result[eid] = moved(data, _free_above(data["index"], order))
        taken.add(result[eid]["index"])
    return result


def _places(sheet: _Sheet, changed: dict[str, Data]) -> list[str]:
    others = Element.objects.filter(page=sheet.page).exclude(eid__in=list(changed))
    return sorted({*others.values_list("place", flat=True), *(data["index"] for data in changed.values())})


def _free_above(place: str, order: list[str]) -> str:
    """Return a place between ``place`` and the next one, and put it into the ``order``."""
    at = order.index(place) + 1
    free = key_between(place, order[at] if at < len(order) else "")
    order.insert(at, free)
    return free


def _require_space(sheet: _Sheet, changed: dict[str, Data]) -> None:
    new = sum(1 for eid in changed if eid not in sheet.present)
    grown = sum(_size(data) for data in changed.values())
    count = Element.objects.filter(page=sheet.page, deleted=False).count() + new if new else 0
    rules.require_space(count, sheet.page.size + grown if grown else 0)


def _size(data: Data) -> int:
    return 0 if data["isDeleted"] else len(json.dumps(data, ensure_ascii=False).encode())


def _write(sheet: _Sheet, changed: dict[str, Data]) -> None:
    page, now = sheet.page, timezone.now()
    rows = [_row(sheet, data, now) for data in changed.values()]
    past = [
        _past(sheet.present[row.eid], page.seq)
        for row in rows
        if row.since == page.seq and _is_past(sheet, row)
    ]
    grown = sum(row.size - _size_before(sheet, row.eid) for row in rows)
    if rules.keeps_history(page.board):
        Past.objects.bulk_create(past)
    Element.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["page", "eid"],
        update_fields=[
            "seq",
            "since",
            "at",
            "version",
            "nonce",
            "maker",
            "author",
            "deleted",
            "place",
            "size",
            "data",
        ],
    )
    Page.objects.filter(pk=page.pk).update(seq=page.seq, size=F("size") + grown, changed_at=now)
    sheet.present.update({row.eid: row for row in rows})


def _size_before(sheet: _Sheet, eid: str) -> int:
    before = sheet.present.get(eid)
    return before.size if before else 0


def _is_past(sheet: _Sheet, row: Element) -> bool:
    before = sheet.present.get(row.eid)
    return before is not None and not before.deleted


def _row(sheet: _Sheet, data: Data, now: Any) -> Element:
    page, before, author = sheet.page, sheet.present.get(data["id"]), sheet.member.participant
    row = Element(
        page=page,
        eid=data["id"],
        seq=page.seq,
        since=page.seq,
        at=now,
        version=data["version"],
        nonce=data["versionNonce"],
        maker_id=_maker(sheet, data),
        author=author,
        deleted=data["isDeleted"],
        place=data["index"],
        size=_size(data),
        data=data,
    )
    if before and _is_same_move(before, row):
        row.since, row.at = before.since, before.at
    return row


def _is_same_move(before: Element, row: Element) -> bool:
    same = (before.author_id, before.deleted) == (row.author_id, row.deleted)
    return same and row.at - before.at < STILL


def _past(before: Element, until: int) -> Past:
    return Past(
        page_id=before.page_id,
        eid=before.eid,
        since=before.since,
        until=until,
        at=before.at,
        maker_id=before.maker_id,
        author_id=before.author_id,
        data=before.data,
    )


def _tell(sheet: _Sheet, elements: list[Data]) -> None:
    page, by = sheet.page, sheet.member.participant_id
    small = len(elements) <= MOST_TOLD and len(json.dumps(elements)) <= MOST_TOLD_BYTES
    told = BoardChanged(
        board=page.board_id,
        page=page.pk,
        seq=page.seq,
        by=by,
        elements=elements if small else [],
        whole=not small,
    )
    streams.tell(page.stream, told)
    signals.changed.send(
        sender=Board, room_id=page.board.room_id, participant_id=by, page_id=page.pk, elements=elements
    )
