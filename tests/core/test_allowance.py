"""How often REST may be asked, in one process and over several."""

from __future__ import annotations

import socket
from unittest.mock import Mock

import pytest
import redis

from samovar.core.allowance import PAUSE, Buckets, SharedBuckets
from samovar.core.errors import TooMany


def test_what_was_taken_comes_back_with_time() -> None:
    buckets = Buckets()
    assert [buckets.take("alice", 60, now=0.0).remaining for _number in range(60)] == list(range(59, -1, -1))
    with pytest.raises(TooMany) as refused:
        buckets.take("alice", 60, now=0.0)
    assert refused.value.retry_after == 1
    assert buckets.take("bob", 60, now=0.0).remaining == 59
    assert buckets.take("alice", 60, now=2.0).remaining == 1


def test_all_processes_take_out_of_one_bucket(redis_url: str) -> None:
    # Of two a minute one comes back after half of it: long after this test.
    here, there = SharedBuckets(redis_url), SharedBuckets(redis_url)
    assert here.take("one for all", 2, now=0.0).remaining == 1
    assert there.take("one for all", 2, now=0.0).remaining == 0
    with pytest.raises(TooMany) as refused:
        here.take("one for all", 2, now=0.0)
    assert 0 < refused.value.retry_after <= 30
    assert there.take("another", 2, now=0.0).remaining == 1


def test_without_redis_each_process_counts_alone() -> None:
    gone = SharedBuckets("redis://127.0.0.1:1/0")
    assert gone.take("alice", 60, now=0.0).remaining == 59
    assert gone.take("alice", 60, now=0.0).remaining == 58


def test_a_redis_that_does_not_answer_is_asked_once_in_a_while() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        gone = SharedBuckets(f"redis://127.0.0.1:{mute.getsockname()[1]}/0")
        asked = Mock(wraps=gone._take)
        gone._take = asked
        for now in (0.0, 1.0, PAUSE - 1):
            gone.take("alice", 60, now=now)
        assert asked.call_count == 1
        gone.take("alice", 60, now=PAUSE)
        gone.take("alice", 60, now=PAUSE + 1)
        assert asked.call_count == 2


def test_once_redis_is_back_all_count_together_again(redis_url: str) -> None:
    here, there = SharedBuckets(redis_url), SharedBuckets(redis_url)
    answering = here._take
    here._take = Mock(side_effect=redis.ConnectionError)
    # Of two a minute one comes back after half of it: long after this test.
    assert here.take("back", 2, now=0.0).remaining == 1
    here._take = answering
    assert here.take("back", 2, now=PAUSE).remaining == 1
    assert there.take("back", 2, now=0.0).remaining == 0
