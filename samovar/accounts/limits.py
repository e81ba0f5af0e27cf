"""How often accounts may be tried. One address may sign up and log in 60 times a minute (decision C1)."""

from __future__ import annotations

from samovar.core.limits import Limit

SIGN_UPS = Limit("sign-up", 60, 60)
LOGINS = Limit("login", 60, 60)
# Counted for a name from devices it never logged in from, so that guessing from many addresses
# ends, while who owns the account goes on logging in where he did before.
WRONG_PASSWORDS = Limit("wrong-password", 100, 600)
WRONG_CODES = Limit("wrong-code", 10, 300)  # by account, of who knows its password
USERNAME_CHANGES = Limit("username-change", 3, 86400)  # by account
MAIL_REQUESTS = Limit("mail-request", 30, 60)
MAILS_TO_ONE = Limit("mail-to-one", 5, 300)
EXPORTS = Limit("export", 5, 86400)  # by account
