"""The pages of rooms: the hub, the form, the entry page and the room itself."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samovar.accounts.actions import Attempt, check_login
from samovar.accounts.authentication import device_of, person_of
from samovar.accounts.devices import known_people, remember_person
from samovar.accounts.forms import PageForm
from samovar.core.address import client_address
from samovar.core.errors import Refusal, TooMany
from samovar.rooms import actions, guests, knock_queries, queries
from samovar.rooms.actions import Visitor
from samovar.rooms.forms import AccountEntryForm, EntryForm, MeetingCodeForm, NewRoomForm, RoomNameForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _told(
    request: HttpRequest, template: str, context: dict[str, Any], refusal: Refusal | None
) -> HttpResponse:
    """Render a page whose form may have been refused."""
    response = render(request, template, context, status=refusal.status if refusal else 200)
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.retry_after)
    return response


def _to_room(code: str) -> HttpResponse:
    return redirect("rooms:room", code=code)


# The hub


def _hub(request: HttpRequest, refusal: Refusal | None = None, **forms: PageForm) -> HttpResponse:
    for form in forms.values():
        if refusal is not None:
            form.tell(refusal)
    text = request.GET.get("q", "")
    context = {"name_form": RoomNameForm(), "code_form": MeetingCodeForm(), **forms, **_active(request)}
    context |= {"q": text, "found": queries.people_to_meet_for(viewer=person_of(request), text=text)}
    return _told(request, "rooms/hub.html", context, refusal)


def _active(request: HttpRequest) -> dict[str, Any]:
    rooms = queries.active_rooms_for(viewer=person_of(request))
    return {"rooms": rooms, "version": hashlib.sha256(repr(rooms).encode()).hexdigest()[:16]}


@require_safe
def hub(request: HttpRequest) -> HttpResponse:
    """Show the ways into a room."""
    return _hub(request)


@require_safe
def active_rooms(request: HttpRequest) -> HttpResponse:
    """Show the list of rooms alone, or nothing when it is as the page has it (``seen``)."""
    shown = _active(request)
    if request.GET.get("seen") == shown["version"]:
        return HttpResponse(status=204)
    return render(request, "rooms/parts/active.html", shown)


@require_safe
def found_people(request: HttpRequest) -> HttpResponse:
    """Show who is called ``q``."""
    text = request.GET.get("q", "")
    found = queries.people_to_meet_for(viewer=person_of(request), text=text)
    return render(request, "rooms/parts/found.html", {"q": text, "found": found})


@require_POST
def open_by_name(request: HttpRequest) -> HttpResponse:
    """Join the room of this name, or open it."""
    form = RoomNameForm(request.POST)
    form.is_valid()
    try:
        room = actions.open_room_by_name(actor=person_of(request), name=form.cleaned_data.get("name", ""))
        return _to_room(room.code)
    except Refusal as refusal:
        return _hub(request, refusal, name_form=form)


@require_POST
def join_by_code(request: HttpRequest) -> HttpResponse:
    """Go to the room of a code; the whole link does as well."""
    form = MeetingCodeForm(request.POST)
    form.is_valid()
    try:
        return _to_room(queries.room_of_typed_code(text=form.cleaned_data.get("code", "")).code)
    except Refusal as refusal:
        return _hub(request, refusal, code_form=form)


@require_POST
def host_meeting(request: HttpRequest) -> HttpResponse:
    """Make a meeting and go there."""
    return _to_room(actions.host_meeting(actor=person_of(request)).code)


@get_or_post
def new_room(request: HttpRequest) -> HttpResponse:
    """Make a room by the form."""
    # A post without a single field is one too, and told that a name is missing.
    form = NewRoomForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "rooms/new.html", {"form": form})
    form.is_valid()
    try:
        return _to_room(actions.create_room(actor=person_of(request), draft=form.draft()).code)
    except Refusal as refusal:
        form.tell(refusal)
        return _told(request, "rooms/new.html", {"form": form}, refusal)


# One room


def _start(request: HttpRequest, room_id: int, code: str) -> queries.Start | None:
    """Return what the room page begins with for who has a place: a person, else this browser's guest."""
    if request.user.is_authenticated:
        return queries.start_for(viewer=person_of(request), room_id=room_id)
    guest = guests.guest_of(request.COOKIES, code)
    return queries.start_for(viewer=guest, room_id=room_id) if guest else None


@login_not_required
@get_or_post
def room(request: HttpRequest, code: str) -> HttpResponse:
    """Show the room to who has a place in it, to all others its door."""
    viewer = person_of(request) if request.user.is_authenticated else None
    place = queries.room_of_code(code=code, viewer=viewer)
    if place.closed_at is not None:
        return render(request, "rooms/ended.html", {"shell": _shell(request)}, status=410)
    start = _start(request, place.pk, place.code)
    if start is not None:
        return _to_room(place.code) if request.method == "POST" else _show_room(request, start)
    wait = knock_queries.wait_for(room=place, secret=guests.knock_of(request.COOKIES, place.code))
    if wait is not None:
        return render(request, "rooms/waiting.html", {"room": place, "wait": wait})
    entry = queries.entry_for(viewer=viewer, room=place)
    if request.method != "POST":
        return _show_entry(request, entry, _blank_form(request, entry))
    return _enter(request, entry)


def _shell(request: HttpRequest) -> str:
    return "base.html" if request.user.is_authenticated else "plain.html"


def _show_room(request: HttpRequest, start: queries.Start) -> HttpResponse:
    data = {"room": start.room.model_dump(), "me": start.me.model_dump()}
    return render(request, "rooms/room.html", {"shell": _shell(request), "room": start.room, "start": data})


def _wants_guest(request: HttpRequest) -> bool:
    return (request.POST or request.GET).get("as") == "guest"


def _blank_form(request: HttpRequest, entry: queries.Entry) -> EntryForm:
    kind: type[EntryForm] = EntryForm
    name = entry.display_name
    if not request.user.is_authenticated and not (_wants_guest(request) and entry.guests):
        kind = AccountEntryForm
    elif not request.user.is_authenticated:
        name = queries.guest_name_of(sid=guests.pass_of(request.COOKIES, entry.room.code))
    return kind(initial={"display_name": name}, with_passcode=entry.passcode)


def _show_entry(
    request: HttpRequest, entry: queries.Entry, form: EntryForm, refusal: Refusal | None = None
) -> HttpResponse:
    if refusal is not None:
        form.tell(refusal)
    unverified = refusal is not None and refusal.code == "email_not_verified"
    context = {"entry": entry, "room": entry.room, "form": form, "unverified": unverified}
    context |= {"as_guest": not isinstance(form, AccountEntryForm), "refused": refusal is not None}
    return _told(request, "rooms/entry.html", context, refusal)


def _enter(request: HttpRequest, entry: queries.Entry) -> HttpResponse:
    if request.user.is_authenticated:
        return _enter_as_person(request, entry)
    return _enter_as_guest(request, entry) if _wants_guest(request) else _enter_by_login(request, entry)


def _enter_as_person(request: HttpRequest, entry: queries.Entry) -> HttpResponse:
    form = EntryForm(request.POST, with_passcode=entry.passcode)
    form.is_valid()
    person = person_of(request)
    visitor = _visitor(request, form)
    try:
        if entry.knock:
            return _wait(entry, actions.knock(actor=person, visitor=visitor, room=entry.room))
        actions.enter_room(
            actor=person, room=entry.room, display_name=visitor.display_name, passcode=visitor.passcode
        )
    except Refusal as refusal:
        return _show_entry(request, entry, form, refusal)
    return _to_room(entry.room.code)


def _enter_as_guest(request: HttpRequest, entry: queries.Entry) -> HttpResponse:
    form = EntryForm(request.POST, with_passcode=entry.passcode)
    form.is_valid()
    visitor = _visitor(request, form)
    try:
        if entry.knock:
            return _wait(entry, actions.knock(actor=None, visitor=visitor, room=entry.room))
        guest = actions.admit_guest(actor=visitor, room=entry.room)
    except Refusal as refusal:
        if not entry.guests:
            raise
        return _show_entry(request, entry, form, refusal)
    response = _to_room(entry.room.code)
    guests.give_pass(response, code=entry.room.code, sid=guest.session.sid)
    return response


def _visitor(request: HttpRequest, form: EntryForm) -> Visitor:
    return Visitor(
        display_name=form.cleaned_data.get("display_name", ""),
        passcode=form.passcode_typed,
        address=client_address(request),
        device=request.headers.get("User-Agent", ""),
    )


def _wait(entry: queries.Entry, made: actions.Made) -> HttpResponse:
    response = _to_room(entry.room.code)
    guests.give_knock(response, code=entry.room.code, secret=made.secret)
    return response


@login_not_required
@require_POST
def waiting(request: HttpRequest, code: str) -> HttpResponse:
    """The waiting page looks how it stands: its text again, or by ``HX-Redirect`` the way in."""
    place = queries.room_of_code(code=code)
    secret = guests.knock_of(request.COOKIES, place.code)
    wait = actions.look(actor=None, room=place, secret=secret) if place.closed_at is None else None
    if wait is not None and wait.knock.state != wait.knock.State.ADMITTED:
        return render(request, "rooms/parts/waiting.html", {"room": place, "wait": wait})
    response = HttpResponse(headers={"HX-Redirect": reverse("rooms:room", args=[place.code])})
    guest = actions.use_admission(actor=None, room=place, secret=secret) if wait else None
    guests.forget_knock(response, code=place.code)
    if guest is not None:
        guests.give_pass(response, code=place.code, sid=guest.session.sid)
    return response


@login_not_required
@require_POST
def stop_waiting(request: HttpRequest, code: str) -> HttpResponse:
    """Back to the entry page."""
    response = _to_room(code)
    guests.forget_knock(response, code=code)
    return response


def _enter_by_login(request: HttpRequest, entry: queries.Entry) -> HttpResponse:
    form = AccountEntryForm(request.POST, with_passcode=entry.passcode)
    if not form.is_valid():
        return _show_entry(request, entry, form)
    attempt = Attempt(
        form.cleaned_data["username"],
        form.cleaned_data["password"],
        device_of(request),
        known_people(request),
    )
    try:
        person = check_login(actor=None, attempt=attempt)
    except Refusal as refusal:
        return _show_entry(request, entry, form, refusal)
    login(request, person)
    # Logged in now: what else is refused is shown on the page of who is logged in.
    response = _enter_as_person(request, queries.entry_for(viewer=person, room=entry.room))
    remember_person(request, response, person.pk)
    return response


@login_not_required
@require_safe
def left(request: HttpRequest, code: str) -> HttpResponse:
    """Say goodbye to a guest, who has no hub to go to."""
    place = queries.room_of_code(code=code)
    if request.user.is_authenticated:
        return redirect("rooms:hub")
    if place.closed_at is not None:
        return render(request, "rooms/ended.html", {"shell": "plain.html"}, status=410)
    return render(
        request, "rooms/left.html", {"room": place, "again": reverse("rooms:room", args=[place.code])}
    )
