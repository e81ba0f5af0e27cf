"""What an operator does to accounts."""

from __future__ import annotations

import getpass
import os
import sys

from samovar.accounts import queries, rules
from samovar.accounts.actions import make_administrator, verify_person
from samovar.accounts.rules import NewPerson
from samovar.core.errors import Invalid


def verify(username: str) -> int:
    """Count the address of ``username`` as confirmed; 1 when there is nobody of that name."""
    person = queries.person_named(username)
    if person is None:
        print(f"There is nobody called {username}.", file=sys.stderr)
        return 1
    verify_person(actor=None, person=person)
    print(f"{person.username} is verified.")
    return 0


def create_admin(username: str | None, email: str | None) -> int:
    """Make an administrator; the password comes from ``SAMOVAR_ADMIN_PASSWORD`` or is asked for."""
    new = NewPerson(
        username=username or input("Username: "),
        email=email or input("Email: "),
        password=os.environ.get("SAMOVAR_ADMIN_PASSWORD") or _asked_password(),
    )
    try:
        rules.require_fit(new)
    except Invalid as refusal:
        for name, sentences in refusal.fields.items():
            print(f"{name}: {' '.join(map(str, sentences))}", file=sys.stderr)
        return 1
    taken = queries.taken_fields(username=new.username, email=new.email)
    if taken:
        print(f"This {' and this '.join(sorted(taken))} is taken.", file=sys.stderr)
        return 1
    admin = make_administrator(actor=None, new=new)
    print(f"{admin.username} is an administrator and logs in like everybody.")
    return 0


def _asked_password() -> str:
    while True:
        password = getpass.getpass("Password: ")
        if getpass.getpass("Password (again): ") == password:
            return password
        print("The two are not the same.", file=sys.stderr)
