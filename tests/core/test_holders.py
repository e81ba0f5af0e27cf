"""Who is held where, by several processes that share a real Redis."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
import redis

from samovar.core.holders import Alone, Member, Shared
from tests.support.redis import RedisServer
from tests.support.waiting import wait_until


@pytest.fixture
def space() -> str:
    return str(uuid.uuid4())


@pytest.fixture
def pair(redis_url: str, space: str) -> tuple[Shared, Shared]:
    one, two = Shared(redis_url, space, "one"), Shared(redis_url, space, "two")
    for process in (one, two):
        assert process.beat(list) == []
    return one, two


def test_only_the_first_who_holds_somebody_makes_him_new_and_only_the_last_takes_him_out(
    pair: tuple[Shared, Shared],
) -> None:
    one, two = pair
    assert one.put("7", "alice", "A")
    assert not two.put("7", "alice", "A")
    assert not one.take("7", "alice")
    assert two.members("7") == [Member("7", "alice", "A")]
    assert two.take("7", "alice")
    assert not two.take("7", "alice")
    assert one.members("7") == []
    assert one.counts() == {}


def test_all_processes_show_the_same_people_in_the_order_they_came(pair: tuple[Shared, Shared]) -> None:
    one, two = pair
    for process, name in ((one, "alice"), (two, "bob"), (one, "charlie")):
        process.put("7", name, name.title())
    two.put("8", "alice", "Alice")
    for process in pair:
        assert [member.value for member in process.members("7")] == ["Alice", "Bob", "Charlie"]
        assert process.names("7") == {"alice", "bob", "charlie"}
        assert process.counts() == {"7": 3, "8": 1}
        assert [process.is_empty(group) for group in ("7", "9")] == [False, True]
    two.rename("7", "alice", "Alice the second")
    two.rename("7", "nobody", "Nobody")
    assert [member.value for member in one.members("7")] == ["Alice the second", "Bob", "Charlie"]
    one.drop("7", "bob")
    assert one.names("7") == {"alice", "charlie"}
    one.drop("7")
    assert two.counts() == {"8": 1}


def test_whom_a_dead_process_held_is_found_once_unless_another_holds_him(
    pair: tuple[Shared, Shared], redis_url: str, space: str
) -> None:
    one, two = pair
    one.put("7", "alice", "A")
    one.put("7", "bob", "B")
    two.put("7", "bob", "B")
    three = Shared(redis_url, space, "three")
    three.beat(list)
    # As five seconds of silence do.
    redis.Redis.from_url(redis_url).delete(f"samovar:held:{space}:alive:one")
    assert sorted(two.beat(list) + three.beat(list)) == [Member("7", "alice", "A")]
    assert two.names("7") == {"bob"}
    assert two.beat(list) + three.beat(list) == []


def test_who_was_taken_for_dead_puts_everything_again(pair: tuple[Shared, Shared], redis_url: str) -> None:
    one, two = pair
    mine = [Member("7", "alice", "A")]
    one.put(*mine[0])
    redis.Redis.from_url(redis_url).flushall()
    assert two.names("7") == set()
    one.beat(lambda: mine)
    assert two.names("7") == {"alice"}


@pytest.fixture
def mortal() -> Iterator[RedisServer]:
    server = RedisServer()
    yield server
    server.stop()


def test_without_redis_each_process_knows_its_own_and_nothing_is_raised(
    mortal: RedisServer, space: str
) -> None:
    one = Shared(mortal.url, space, "one")
    one.put("7", "alice", "A")
    assert one.beat(list) == []
    assert one.is_empty("8")
    mortal.stop()
    assert one.is_empty("8") is None
    assert one.put("7", "bob", "B")
    assert one.take("7", "alice")
    assert one.members("7") == []
    assert one.counts() == {}
    assert one.beat(list) == []
    mortal.start()
    mine = [Member("7", "bob", "B")]
    wait_until(lambda: one.beat(lambda: mine) == [] and one.names("7") == {"bob"}, what="it is put again")


def test_one_process_alone_needs_nobody() -> None:
    alone = Alone()
    assert alone.put("7", "alice")
    assert alone.take("7", "alice")
    assert alone.members("7") == []
    assert alone.is_empty("7")
    assert alone.beat(list) == []
