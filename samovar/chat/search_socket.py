"""Looking for messages on the gateway."""

from __future__ import annotations

from samovar.accounts.queries import person_of_caller
from samovar.chat.place_queries import places_for
from samovar.chat.search_events import FindPlaces, PlacesAnswer, SearchAnswer, SearchMessages
from samovar.chat.search_queries import Wanted, found_messages
from samovar.core.gateway import Context, command


@command(SearchMessages, mode="read")
def search(context: Context, data: SearchMessages) -> SearchAnswer:
    """Give a page of what the viewer may read of it."""
    wanted = Wanted(
        text=data.text,
        room_id=data.room,
        sender=data.sender,
        before=data.before,
        after=data.after,
        has_file=data.has_file,
        cursor=data.cursor,
        limit=data.limit,
    )
    return found_messages(viewer=context.caller, wanted=wanted)


@command(FindPlaces, mode="read")
def places(context: Context, data: FindPlaces) -> PlacesAnswer:
    """Give people and rooms; a guest has nowhere else to go."""
    person = person_of_caller(context.caller)
    return PlacesAnswer(places=places_for(viewer=person, text=data.text) if person else [])
