"""Posts as a viewer sees them. Ids first, then rows; never an offset (docs: traps of feeds)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim

from samovar.accounts.models import User
from samovar.core.errors import NotFound
from samovar.feed.models import Like, Post, PostPicture, PostTag
from samovar.feed.rules import NO_POST, require_can_see_post, require_own_post
from samovar.people.follow_queries import Bonds, FollowRow, bonds_for, picture_column, rows_for
from samovar.people.models import Follow, Privacy
from samovar.people.queries import visible_to
from samovar.rooms.queries import ActiveRoom, rooms_shown_for

PAGE = 20
LIKERS_PAGE = 50
NEW_MAX = 100  # new posts that are counted
NEAR = 1_000  # so many of everybody's newest posts are looked through for those of whom somebody follows
_FULL_NAME = Coalesce(
    NullIf(Trim(Concat("user__first_name", Value(" "), "user__last_name")), Value("")), "user__username"
)


@dataclass(frozen=True)
class PostCard:
    """A post with all that is drawn of it. ``likers`` are the names of the last two who like it."""

    post: Post
    author: User
    face: str
    liked: bool
    is_own: bool
    likers: list[str]
    mentioned: frozenset[str]
    pictures: list[PostPicture] = field(default_factory=list)
    room: ActiveRoom | None = None

    @property
    def more_pictures(self) -> int:
        """How many pictures there are beside the four that are drawn."""
        return max(0, len(self.pictures) - 4)

    @property
    def other_likers(self) -> int:
        """How many like it beside those who are named."""
        return max(0, self.post.like_count - len(self.likers))


@dataclass(frozen=True)
class PostPage:
    """A page of posts, newest first; ``before`` is the cursor of the next one, None at the end."""

    cards: list[PostCard]
    before: int | None


def post_for(*, viewer: User, post_id: int) -> Post:
    """Return a post with its author, or raise NotFound."""
    post = Post.objects.select_related("author").filter(pk=post_id).first()
    return require_can_see_post(viewer, post)


def own_post_for(*, viewer: User, post_id: int) -> Post:
    """Like ``post_for``, but also one that the viewer deleted and may restore."""
    post = Post.objects.select_related("author").filter(pk=post_id, author=viewer).first()
    return post if post is not None else require_can_see_post(viewer, post)


def card_for(*, viewer: User, post_id: int) -> PostCard:
    """Return one post as it is drawn, or raise NotFound."""
    post_for(viewer=viewer, post_id=post_id)
    return _cards(viewer, bonds_for(viewer=viewer), [post_id])[0]


def own_card_for(*, viewer: User, post_id: int) -> PostCard:
    """Return a post that the viewer may change. Raises NotFound, Denied."""
    card = card_for(viewer=viewer, post_id=post_id)
    require_own_post(viewer, card.post)
    return card


def home_for(*, viewer: User, bonds: Bonds, following: bool = False, before: int | None = None) -> PostPage:
    """Return a page of all that the viewer may see, or of whom he follows alone (decision C13)."""
    if following:
        return _paged(viewer, bonds, _ids_of_followed(viewer, bonds, before))
    return _page(viewer, bonds, _told(viewer, bonds, following=False), before)


def posts_of_person_for(*, viewer: User, person: User, before: int | None = None) -> PostPage:
    """Return a page of a person's posts, newest first."""
    bonds = bonds_for(viewer=viewer)
    return _page(viewer, bonds, _visible(viewer, bonds).filter(author=person), before)


def posts_tagged_for(*, viewer: User, tag: str, before: int | None = None) -> PostPage:
    """Return a page of what has the hashtag of this key, newest first."""
    bonds = bonds_for(viewer=viewer)
    tagged = PostTag.objects.filter(tag=tag)
    if before is not None:
        tagged = tagged.filter(post_id__lt=before)
    return _page(
        viewer, bonds, _told(viewer, bonds, following=False).filter(pk__in=tagged.values("post_id")), before
    )


def count_new_for(*, viewer: User, after: int, following: bool = False) -> int:
    """Count what others posted after the post ``after`` and the home page shows; at most 100."""
    bonds = bonds_for(viewer=viewer)
    posts = _told(viewer, bonds, following=following)
    newer = posts.filter(pk__gt=after).exclude(author=viewer).order_by("-id")[:NEW_MAX]
    return sum(1 for post in newer.only("mentions") if not _named_ids(post) & bonds.blocked)


def liked_posts_for(*, viewer: User, before: int | None = None) -> PostPage:
    """Return a page of what the viewer likes, newest post first."""
    bonds = bonds_for(viewer=viewer)
    # By the likes, which are few beside all posts.
    liked = Like.objects.filter(user=viewer)
    if before is not None:
        liked = liked.filter(post_id__lt=before)
    return _page(viewer, bonds, _visible(viewer, bonds).filter(pk__in=liked.values("post_id")), before)


def _live() -> QuerySet[Post]:
    return Post.objects.filter(deleted_at=None, hidden_at=None, author__is_active=True)


def _told(viewer: User, bonds: Bonds, *, following: bool) -> QuerySet[Post]:
    """Return what the home page shows: nothing of whom the viewer mutes (B41)."""
    if following:
        return _of_followed(viewer, bonds)
    posts = _visible(viewer, bonds)
    return posts.exclude(author_id__in=sorted(bonds.muted)) if bonds.muted else posts


def _of_followed(viewer: User, bonds: Bonds) -> QuerySet[Post]:
    """Return posts of those whom the viewer follows; only where a few of the newest posts are looked through.

    For people with few, quiet followings it takes seconds in all posts. 2,500 ids as literals are not quicker
    in a few: writing and planning them takes longer than looking up who is followed.
    """
    posts = _live().filter(_followed_by(viewer))
    away = bonds.blocked | bonds.muted
    return posts.exclude(author_id__in=sorted(away)) if away else posts


def _ids_of_followed(viewer: User, bonds: Bonds, before: int | None) -> list[int]:
    """Return the newest posts of whom the viewer follows: mostly they are among everybody's newest."""
    newest = before or Post.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    ids = _newest(_of_followed(viewer, bonds).filter(pk__gt=newest - NEAR), before)
    if len(ids) > PAGE or newest <= NEAR:
        return ids
    return _newest(_last_of_followed(viewer, bonds, before), before)


def _followed_by(viewer: User) -> Exists:
    """Say whether the viewer follows the author of the post of the outer query."""
    return Exists(Follow.objects.filter(follower=viewer, followed=OuterRef("author_id")))


def _last_of_followed(viewer: User, bonds: Bonds, before: int | None) -> QuerySet[Post]:
    """Return posts of those whom the viewer follows, among them the newest that a page shows.

    The newest 21 posts are of the 21 people who posted last, and none of them is older than the oldest of
    what these posted last. So each person is looked at once in the index of authors. With all of them in one
    list PostgreSQL read back through everybody's posts when they were quiet, and SQLite sorted all they ever
    wrote when they were not.
    """
    written = Post.objects.filter(author=OuterRef("followed_id"), deleted_at=None, hidden_at=None)
    if before is not None:
        written = written.filter(pk__lt=before)
    # Those few who are away are left out: joined to everybody else, all people were read each time.
    gone = User.objects.filter(pk=OuterRef("followed_id"), is_active=False)
    follows = Follow.objects.filter(~Exists(gone), follower=viewer)
    if away := bonds.blocked | bonds.muted:
        follows = follows.exclude(followed__in=sorted(away))
    latest = Subquery(written.order_by("-pk").values("pk")[:1])
    last = follows.annotate(latest=latest).order_by(F("latest").desc(nulls_last=True))
    found = {
        author: post
        for author, post in last.values_list("followed_id", "latest")[: PAGE + 1]
        if post is not None
    }
    posts = _live().filter(author_id__in=list(found))
    # Of fewer people some are there with more than one post, of any age.
    return posts.filter(pk__gte=min(found.values())) if len(found) > PAGE else posts


def _visible(viewer: User, bonds: Bonds) -> QuerySet[Post]:
    private = Privacy.objects.filter(user=OuterRef("author_id"), private=True)
    readable = Q(~Exists(private), audience=Post.Audience.EVERYBODY) | Q(author=viewer)
    if bonds.followed:
        readable |= Q(_followed_by(viewer))
    posts = _live().filter(readable)
    return posts.exclude(author_id__in=sorted(bonds.blocked)) if bonds.blocked else posts


def _page(viewer: User, bonds: Bonds, posts: QuerySet[Post], before: int | None) -> PostPage:
    return _paged(viewer, bonds, _newest(posts, before))


def _newest(posts: QuerySet[Post], before: int | None) -> list[int]:
    """Return the ids of the newest, one more than are on a page."""
    if before is not None:
        posts = posts.filter(pk__lt=before)
    return list(posts.order_by("-id").values_list("pk", flat=True)[: PAGE + 1])


def _paged(viewer: User, bonds: Bonds, ids: list[int]) -> PostPage:
    shown = ids[:PAGE]
    return PostPage(_cards(viewer, bonds, shown), shown[-1] if len(ids) > PAGE else None)


def _cards(viewer: User, bonds: Bonds, ids: list[int]) -> list[PostCard]:
    if not ids:
        return []
    rows = Post.objects.filter(pk__in=ids).select_related("author").order_by("-id")
    rows = rows.annotate(
        face=picture_column("author_id"),
        liked=Exists(Like.objects.filter(post=OuterRef("pk"), user=viewer)),
        last_like=Subquery(_likes(bonds).values("pk")[:1]),
    )
    rows = rows.annotate(
        liker=_name_of(_likes(bonds).filter(pk=OuterRef("last_like"))),
        other_liker=_name_of(_likes(bonds).filter(pk__lt=OuterRef("last_like"))),
    )
    pictures = _pictures(ids)
    shared = rooms_shown_for(viewer=viewer, room_ids={row.room_id for row in rows if row.room_id})
    cards = [
        replace(_card(viewer, bonds, row, pictures.get(row.pk, [])), room=shared.get(row.room_id or 0))
        for row in rows
    ]
    # A post that names somebody in a block with the viewer is not shown in lists (B06).
    return [card for card in cards if card.is_own or not _named_ids(card.post) & bonds.blocked]


def _likes(bonds: Bonds) -> QuerySet[Like]:
    """Return the likes of the post of the outer query, newest first, of people the viewer may see."""
    likes = Like.objects.filter(post=OuterRef("pk"), user__is_active=True).order_by("-id")
    return likes.exclude(user_id__in=sorted(bonds.blocked)) if bonds.blocked else likes


def _name_of(likes: QuerySet[Like]) -> Subquery:
    return Subquery(likes.values(name=_FULL_NAME)[:1], output_field=CharField())


def _pictures(ids: list[int]) -> dict[int, list[PostPicture]]:
    found: dict[int, list[PostPicture]] = {}
    for row in PostPicture.objects.filter(post__in=ids).select_related("picture").order_by("place"):
        found.setdefault(row.post_id, []).append(row)
    return found


def _named_ids(post: Post) -> set[int]:
    return {pk for pk, _key in post.mentions}


def _card(viewer: User, bonds: Bonds, row: Post, pictures: list[PostPicture]) -> PostCard:
    columns = vars(row)
    return PostCard(
        post=row,
        author=row.author,
        face=columns["face"],
        liked=columns["liked"],
        is_own=row.author_id == viewer.pk,
        likers=[name for name in (columns["liker"], columns["other_liker"]) if name],
        # Who is in a block with the viewer is not linked (B21, B22).
        mentioned=frozenset(key for pk, key in row.mentions if pk not in bonds.blocked),
        pictures=pictures,
    )


@dataclass(frozen=True)
class ShownPicture:
    """A picture of a post, full-screen, and the places of its neighbours (None at the ends)."""

    post_id: int
    row: PostPicture
    place: int
    count: int
    previous: int | None
    next: int | None

    @property
    def number(self) -> int:
        return self.place + 1


def picture_of_post_for(*, viewer: User, post_id: int, place: int) -> ShownPicture:
    """Return the picture at ``place`` (from 0) of a visible post, or raise NotFound."""
    rows = pictures_of(post_for(viewer=viewer, post_id=post_id))
    if place >= len(rows):
        raise NotFound(NO_POST, code="post_not_found")
    previous = place - 1 if place else None
    following = place + 1 if place + 1 < len(rows) else None
    return ShownPicture(post_id, rows[place], place, len(rows), previous, following)


def pictures_of(post: Post) -> list[PostPicture]:
    """Return the pictures of a post in their order."""
    return _pictures([post.pk]).get(post.pk, [])


def likers_for(*, viewer: User, post_id: int, before: int | None = None) -> list[FollowRow]:
    """Return a page of who likes the post, the last first, without whom the viewer may not see."""
    post = post_for(viewer=viewer, post_id=post_id)
    likes = Like.objects.filter(Exists(visible_to(viewer).filter(pk=OuterRef("user_id"))), post=post)
    if before is not None:
        likes = likes.filter(pk__lt=before)
    ends = list(likes.order_by("-id").values_list("pk", "user_id")[:LIKERS_PAGE])
    people = User.objects.in_bulk([user for _like, user in ends])
    rows = {row.person.pk: row for row in rows_for(viewer=viewer, people=list(people.values()))}
    return [FollowRow(rows[user].person, rows[user].followed, rows[user].is_own, like) for like, user in ends]
