"""Everything a person can do with rooms: make and change them, come in, be there and leave."""

from samovar.rooms.actions.addressing import room_of_address
from samovar.rooms.actions.belonging import forgive, hand_over, quit_room
from samovar.rooms.actions.changing import (
    change_room,
    close_if_deserted,
    delete_room,
    invite_person,
    rename_room,
)
from samovar.rooms.actions.direct import open_conversation
from samovar.rooms.actions.entering import Visitor, admit_guest, enter_room, join_room, participant_for
from samovar.rooms.actions.hosting import appoint_host, guard_room, remove_person, set_host
from samovar.rooms.actions.knocking import Made, admit, deny, knock, look, settle_knocks, use_admission
from samovar.rooms.actions.linking import join_by_link, make_link, revoke_link
from samovar.rooms.actions.making import RoomDraft, create_room, host_meeting, open_room_by_name
from samovar.rooms.actions.presence import (
    arrive,
    come_back,
    disconnect,
    exit_room,
    hold_call,
    keep_alive,
    leave_room,
    obey_others,
    release_call,
    settle,
)
from samovar.rooms.actions.showing_out import show_strangers_out

__all__ = [
    "Made",
    "RoomDraft",
    "Visitor",
    "admit",
    "admit_guest",
    "appoint_host",
    "arrive",
    "change_room",
    "close_if_deserted",
    "come_back",
    "create_room",
    "delete_room",
    "deny",
    "disconnect",
    "enter_room",
    "exit_room",
    "forgive",
    "guard_room",
    "hand_over",
    "hold_call",
    "host_meeting",
    "invite_person",
    "join_by_link",
    "join_room",
    "keep_alive",
    "knock",
    "leave_room",
    "look",
    "make_link",
    "obey_others",
    "open_conversation",
    "open_room_by_name",
    "participant_for",
    "quit_room",
    "release_call",
    "remove_person",
    "rename_room",
    "revoke_link",
    "room_of_address",
    "set_host",
    "settle",
    "settle_knocks",
    "show_strangers_out",
    "use_admission",
]
