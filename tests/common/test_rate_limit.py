"""Limits hold over processes, let go evenly, and tell what a caller should know."""

import os
import subprocess
import sys

import pytest

from townsite.common.rate_limit import SLOTS, RateLimiter

NOW = 1_800_000_000.0


@pytest.fixture
def limiter(tmp_path):
    return RateLimiter(tmp_path / "limits")


def taken(limiter, key, times, *, limit=10, now=NOW):
    return [limiter.take(key, limit=limit, now=now).allowed for _ in range(times)]


def test_as_many_as_allowed_and_no_more(limiter):
    assert taken(limiter, "a", 12) == [True] * 10 + [False] * 2
    assert taken(limiter, "b", 1) == [True]


def test_a_pause_earns_its_share_back(limiter):
    taken(limiter, "a", 10)
    assert taken(limiter, "a", 2, now=NOW + 6.1) == [True, False]
    assert taken(limiter, "a", 11, now=NOW + 120) == [True] * 10 + [False]


def test_headers_tell_limit_rest_and_wait(limiter):
    first = limiter.take("a", limit=2, now=NOW)
    assert first.headers() == {
        "RateLimit-Policy": "2;w=60",
        "RateLimit-Limit": "2",
        "RateLimit-Remaining": "1",
        "RateLimit-Reset": "30",
    }
    limiter.take("a", limit=2, now=NOW)
    refused = limiter.take("a", limit=2, now=NOW + 10)
    assert (refused.allowed, refused.headers()["Retry-After"]) == (False, "20")
    assert limiter.take("a", limit=2, now=NOW + 30).allowed


def test_looking_takes_nothing(limiter):
    assert all(limiter.look("a", limit=1, now=NOW).allowed for _ in range(5))
    assert taken(limiter, "a", 2, limit=1) == [True, False]


def test_a_clock_set_back_locks_out_for_one_period_at_most(limiter):
    taken(limiter, "a", 10, now=NOW + 1_000_000)
    assert limiter.take("a", limit=10, now=NOW).retry_seconds <= 60
    assert taken(limiter, "a", 1, now=NOW + 60) == [True]


def test_many_keys_at_once_keep_their_own_counts(limiter):
    keys = [f"key {n}" for n in range(SLOTS // 8)]
    for key in keys:
        assert taken(limiter, key, 2, limit=2) == [True, True]
    refused = [key for key in keys if not taken(limiter, key, 1, limit=2)[0]]
    assert len(refused) == len(keys)


def test_processes_count_together(tmp_path):
    code = (
        "import sys; from pathlib import Path; from townsite.common.rate_limit import RateLimiter;"
        "limiter = RateLimiter(Path(sys.argv[1]));"
        f"print(sum(limiter.take('a', limit=100, now={NOW}).allowed for _ in range(60)))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "limits")]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ)
        for _ in range(3)
    ]
    assert sum(int(each.communicate()[0]) for each in running) == 100
