"""The way of a call's media, on the gateway."""

from __future__ import annotations

from samovar.calls import carrying_actions
from samovar.calls.carrying_events import AskPass, CarryCall, MediaPass, TellTrouble
from samovar.core.gateway import Context, command, each_second
from samovar.core.threads import aside
from samovar.core.wire import Nothing

WATCH_EVERY = 3  # seconds
PUT_RIGHT_EVERY = 15


@command(CarryCall, mode="read")
def carry(context: Context, data: CarryCall) -> Nothing:
    carrying_actions.carry_call(actor=context.caller, wish=data)
    return Nothing()


@command(AskPass, mode="read")
def ask_pass(context: Context, data: AskPass) -> MediaPass:
    return carrying_actions.give_pass(actor=context.caller, wish=data)


@command(TellTrouble, mode="read")
def trouble(context: Context, data: TellTrouble) -> Nothing:
    carrying_actions.tell_trouble(actor=context.caller, wish=data)
    return Nothing()


class Watch:
    """Looks at the media servers now and then, where it keeps nobody."""

    def __init__(self) -> None:
        self._seconds = 0

    def __call__(self) -> None:
        self._seconds += 1
        if self._seconds % WATCH_EVERY == 0:
            aside(carrying_actions.watch_servers)
        if self._seconds % PUT_RIGHT_EVERY == 0:
            aside(carrying_actions.put_all_right)


def install() -> None:
    """Look after the media servers as long as the server runs."""
    each_second(Watch())
