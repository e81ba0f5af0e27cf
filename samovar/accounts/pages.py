"""The pages of accounts: in, out, and what belongs to one's own account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from samovar.accounts import actions, pending, queries
from samovar.accounts.actions import Attempt
from samovar.accounts.authentication import device_of, person_of, session_of
from samovar.accounts.devices import known_people, remember_person
from samovar.accounts.forms import (
    ChangePasswordForm,
    EmailForm,
    LoginForm,
    NamesForm,
    PageForm,
    SignUpForm,
    TwicePassword,
)
from samovar.accounts.passkey_pages import site_of
from samovar.accounts.returning import remembered_return
from samovar.core.address import client_address, is_local
from samovar.core.errors import NotFound, Refusal, TooMany
from samovar.core.pages import way_back

_BACKEND = "samovar.accounts.backends.AccountBackend"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else ""


def _show(
    request: HttpRequest,
    name: str,
    form: PageForm,
    refusal: Refusal | None = None,
    **more: Any,
) -> HttpResponse:
    """Render a page with its form, telling what was refused."""
    if refusal is not None:
        form.tell(refusal)
    status = refusal.status if refusal is not None else 400 if form.errors else 200
    context = {"form": form, "next": _next(request), **more}
    response = render(request, f"accounts/{name}.html", context, status=status)
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.retry_after)
    return response


@login_not_required
@get_or_post
def sign_up(request: HttpRequest) -> HttpResponse:
    """Make an account."""
    if request.user.is_authenticated:
        return redirect("/")
    if settings.REGISTRATION == "closed":
        return render(request, "accounts/closed.html", status=403)
    form = SignUpForm(request.POST or None, initial={"invitation": request.GET.get("invitation", "")[:32]})
    if not form.is_valid():
        return _show(request, "sign_up", form)
    try:
        person = actions.sign_up(actor=None, new=form.new_person(), address=client_address(request))
    except Refusal as refusal:
        return _show(request, "sign_up", form, refusal)
    if settings.EMAIL_VERIFICATION == "off":
        messages.success(request, _told_at_once())
        return redirect("accounts:login")
    request.session["waiting"] = person.email
    return redirect("accounts:verify")


def _told_at_once() -> str:
    if settings.REGISTRATION == "approval":
        return _("Somebody of the staff lets you in. You get a mail then.")
    return _("Your account is ready. You can log in now.")


@login_not_required
@get_or_post
def log_in(request: HttpRequest) -> HttpResponse:
    """Log in, and present the product to who does not know it yet."""
    if request.user.is_authenticated:
        return redirect(_next(request) or remembered_return(request) or "/")
    form = LoginForm(request.POST or None)
    if not form.is_valid():
        return _show(request, "login", form, passkeys=site_of(request).fits)
    name, password = form.cleaned_data["login"], form.cleaned_data["password"]
    attempt = Attempt(name, password, device_of(request), known_people(request))
    try:
        person = actions.check_login(actor=None, attempt=attempt)
    except Refusal as refusal:
        return _refuse_login(request, form, refusal)
    nameless = person.last_login is None and not (person.first_name or person.last_name)
    login(request, person, backend=_BACKEND)
    target = _next(request) or remembered_return(request) or "/"
    response = redirect(
        f"{reverse('accounts:welcome')}?{urlencode({'next': target})}" if nameless else target
    )
    remember_person(request, response, person.pk)
    return response


def _refuse_login(request: HttpRequest, form: LoginForm, refusal: Refusal) -> HttpResponse:
    unverified = refusal.code == "email_not_verified"
    if unverified:
        # The password was right, so this browser may know which address waits.
        request.session["waiting"] = queries.waiting_address(name=form.cleaned_data["login"])
    if refusal.code == "second_factor_required":
        return _ask_code(request, form)
    if refusal.code == "account_deleted":
        return _offer_restore(request, form)
    passkeys = site_of(request).fits
    return _show(request, "login", form, refusal, unverified=unverified, passkeys=passkeys)


def _ask_code(request: HttpRequest, form: LoginForm) -> HttpResponse:
    person = queries.owner_named(form.cleaned_data["login"])
    if person is not None:
        pending.begin(request, person.pk, _next(request) or remembered_return(request))
    return redirect("accounts:code")


def _offer_restore(request: HttpRequest, form: LoginForm) -> HttpResponse:
    erasure = queries.erasure_named(name=form.cleaned_data["login"])
    if erasure is not None:
        request.session["restorable"] = erasure.user_id
    return render(request, "accounts/restore.html", {"erasure": erasure}, status=403)


@login_not_required
@get_or_post
def log_out(request: HttpRequest) -> HttpResponse:
    """End this login. A GET, which any other site could cause, only asks."""
    if request.method == "POST":
        logout(request)
        return redirect("accounts:login")
    if not request.user.is_authenticated:
        return redirect("accounts:login")
    return render(request, "accounts/logout.html")


@login_not_required
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Say that a link was mailed, and offer another."""
    waiting = request.session.get("waiting", "")
    if request.user.is_authenticated:
        waiting = queries.waiting_address(name=person_of(request).email)
        if not waiting:
            return redirect("/")
    outbox = settings.MAIL_OUTBOX and is_local(request)
    return render(
        request,
        "accounts/verify.html",
        {"waiting": waiting, "outbox": outbox, "form": EmailForm()},
    )


@login_not_required
@require_POST
def resend(request: HttpRequest) -> HttpResponse:
    """Mail the link again, to the address that waits or to one that is typed."""
    form = EmailForm(request.POST)
    typed = form.cleaned_data["email"] if form.is_valid() else ""
    email = typed or request.session.get("waiting", "")
    if not email:
        return _show(request, "verify", form)
    try:
        actions.ask_confirmation(actor=None, email=email, address=client_address(request))
    except Refusal as refusal:
        return _show(request, "verify", form, refusal)
    messages.success(request, _("If this address waits to be confirmed, a new link is on its way."))
    return redirect("accounts:verify")


@login_not_required
@get_or_post
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm an address by a mailed link. A GET changes nothing: mail scanners open links."""
    address = queries.address_for_key(key)
    if address is None:
        return render(
            request,
            "accounts/link_gone.html",
            {"kind": "confirm", "form": EmailForm()},
            status=404,
        )
    if request.method != "POST":
        return render(request, "accounts/confirm.html", {"address": address.email})
    actions.confirm_email(actor=None, key=key)
    request.session.pop("waiting", None)
    messages.success(request, _("Your e-mail address is confirmed. You can log in now."))
    return redirect("accounts:login")


@login_not_required
@get_or_post
def ask_reset(request: HttpRequest) -> HttpResponse:
    """Mail a link that sets a new password; the answer is the same whoever asks."""
    form = EmailForm(request.POST or None)
    if not form.is_valid():
        return _show(request, "reset", form)
    try:
        actions.ask_password_reset(
            actor=None,
            email=form.cleaned_data["email"],
            address=client_address(request),
        )
    except Refusal as refusal:
        return _show(request, "reset", form, refusal)
    return redirect("accounts:reset-sent")


@login_not_required
@require_safe
def reset_sent(request: HttpRequest) -> HttpResponse:
    """Say that a link was mailed, if there is such an account."""
    outbox = settings.MAIL_OUTBOX and is_local(request)
    return render(request, "accounts/reset_sent.html", {"outbox": outbox})


@login_not_required
@get_or_post
def set_password(request: HttpRequest, key: str) -> HttpResponse:
    """Set a new password by a mailed link."""
    if queries.person_for_reset(key=key) is None:
        return render(request, "accounts/link_gone.html", {"kind": "reset"}, status=404)
    form = TwicePassword(request.POST or None)
    if not form.is_valid():
        return _show(request, "reset_set", form)
    try:
        actions.reset_password(actor=None, key=key, password=form.cleaned_data["password"])
    except NotFound:
        return render(request, "accounts/link_gone.html", {"kind": "reset"}, status=404)
    except Refusal as refusal:
        return _show(request, "reset_set", form, refusal)
    messages.success(request, _("Your new password is set. You can log in now."))
    return redirect("accounts:login")


@login_not_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the mails of an installation without a mail server, to this very machine only."""
    if not settings.MAIL_OUTBOX or not is_local(request):
        raise Http404
    return render(request, "accounts/outbox.html", {"mails": queries.outbox()})


@get_or_post
def welcome(request: HttpRequest) -> HttpResponse:
    """Ask how to call somebody whose account was made by API; can be skipped."""
    person = person_of(request)
    form = NamesForm(request.POST or None)
    if not form.is_valid():
        return _show(request, "welcome", form, skip=_next(request) or "/")
    try:
        actions.set_names(actor=person, **form.cleaned_data)
    except Refusal as refusal:
        return _show(request, "welcome", form, refusal, skip=_next(request) or "/")
    return redirect(_next(request) or "/")


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Speak another language: in this browser, and for who is logged in on every device."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated:
        actions.choose_language(actor=person_of(request), language=language)
    response = redirect(_next(request) or "/")
    if translation.check_for_language(language) and language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def _settings(request: HttpRequest, refusal: Refusal | None = None, **forms: PageForm) -> HttpResponse:
    person = person_of(request)
    told = next(iter(forms.values()), PageForm())
    names = NamesForm(initial={"first_name": person.first_name, "last_name": person.last_name})
    shown = {"names": names, "password": ChangePasswordForm(), **forms}
    sessions = {"sessions": queries.sessions_for(viewer=person), "current": session_of(request)}
    return _show(request, "settings", told, refusal, **shown, **sessions)


@require_safe
def own_settings(request: HttpRequest) -> HttpResponse:
    """Show one's account, sessions and language."""
    return _settings(request)


@require_POST
def change_names(request: HttpRequest) -> HttpResponse:
    """Change one's first and last name."""
    form = NamesForm(request.POST)
    if not form.is_valid():
        return _settings(request, names=form)
    try:
        actions.set_names(actor=person_of(request), **form.cleaned_data)
    except Refusal as refusal:
        return _settings(request, refusal, names=form)
    messages.success(request, _("Your name is saved."))
    return redirect("accounts:settings")


@require_POST
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's password and end all other logins."""
    form, person = ChangePasswordForm(request.POST), person_of(request)
    if not form.is_valid():
        return _settings(request, password=form)
    old, new = form.cleaned_data["old_password"], form.cleaned_data["password"]
    try:
        actions.change_password(actor=person, old=old, new=new, session=session_of(request))
    except Refusal as refusal:
        return _settings(request, refusal, password=form)
    update_session_auth_hash(request, person)
    messages.success(request, _("Your password is changed. Your other devices were logged out."))
    return redirect("accounts:settings")


@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one of one's logins, perhaps this one."""
    actions.end_session_by_id(actor=person_of(request), session_id=session_id)
    messages.success(request, _("That device is logged out."))
    return redirect(way_back(request) if "next" in request.POST else "accounts:settings")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all of one's logins but this one."""
    actions.end_other_sessions(actor=person_of(request), but=session_of(request))
    messages.success(request, _("All other devices are logged out."))
    return redirect("accounts:settings")
