"""What a person can do with tokens, bots and webhooks."""

from samovar.integrations.actions.delivering import (
    collect_deliveries,
    deliver,
    forget_deliveries,
    give_up,
    send_again,
    send_all_again,
    send_test,
)
from samovar.integrations.actions.hooks import (
    create_incoming_hook,
    create_outgoing_hook,
    post_by_hook,
    remove_incoming_hook,
    remove_outgoing_hook,
)
from samovar.integrations.actions.tokens import create_bot, create_token, remove_bot, revoke_token

__all__ = [
    "collect_deliveries",
    "create_bot",
    "create_incoming_hook",
    "create_outgoing_hook",
    "create_token",
    "deliver",
    "forget_deliveries",
    "give_up",
    "post_by_hook",
    "remove_bot",
    "remove_incoming_hook",
    "remove_outgoing_hook",
    "revoke_token",
    "send_again",
    "send_all_again",
    "send_test",
]
