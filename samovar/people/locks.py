"""Taking turns: what binds two people and a block between them never happen side by side (B43)."""

from __future__ import annotations

from samovar.accounts.models import User


def lock_people(*people: User) -> None:
    """Hold these people's rows, in one order, until the transaction ends.

    Who does something to another person holds the own row; a block holds both. Rows that only refer
    to a person are not held up. On SQLite transactions take turns anyhow.
    """
    ids = sorted({person.pk for person in people})
    list(User.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
