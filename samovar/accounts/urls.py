"""The addresses of accounts: pages, also below ``/accounts/``, and REST, also below ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from samovar.accounts import (
    api,
    change_pages,
    export_api,
    export_pages,
    factor_pages,
    leaving_pages,
    pages,
    passkey_pages,
)

app_name = "accounts"

_rest = [
    path("register/", api.RegisterView.as_view(), name="api-register"),
    path("login/", api.LoginView.as_view(), name="api-login"),
    path("logout/", api.LogoutView.as_view(), name="api-logout"),
    path("token/refresh/", api.RefreshView.as_view(), name="api-refresh"),
    path("me/", api.MeView.as_view(), name="api-me"),
    path("me/export/", export_api.ExportView.as_view()),
    path("me/export/content/", export_api.ExportContentView.as_view()),
    path("tickets/", api.TicketView.as_view(), name="api-tickets"),
    path("verify/", api.VerifyView.as_view(), name="api-verify"),
    path("verify/resend/", api.ResendView.as_view(), name="api-resend"),
]

_doors = [
    path("signup/", pages.sign_up, name="signup"),
    path("login/", pages.log_in, name="login"),
    path("logout/", pages.log_out, name="logout"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include(_doors)),
    *_doors,
    path("verify/", pages.verify, name="verify"),
    path("verify/resend/", pages.resend, name="resend"),
    path("confirm/<path:key>/", pages.confirm, name="confirm"),
    path("email/change/<str:key>/", change_pages.email_change, name="email-change"),
    path("settings/email/withdraw/", change_pages.withdraw_email_change, name="email-withdraw"),
    path("password/reset/", pages.ask_reset, name="reset"),
    path("password/reset/sent/", pages.reset_sent, name="reset-sent"),
    path("password/reset/<str:key>/", pages.set_password, name="reset-set"),
    path("outbox/", pages.outbox, name="outbox"),
    path("welcome/", pages.welcome, name="welcome"),
    path("language/", pages.choose_language, name="language"),
    path("settings/", pages.own_settings, name="settings"),
    path("login/code/", factor_pages.enter_code, name="code"),
    path("settings/security/", factor_pages.security, name="security"),
    path("settings/security/on/", factor_pages.turn_on, name="codes-on"),
    path("settings/security/off/", factor_pages.turn_off, name="codes-off"),
    path("settings/security/recovery/", factor_pages.renew_codes, name="codes-renew"),
    path("settings/passkeys/", passkey_pages.passkeys, name="passkeys"),
    path("settings/passkeys/begin/", passkey_pages.begin_passkey, name="passkey-begin"),
    path("settings/passkeys/add/", passkey_pages.add_passkey, name="passkey-add"),
    path("settings/passkeys/<int:passkey_id>/remove/", passkey_pages.remove_passkey, name="passkey-remove"),
    path("settings/confirm/begin/", passkey_pages.begin_confirming, name="passkey-confirm-begin"),
    path("settings/confirm/", passkey_pages.confirm, name="passkey-confirm"),
    path("login/passkey/begin/", passkey_pages.begin_passkey_login, name="passkey-login-begin"),
    path("login/passkey/", passkey_pages.passkey_login, name="passkey-login"),
    path("settings/export/", export_pages.export, name="export"),
    path("settings/export/remove/", export_pages.remove, name="export-remove"),
    path("settings/export/download/", export_pages.download, name="export-download"),
    path("settings/delete/", leaving_pages.delete_account, name="delete"),
    path("login/restore/", leaving_pages.restore_account, name="restore"),
    path("settings/names/", pages.change_names, name="names"),
    path("settings/password/", pages.change_password, name="password"),
    path("settings/sessions/<int:session_id>/end/", pages.end_session, name="end-session"),
    path("settings/sessions/end-others/", pages.end_other_sessions, name="end-others"),
    path("api/v1/", include(_rest)),
    path("api/", include(_rest)),
]
