"""Boards on the gateway. A change is acknowledged only once it is stored."""

from __future__ import annotations

from samovar.boards import actions, element_actions, history_actions, page_actions, showing_actions
from samovar.boards.events import (
    AddPage,
    BoardState,
    ChangeBoard,
    ChangePage,
    EnterBoard,
    ExitBoard,
    ForgetLost,
    LiveInk,
    MoveCursor,
    NameVersion,
    OpAnswer,
    PageAnswer,
    Present,
    RemovePage,
    RenameBoard,
    RestorePage,
    SetPen,
    SetPolicy,
    ShowView,
)
from samovar.core.gateway import Context, command, keep_out
from samovar.core.wire import Nothing

showing_actions.obey_others()
keep_out("b:", actions.show_strangers_out)


@command(EnterBoard, mode="read")
def enter(context: Context, data: EnterBoard) -> BoardState:
    """This tab shows a page."""
    return actions.enter_board(
        actor=context.caller,
        connection=context.connection,
        room_id=data.room,
        page_id=data.page,
        epoch=data.epoch,
        since=data.since,
    )


@command(ExitBoard, mode="live")
def leave(context: Context, data: ExitBoard) -> Nothing:
    """It shows something else."""
    actions.exit_board(connection=context.connection, board_id=data.board)
    return Nothing()


@command(ChangeBoard, mode="write")
def change(context: Context, data: ChangeBoard) -> OpAnswer:
    """Somebody draws."""
    return element_actions.change_board(
        actor=context.caller, board_id=data.board, page_id=data.page, elements=data.elements
    )


@command(LiveInk, mode="read")
def ink(context: Context, data: LiveInk) -> Nothing:
    """A line grows."""
    showing_actions.show_ink(actor=context.caller, ink=data)
    return Nothing()


@command(MoveCursor, mode="read")
def cursor(context: Context, data: MoveCursor) -> Nothing:
    """Somebody points."""
    showing_actions.show_cursor(actor=context.caller, cursor=data)
    return Nothing()


@command(ShowView, mode="read")
def view(context: Context, data: ShowView) -> Nothing:
    """The presenter looks somewhere."""
    showing_actions.show_view(actor=context.caller, view=data)
    return Nothing()


@command(Present, mode="write")
def present(context: Context, data: Present) -> Nothing:
    """Somebody leads, or stops."""
    actions.set_presenter(actor=context.caller, board_id=data.board, on=data.on)
    return Nothing()


@command(SetPolicy, mode="write")
def set_policy(context: Context, data: SetPolicy) -> Nothing:
    """A host says who may draw."""
    actions.set_policy(actor=context.caller, board_id=data.board, policy=data.policy, guests=data.guests)
    return Nothing()


@command(SetPen, mode="write")
def set_pen(context: Context, data: SetPen) -> Nothing:
    """A host hands the pen on."""
    actions.set_pen(actor=context.caller, room_id=data.room, participant_id=data.participant, on=data.on)
    return Nothing()


@command(AddPage, mode="write")
def add_page(context: Context, data: AddPage) -> PageAnswer:
    """A fresh sheet."""
    page = page_actions.add_page(
        actor=context.caller, board_id=data.board, title=data.title, after=data.after
    )
    return PageAnswer(page=page.pk)


@command(ChangePage, mode="write")
def change_page(context: Context, data: ChangePage) -> Nothing:
    """A sheet gets another title or place."""
    page_actions.change_page(
        actor=context.caller, board_id=data.board, page_id=data.page, title=data.title, place=data.place
    )
    return Nothing()


@command(RemovePage, mode="write")
def remove_page(context: Context, data: RemovePage) -> Nothing:
    """A sheet goes."""
    page_actions.remove_page(actor=context.caller, board_id=data.board, page_id=data.page)
    return Nothing()


@command(RenameBoard, mode="write")
def rename(context: Context, data: RenameBoard) -> Nothing:
    """The board is called otherwise."""
    page_actions.rename_board(actor=context.caller, board_id=data.board, title=data.title)
    return Nothing()


@command(NameVersion, mode="write")
def name_version(context: Context, data: NameVersion) -> Nothing:
    """Somebody wants to find this again."""
    history_actions.name_version(
        actor=context.caller, board_id=data.board, page_id=data.page, name=data.name, seq=data.seq
    )
    return Nothing()


@command(RestorePage, mode="write")
def restore(context: Context, data: RestorePage) -> Nothing:
    """A host goes back."""
    history_actions.restore_page(actor=context.caller, board_id=data.board, page_id=data.page, seq=data.seq)
    return Nothing()


@command(ForgetLost, mode="write")
def forget_lost(context: Context, data: ForgetLost) -> Nothing:
    """What lost was taken back, or is not wanted."""
    history_actions.forget_lost(
        actor=context.caller, board_id=data.board, page_id=data.page, edit_id=data.edit
    )
    return Nothing()
