"""What becomes of what somebody drew when he is deleted."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q

from samovar.accounts.models import User
from samovar.boards.models import (
    Board,
    Element,
    Grant,
    Page,
    Past,
    Picture,
    Revision,
    Snapshot,
    Version,
    new_epoch,
)
from samovar.boards.picture_actions import delete_picture

WORDS = ("text", "originalText", "link", "name")  # the fields of an element that say something


@transaction.atomic
def erase_person(*, person: User, ghost: User, portion: int) -> bool:
    """Remove a portion of what ``person`` drew on boards of others; say whether there may be more.

    His place may be the ghost's by now, since rooms answer too. A page that loses something gets
    another epoch: who looks at it loads it anew. What others drew stays when he only moved it.
    Snapshots of a board stay with it, without his name.
    """
    people = [person, ghost]
    found = _remove_drawn(people, portion) + _give_back(people, portion)
    for number in sorted(set(found)):
        Page.objects.filter(pk=number).update(seq=F("seq") + 1, epoch=new_epoch())
    for kind in (Past, Revision):
        kind.objects.filter(Q(author__user__in=people) | Q(maker__user__in=people)).delete()
    Version.objects.filter(author__user__in=people).delete()
    for picture in Picture.objects.filter(author__user__in=people)[:portion]:
        delete_picture(picture)
    Grant.objects.filter(participant__user__in=people).delete()
    Board.objects.filter(presenter__user__in=people).update(presenter=None)
    Snapshot.objects.filter(author__user__in=people).update(by="", author=None)
    return len(found) >= portion or Picture.objects.filter(author__user__in=people).exists()


def _remove_drawn(people: list[User], portion: int) -> list[int]:
    """Delete what they drew, whoever changed it since; return the page of each."""
    drawn = Element.objects.filter(maker__user__in=people).order_by("pk")[:portion]
    found = list(drawn.values_list("pk", "page_id"))
    Element.objects.filter(pk__in=[element for element, _page in found]).delete()
    return [page for _element, page in found]


def _give_back(people: list[User], portion: int) -> list[int]:
    """Take their name from what others drew, and their words; return the pages of what had words."""
    pages: list[int] = []
    changed = Element.objects.filter(author__user__in=people).exclude(maker__user__in=people)
    for element in changed.order_by("pk")[:portion]:
        if any(element.data.get(field) for field in WORDS):
            _undo_words(element, people)
            pages.append(element.page_id)
        else:
            Element.objects.filter(pk=element.pk).update(author=None)
    return pages


def _undo_words(element: Element, people: list[User]) -> None:
    """Say again what it said before them; where that was not kept, it goes: the words may be theirs."""
    kept = Past.objects.filter(page=element.page_id, eid=element.eid).exclude(author__user__in=people)
    before = kept.order_by("-until").first()
    if before is None:
        element.delete()
        return
    words = {field: before.data[field] for field in WORDS if field in before.data}
    # Higher than what they had sent, so that none of it comes back from a browser that was away.
    data = {**element.data, **words, "version": element.version + 1}
    Element.objects.filter(pk=element.pk).update(author=None, version=data["version"], data=data)
