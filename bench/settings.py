"""The product's settings without the limit of one socket, since here few sockets write for many people."""

from samovar.config.settings import *  # noqa: F403 - a settings module

GATEWAY_PER_SECOND = 1_000_000_000
GATEWAY_BURST = 1_000_000_000
