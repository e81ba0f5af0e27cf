"""How a page was. The history is made of the states its elements were in, each from one change to another."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet

from samovar.boards import rules
from samovar.boards.models import Element, Page, Past, Revision, Version
from samovar.boards.queries import shown_name
from samovar.boards.repairing import Data
from samovar.core.errors import NotFound
from samovar.rooms import rules as rooms
from samovar.rooms.models import Membership
from samovar.rooms.rules import Viewer

MOST_MOMENTS = 2_000
MOST_LOST = 200


def history_for(*, viewer: Viewer, board_id: int, page_id: int) -> dict[str, Any]:
    """Return when the page changed and which moments have names.

    ``moments``: ``{"seq", "at"}``, the oldest first; of very many, the newest. NotFound, Denied,
    Conflict (``no_history``).
    """
    page, _member = rules.require_page(viewer, board_id, page_id)
    rules.require_history(page.board)
    versions = Version.objects.filter(page=page, seq__gte=page.begins).order_by("-pk")
    return {
        "begins": page.begins,
        "seq": page.seq,
        "moments": _moments(page),
        "versions": [
            {"id": one.pk, "seq": one.seq, "name": one.name, "at": one.at.isoformat()} for one in versions
        ],
    }


def _moments(page: Page) -> list[dict[str, Any]]:
    later = {"page": page, "since__gt": page.begins}
    found = chain(
        Element.objects.filter(**later).order_by("-since").values_list("since", "at")[:MOST_MOMENTS],
        Past.objects.filter(**later).order_by("-since").values_list("since", "at")[:MOST_MOMENTS],
    )
    moments = dict(sorted(found)[-MOST_MOMENTS:])
    return [{"seq": seq, "at": at.isoformat()} for seq, at in moments.items()]


def state_for(*, viewer: Viewer, board_id: int, page_id: int, seq: int) -> dict[str, Any]:
    """Return the elements as they were at ``seq``. NotFound when that is forgotten too; Denied, Conflict."""
    page, _member = rules.require_page(viewer, board_id, page_id)
    rules.require_history(page.board)
    return {"page": page.pk, "seq": seq, "elements": list(elements_at(page, seq).values())}


def elements_at(page: Page, seq: int) -> dict[str, Data]:
    """Return the living elements as they were at ``seq``, by id. NotFound."""
    if not page.begins <= seq <= page.seq:
        raise NotFound
    now = Element.objects.filter(page=page, since__lte=seq, deleted=False)
    then = Past.objects.filter(Q(since__lte=seq, until__gt=seq), page=page)
    found = chain(then.values_list("eid", "data"), now.values_list("eid", "data"))
    return {eid: data for eid, data in found if not data["isDeleted"]}


def lost_edits_for(*, viewer: Viewer, board_id: int, page_id: int) -> list[dict[str, Any]]:
    """Return the newest edits that lost to others': of each element and author the last one.

    Hosts find everybody's, others their own. ``by``: who made it. NotFound, Denied, Conflict.
    """
    page, member = rules.require_page(viewer, board_id, page_id)
    rules.require_history(page.board)
    found: dict[tuple[str, int | None], Revision] = {}
    for edit in lost_edits_of(page, member).order_by("-pk")[:MOST_LOST]:
        found.setdefault((edit.eid, edit.author_id), edit)
    names = _names(page.board.room_id, {edit.author_id for edit in found.values()})
    return [
        {"id": one.pk, "at": one.at.isoformat(), "by": names[one.author_id], "element": one.data}
        for one in found.values()
    ]


def lost_edits_of(page: Page, member: Membership) -> QuerySet[Revision]:
    """Return the lost edits of a page that somebody may see and put aside."""
    people = {} if rooms.is_host(member) else {"author": member.participant}
    return Revision.objects.filter(page=page, **people)


def _names(room_id: int, participants: set[int | None]) -> dict[int | None, str]:
    """Return what these are called in the room, "" for who is there no more."""
    places = {one: rooms.place_of(room_id, one) if one else None for one in participants}
    return {one: shown_name(place) if place else "" for one, place in places.items()}
