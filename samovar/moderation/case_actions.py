"""Deciding a case by naming the deed, as programs do; each is the same deed as on the page of the case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from samovar.accounts.models import User
from samovar.moderation import actions, queries
from samovar.moderation.rules import require_somebody


@dataclass(frozen=True)
class Decision:
    """``deed`` of ``DEEDS``; ``text`` is a note, or what the person is told; ``span`` of a suspension."""

    deed: str
    text: str = ""
    span: str = ""


def _hide(actor: User, case_id: int, decision: Decision) -> None:
    actions.hide_thing(actor=actor, case_id=case_id, note=decision.text)


def _show(actor: User, case_id: int, decision: Decision) -> None:
    actions.show_thing(actor=actor, case_id=case_id, note=decision.text)


def _dismiss(actor: User, case_id: int, decision: Decision) -> None:
    actions.dismiss_case(actor=actor, case_id=case_id, note=decision.text)


def _warn(actor: User, case_id: int, decision: Decision) -> None:
    person = require_somebody(queries.case_for(viewer=actor, case_id=case_id))
    actions.warn_person(actor=actor, person=person, text=decision.text, case_id=case_id)


def _suspend(actor: User, case_id: int, decision: Decision) -> None:
    person = require_somebody(queries.case_for(viewer=actor, case_id=case_id))
    actions.suspend_person(
        actor=actor, person=person, span=decision.span, reason=decision.text, case_id=case_id
    )


_BY_NAME: dict[str, Callable[[User, int, Decision], None]] = {
    "hide": _hide,
    "show": _show,
    "dismiss": _dismiss,
    "warn": _warn,
    "suspend": _suspend,
}
DEEDS = list(_BY_NAME)


def decide_case(*, actor: User, case_id: int, decision: Decision) -> None:
    """Do what was decided. Raises NotFound, Conflict, Denied, Invalid (text, span)."""
    _BY_NAME[decision.deed](actor, case_id, decision)
