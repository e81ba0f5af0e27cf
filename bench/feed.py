"""Reading the home page where 100,000 people posted a million times and 3.7 million follow each other."""

from __future__ import annotations

import json
from typing import Any

from bench.scenes import Chat, Figures

# Written by a few statements: as many actions would take longer than what is measured here. The first
# reader follows 2,500 of those who post, the second 2,500 who never do, but for one post long ago.
FILL = """
import sys, django
django.setup()
from django.db import connection
from samovar.accounts.models import User
from samovar.feed.models import Post
from samovar.people.models import Follow
people, posts, follows, followees = map(int, sys.argv[1:5])
quiet = people // 10
postgres = connection.vendor == "postgresql"
NUMBERS = (
    "SELECT generate_series(0, {0}::bigint - 1) AS n" if postgres else
    "WITH RECURSIVE count(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM count WHERE n < {0} - 1)"
    " SELECT n FROM count"
)

def fill(row, amount, **columns):
    parts, names, given = [], [], []
    for field in row._meta.concrete_fields:
        if field.primary_key:
            continue
        names.append(connection.ops.quote_name(field.column))
        if field.column in columns:
            parts.append(columns[field.column])
            continue
        fresh = getattr(field, "auto_now_add", False)
        value = field.pre_save(row, True) if fresh else getattr(row, field.attname)
        parts.append(f"CAST(%s AS {field.db_type(connection)})" if postgres else "%s")
        given.append(field.get_db_prep_save(value, connection))
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(row._meta.db_table)
        into, what, numbers = ", ".join(names), ", ".join(parts), NUMBERS.format(amount)
        cursor.execute(f"INSERT INTO {table} ({into}) SELECT {what} FROM ({numbers}) AS numbers", given)

reader, idler = User.objects.order_by("pk")[:2]
one = User(password="!", verified_at=reader.verified_at)
fill(one, people, username="'q' || n", username_key="'q' || n", email="'q' || n || '@example.org'")
first = User.objects.get(username="q0").pk
post = Post(text="A thought of the length that people share with each other, and a little more.")
fill(post, 1, author_id=str(first + people - 1))
fill(post, posts, author_id=f"{first} + (n * 7919) %% {people - quiet}")
fill(Follow(), follows, follower_id=f"{first} + n %% {people}",
     followed_id=f"{first} + (n %% {people} + 1 + (n / {people}) * 2711) %% {people}")
step = (people - quiet) // followees
fill(Follow(), followees, follower_id=str(reader.pk), followed_id=f"{first} + n * {step}")
fill(Follow(), min(followees, quiet), follower_id=str(idler.pk), followed_id=f"{first + people - 1} - n")
with connection.cursor() as cursor:
    # As autovacuum does within a minute of so many rows; until then each is looked up in its table as well.
    cursor.execute("VACUUM ANALYZE" if postgres else "ANALYZE")
print(User.objects.count(), Post.objects.count(), Follow.objects.count())
"""

READ = """
import json, random, statistics, sys, time, django
django.setup()
from django.db import connection
from django.test import Client
from samovar.accounts.models import User
from samovar.feed.models import Post
from samovar.feed.queries import home_for
from samovar.people.follow_queries import bonds_for
chance, rounds = random.Random(1), int(sys.argv[1])
newest = Post.objects.order_by("-pk").values_list("pk", flat=True)[0]

def timed(work):
    spent = []
    def wrapper(execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append(time.perf_counter() - began)
    began, worked = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(wrapper):
        work()
    return time.perf_counter() - began, sum(spent), len(spent), time.process_time() - worked

def figures(works):
    next(works)()
    taken = [timed(work) for work in works]
    def of(place):
        found = sorted(one[place] * 1000 for one in taken)
        late = found[int(len(found) * 0.95)]
        return {"p50_ms": round(statistics.median(found), 2), "p95_ms": round(late, 2)}
    return {"all": of(0), "sql": of(1), "cpu": of(3), "queries": max(one[2] for one in taken)}

def lists(user, following):
    for number in range(rounds + 1):
        before = None if number % 2 else chance.randint(newest // 10, newest)
        yield lambda before=before: home_for(
            viewer=user, bonds=bonds_for(viewer=user), following=following, before=before
        )

def pages(user, path):
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    for _number in range(rounds + 1):
        yield lambda: client.get(path)

reader, idler = User.objects.order_by("pk")[:2]
print(json.dumps({
    "all": figures(lists(reader, False)),
    "following": figures(lists(reader, True)),
    "quiet_followees": figures(lists(idler, True)),
    "page": figures(pages(reader, "/")),
    "page_following": figures(pages(reader, "/?filter=following")),
}))
"""
ROUNDS = 100


async def feed(chat: Chat, *, people: int, posts: int, follows: int) -> Figures:
    """Fill the house, and read home pages of somebody who follows 2,500 people, one at a time."""
    sizes = [people, posts, follows, min(2500, people // 10)]
    users, made, bonds = map(int, chat.house.run("-c", FILL, *map(str, sizes)).split()[-3:])
    told: dict[str, Any] = json.loads(chat.house.run("-c", READ, str(ROUNDS)).strip().splitlines()[-1])
    return {"people": users, "posts": made, "follows": bonds, **told}
