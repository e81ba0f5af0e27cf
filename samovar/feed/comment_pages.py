"""The page of a post, with what is said under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samovar.feed import comment_actions, comment_queries
from samovar.feed.comment_queries import address_of
from samovar.feed.forms import read_number
from samovar.feed.pages import wants_part
from samovar.feed.queries import card_for, post_for

if TYPE_CHECKING:
    from samovar.accounts.models import User


def _viewer(request: HttpRequest) -> User:
    return cast("User", request.user)


@require_safe
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """``comment`` leads to a comment, ``after`` further down; ``reply`` and ``edit`` open a form there."""
    viewer = _viewer(request)
    card = card_for(viewer=viewer, post_id=post_id)
    numbers = {name: read_number(request.GET.get(name)) for name in ("comment", "reply", "edit")}
    sought = next((number for number in numbers.values() if number), None)
    after = request.GET.get("after", "")
    if sought and not after:
        after = comment_queries.start_of_page_with(post=card.post, comment_id=sought)
    page = comment_queries.comments_for(viewer=viewer, post=card.post, after=after)
    shown: dict[str, Any] = {**numbers, "card": card, "thread": page, "after": after}
    shown["sought_is_gone"] = bool(sought) and sought not in {
        row.comment.pk for row in page.rows if not row.gone
    }
    return render(request, "feed/post.html", shown)


@require_safe
def comments(request: HttpRequest, post_id: int) -> HttpResponse:
    """What unfolds under a post in a list."""
    if not wants_part(request):
        return redirect("post", post_id=post_id)
    return _thread(request, post_id)


@require_POST
def comment(request: HttpRequest, post_id: int) -> HttpResponse:
    said = comment_actions.comment_on_post(
        actor=_viewer(request),
        post_id=post_id,
        text=request.POST.get("text", ""),
        parent_id=read_number(request.POST.get("parent")),
    )
    return _thread(request, post_id) if wants_part(request) else redirect(address_of(said))


def _thread(request: HttpRequest, post_id: int) -> HttpResponse:
    shown, page = comment_queries.post_with_comments_for(viewer=_viewer(request), post_id=post_id)
    return render(request, "feed/_thread.html", {"post": shown, "thread": page})


@require_POST
def edit_comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    text = request.POST.get("text", "")
    said = comment_actions.edit_comment(actor=_viewer(request), comment_id=comment_id, text=text)
    return redirect(address_of(said))


@require_POST
def delete_comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    gone = comment_actions.delete_comment(actor=_viewer(request), comment_id=comment_id)
    if wants_part(request):
        return _comment_part(
            request, "feed/_comment_deleted.html", {"comment": gone, "post_id": gone.post_id}
        )
    messages.info(request, _("The comment is deleted."))
    return redirect("post", post_id=gone.post_id)


@require_POST
def restore_comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    viewer = _viewer(request)
    back = comment_actions.restore_comment(actor=viewer, comment_id=comment_id)
    if not wants_part(request):
        return redirect(address_of(back))
    row = comment_queries.row_for(viewer=viewer, comment_id=comment_id)
    return _comment_part(request, "feed/_comment_restored.html", {"row": row, "post_id": back.post_id})


def _comment_part(request: HttpRequest, template: str, shown: dict[str, Any]) -> HttpResponse:
    """What takes the place of one comment; ``alone`` says that it stands on the page of its post."""
    post = post_for(viewer=_viewer(request), post_id=shown["post_id"])
    alone = request.POST.get("alone") == "1"
    return render(request, template, {**shown, "post": post, "alone": alone, "quiet": not alone})
