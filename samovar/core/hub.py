"""Who receives what in this process: streams on one side, connections on the other."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from samovar.core.channel import Channel, Item
from samovar.core.connection import Connection

K = TypeVar("K")
SESSION_OVER = 4401


REMEMBERED = 6  # turns, of a second each, for which stored events that were told are known


class Told:
    """The stored events of the last seconds that were told here. Events are forgotten by ``turn``."""

    def __init__(self) -> None:
        self._turns: deque[set[tuple[str, int]]] = deque([set()], maxlen=REMEMBERED)

    def first(self, key: str, seq: int) -> bool:
        """Remember the event; False when it was told before."""
        if self.knows(key, seq):
            return False
        self._turns[0].add((key, seq))
        return True

    def knows(self, key: str, seq: int) -> bool:
        """Say whether the event was told."""
        event = (key, seq)
        return any(event in turn for turn in self._turns)

    def turn(self) -> None:
        """Begin another second."""
        self._turns.appendleft(set())


def _discard(groups: dict[K, set[Connection]], name: K, connection: Connection) -> None:
    group = groups.get(name, set())
    group.discard(connection)
    if not group:
        groups.pop(name, None)


class Hub:
    """Streams and the connections of this process. Every method may be called from any thread.

    Outside the event loop a call is handed over to it; in a process without one (a command of the
    operator) only the ``bus`` hears of it.
    """

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.bus: Callable[[list[Item]], None] | None = None
        self.tell_bus: Callable[[str, list[object]], None] | None = None
        self.connections: set[Connection] = set()
        self._channels: dict[str, Channel] = {}
        self._sessions: dict[int, set[Connection]] = defaultdict(set)
        self._callers: dict[str, set[Connection]] = defaultdict(set)
        self._inbox: deque[Item | Callable[[], None]] = deque()
        self._lock = threading.Lock()
        self._scheduled = False
        self._loop_thread = 0
        self._told = Told()
        self._orders: dict[str, Callable[..., None]] = {}
        self.gaps = 0  # how often this process was cut off from the others, and missed their orders

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to deliver on ``loop``; called on it, once per process."""
        self.loop = loop
        self._loop_thread = threading.get_ident()
        self._scheduled = False

    def stop(self) -> None:
        """Stop delivering and forget everybody."""
        self.loop = None
        self._channels.clear()
        self.connections.clear()
        self._sessions.clear()
        self._callers.clear()

    # Connections

    def add(self, connection: Connection) -> None:
        """Take a connection in (on the loop)."""
        self.connections.add(connection)
        self._sessions[connection.caller.session_id].add(connection)
        self._callers[connection.caller.key].add(connection)

    def remove(self, connection: Connection) -> None:
        """Forget a connection and its subscriptions (on the loop)."""
        for key in list(connection.streams):
            self._unsubscribe(connection, key)
        self.connections.discard(connection)
        _discard(self._sessions, connection.caller.session_id, connection)
        _discard(self._callers, connection.caller.key, connection)

    def connections_of(self, caller_key: str) -> set[Connection]:
        """All open connections of a caller (on the loop)."""
        return set(self._callers.get(caller_key, ()))

    def caller_keys(self) -> list[str]:
        """The callers that have an open connection here."""
        return list(self._callers)

    def session_ids(self) -> list[int]:
        """The sessions that have an open connection here."""
        return list(self._sessions)

    def subscribe(self, connection: Connection, key: str) -> None:
        """From now on ``connection`` receives ``key``."""
        self._on_loop(lambda: self._subscribe(connection, key))

    def unsubscribe(self, connection: Connection, key: str) -> None:
        """From now on ``connection`` does not receive ``key``."""
        self._on_loop(lambda: self._unsubscribe(connection, key))

    def evict(self, caller_key: str, key: str) -> None:
        """Take all connections of a caller out of a stream, in every process."""
        self._on_loop(lambda: self.evict_here(caller_key, key))
        if self.tell_bus is not None:
            self.tell_bus("evict", [caller_key, key])

    def close_session(self, session_id: int) -> None:
        """Close all connections of a session with 4401, in every process."""
        self._on_loop(lambda: self.close_here(session_id))
        if self.tell_bus is not None:
            self.tell_bus("close", [session_id])

    def on_order(self, order: str, do: Callable[..., None]) -> None:
        """Do this in every process when one of them gives the order. It is quick and touches no database."""
        self._orders[order] = do

    def give_order(self, order: str, *arguments: str | int) -> None:
        """Have something done here, at once, and in every other process."""
        self._orders[order](*arguments)
        if self.tell_bus is not None:
            self.tell_bus(order, list(arguments))

    def obey(self, order: str, arguments: list[Any]) -> None:
        """Do what another process ordered, after what it told before."""
        known: dict[str, Callable[..., None]] = {
            **self._orders,
            "evict": self.evict_here,
            "close": self.close_here,
        }
        # One of a newer version may order what is not known here.
        if order in known:
            self._on_loop(lambda: known[order](*arguments))

    def close_here(self, session_id: int) -> None:
        """Close the connections this process has of a session (on the loop)."""
        for connection in list(self._sessions.get(session_id, ())):
            channel = self._channels.get(connection.caller.key)
            if channel is not None and self.loop is not None:
                # What was told before (the reason why) still goes out first.
                channel.rest()
                channel.flush(self.loop)
            connection.close(SESSION_OVER, "session ended")

    def watched(self) -> set[str]:
        """Streams that somebody here receives."""
        return set(self._channels)

    def heard(self, prefix: str) -> dict[str, set[str]]:
        """By stream, the callers who receive it here, of streams that begin with ``prefix`` (on the loop)."""
        return {
            key: {connection.caller.key for connection in channel.connections}
            for key, channel in self._channels.items()
            if key.startswith(prefix)
        }

    def untold(self, key: str, sequences: Iterable[int]) -> list[int]:
        """Those of some stored events of the last seconds that were not told here."""
        with self._lock:
            return [seq for seq in sequences if not self._told.knows(key, seq)]

    def turn(self) -> None:
        """Forget what was told some seconds ago; called once a second."""
        with self._lock:
            self._told.turn()

    def size(self, key: str) -> int:
        """How many connections receive ``key`` here."""
        channel = self._channels.get(key)
        return len(channel.connections) if channel else 0

    # Events

    def publish(
        self,
        key: str,
        text: str,
        *,
        seq: int | None = None,
        but: Iterable[str] = (),
        stored: bool = False,
    ) -> None:
        """Tell ``text`` (a whole JSON frame) to everybody who receives ``key``, in every process."""
        self._publish(Item(key, text, seq, frozenset(but), stored))

    def publish_unhurried(self, key: str, text: str, *, but: Iterable[str] = ()) -> None:
        """The same for what matters for a moment only: it may wait a little for more of its kind."""
        self._publish(Item(key, text, None, frozenset(but), unhurried=True))

    def _publish(self, item: Item) -> None:
        if self.bus is not None:
            self.bus([item])
        self.publish_here(item)

    def publish_here(self, item: Item) -> None:
        """Tell it in this process only. Order is kept; one hand-over covers a burst."""
        self._enqueue(item)

    def _on_loop(self, call: Callable[[], None]) -> None:
        # Through the same line as events: who subscribes and then reads the head of a stream
        # misses nothing that was committed in between.
        if self.loop is not None and threading.get_ident() == self._loop_thread:
            self._pump()
            call()
        else:
            self._enqueue(call)

    def _enqueue(self, entry: Item | Callable[[], None]) -> None:
        with self._lock:
            loop = self.loop
            if loop is None or (isinstance(entry, Item) and not self._is_news(entry)):
                return
            self._inbox.append(entry)
            if self._scheduled:
                return
            self._scheduled = True
        try:
            if threading.get_ident() == self._loop_thread:
                loop.call_soon(self._pump)
            else:
                loop.call_soon_threadsafe(self._pump)
        except RuntimeError:
            # The loop is closed: the process is on its way out and nobody is left to tell.
            self.loop = None

    def _is_news(self, item: Item) -> bool:
        return not item.stored or item.seq is None or self._told.first(item.key, item.seq)

    def _pump(self) -> None:
        with self._lock:
            self._scheduled = False
            entries, self._inbox = self._inbox, deque()
        touched: dict[str, Channel] = {}
        for entry in entries:
            if isinstance(entry, Item):
                self._collect(entry, touched)
            else:
                self._flush(touched)
                entry()
        self._flush(touched)

    def _collect(self, item: Item, touched: dict[str, Channel]) -> None:
        channel = self._channels.get(item.key)
        if channel is not None:
            channel.pending.append(item)
            touched[item.key] = channel

    def _flush(self, touched: dict[str, Channel]) -> None:
        if self.loop is not None:
            for channel in touched.values():
                channel.flush(self.loop)
        touched.clear()

    def _subscribe(self, connection: Connection, key: str) -> None:
        if connection not in self.connections:
            return
        channel = self._channels.get(key)
        if channel is None:
            channel = self._channels[key] = Channel(key)
        channel.connections[connection] = None
        connection.streams.add(key)

    def _unsubscribe(self, connection: Connection, key: str) -> None:
        connection.streams.discard(key)
        channel = self._channels.get(key)
        if channel is None:
            return
        channel.connections.pop(connection, None)
        if not channel.connections:
            channel.rest()
            del self._channels[key]

    def evict_here(self, caller_key: str, key: str) -> None:
        """Take the connections this process has of a caller out of a stream (on the loop)."""
        channel = self._channels.get(key)
        if channel is not None and self.loop is not None:
            # What was told before (the reason why) still goes out first.
            channel.rest()
            channel.flush(self.loop)
        for connection in self.connections_of(caller_key):
            self._unsubscribe(connection, key)


hub = Hub()
