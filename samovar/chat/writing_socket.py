"""Writing on the gateway."""

from __future__ import annotations

from samovar.accounts.queries import person_of_caller
from samovar.chat import mention_queries, writing_actions, writing_queries
from samovar.chat.writing_events import (
    AbsentAnswer,
    AbsentPerson,
    AskAbsent,
    AskMentionable,
    AskWriting,
    BegunAnswer,
    ChooseHabit,
    KeepBegun,
    MentionableAnswer,
    WritingAnswer,
)
from samovar.core.gateway import Context, command
from samovar.core.wire import Nothing


@command(AskMentionable, mode="read")
def mentionable(context: Context, data: AskMentionable) -> MentionableAnswer:
    """Offer people of the room."""
    offer = mention_queries.mentionable_for(viewer=context.caller, room_id=data.room, text=data.text)
    return MentionableAnswer(people=offer.people, everybody=offer.everybody)


@command(AskAbsent, mode="read")
def absent(context: Context, data: AskAbsent) -> AbsentAnswer:
    """Name who is named and not told."""
    found = mention_queries.absent_for(viewer=context.caller, room_id=data.room, body=data.text)
    people = [AbsentPerson(username=person.username, name=person.full_name) for person in found.people]
    return AbsentAnswer(people=people, may_invite=found.may_invite)


@command(AskWriting, mode="read")
def ask(context: Context, data: AskWriting) -> WritingAnswer:
    """Give what was begun."""
    place = writing_queries.writing_for(viewer=context.caller, room_id=data.room)
    return WritingAnswer(body=place.body, rev=place.rev, enter_sends=place.enter_sends)


@command(KeepBegun, mode="write")
def keep(context: Context, data: KeepBegun) -> BegunAnswer:
    """Keep it, and tell the viewer's other tabs."""
    return BegunAnswer(
        rev=writing_actions.keep_begun(actor=context.caller, room_id=data.room, body=data.body)
    )


@command(ChooseHabit, mode="write")
def choose(context: Context, data: ChooseHabit) -> Nothing:
    """Keep the choice of a person; a guest's lasts as long as the page."""
    person = person_of_caller(context.caller)
    if person is not None:
        writing_actions.choose_habit(actor=person, enter_sends=data.enter_sends)
    return Nothing()
