"""People who draw at random over bad connections, and what each of them sees at the end.

Each keeps a page as the browser's ``sync.ts`` does; the rule itself can be replaced by a wrong one, to see
that a wrong one is noticed.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from websockets import ConnectionClosed

from samovar.boards.order_keys import key_between
from tests.boards.drawing import rectangle
from tests.support.line import Line, Refused
from tests.support.people import Person

# A machine with much to do may answer a ping too late: that is a lost connection like any other.
_LOST = (ConnectionClosed, ConnectionError)
ROUNDS = 12
Element = dict[str, Any]
Rule = Callable[[Element, Element], bool]


def wins(new: Element, old: Element) -> bool:
    """The rule: the higher version, then the lower nonce."""
    return (new["version"], -new["versionNonce"]) > (old["version"], -old["versionNonce"])


def never(_new: Element, _old: Element) -> bool:
    """A wrong rule: what one has oneself is never replaced by what others made of it."""
    return False


class Draughtsman:
    """Somebody at a page of a board. ``rule`` says when what came replaces what is there."""

    def __init__(self, person: Person, room: int, chance: random.Random, rule: Rule = wins) -> None:
        self.person, self.room, self.chance, self.rule = person, room, chance, rule
        self.scene: dict[str, Element] = {}
        self.known: dict[str, Element] = {}
        self.state: dict[str, Any] = {"epoch": "", "seq": 0, "can_draw": False}
        self.line: Line | None = None
        self._read = 0
        # Once and before anybody is there: a login keeps this process from answering pings.
        self._token = person.tokens()["access"]

    async def come(self) -> None:
        """Be there, again perhaps, and learn what was missed."""
        line = Line(self.person.server, query=f"?token={self._token}")
        await line.__aenter__()
        self.line, self._read = line, 0
        await line.ask("room.enter", room=self.room)
        await self.enter()

    async def go(self) -> None:
        """Lose the connection; what is drawn meanwhile waits."""
        if self.line is not None:
            await self.line.__aexit__(None, None, None)
            self.line = None

    async def notice(self) -> None:
        """See that the connection is gone, if it is."""
        if self.line is not None and self.line.code is not None:
            await self.go()

    async def enter(self) -> None:
        assert self.line is not None
        asked = {"epoch": self.state["epoch"], "since": self.state["seq"]}
        state = await self.line.ask("board.enter", room=self.room, **asked)
        assert state["elements"] is not None, "the page is small"
        anew = state["epoch"] != self.state["epoch"]
        self.state = state
        if anew:
            self.known.clear()
        self.bring(state["elements"])

    def unsent(self) -> list[Element]:
        return [
            one
            for one in self.scene.values()
            if (wins(one, self.known[one["id"]]) if one["id"] in self.known else not one["isDeleted"])
        ]

    def bring(self, remote: list[Element]) -> None:
        """Take what came from the server."""
        news = [one for one in remote if one["id"] not in self.known or not wins(self.known[one["id"]], one)]
        mine = {one["id"] for one in self.unsent()} if self.state["can_draw"] else set[str]()
        for one in news:
            self.known[one["id"]] = one
            here = self.scene.get(one["id"])
            if here is not None and self.rule is never:
                continue
            if here is None or one["id"] not in mine or not self.rule(here, one):
                self.scene[one["id"]] = one

    async def hear(self) -> None:
        """Read what was told; some of it is lost on the way, some comes twice."""
        if self.line is None:
            return
        frames = self.line.frames[self._read :]
        self._read = len(self.line.frames)
        asks = False
        for frame in frames:
            for _time in range(self.chance.choice([0, 1, 1, 1, 1, 2])):
                asks |= self._take(frame)
        if asks:
            await self.enter()

    def _take(self, frame: dict[str, Any]) -> bool:
        """Take one event; say whether something is missing."""
        told = frame["d"]
        if frame["e"] == "board.role":
            return True
        if frame["e"] != "board.changed" or told["seq"] <= self.state["seq"]:
            return False
        if told["seq"] > self.state["seq"] + 1 or told["whole"]:
            return True
        self.state["seq"] = told["seq"]
        self.bring(told["elements"])
        return False

    async def flush(self) -> None:
        """Send what is unsent, now and then twice."""
        unsent = self.unsent()
        if self.line is None or not unsent or not self.state["can_draw"]:
            return
        for _time in range(self.chance.choice([1, 1, 1, 2])):
            try:
                answer = await self.line.ask("board.op", board=self.state["board"], elements=unsent)
            except Refused as refused:
                if refused.code != "no_pen":
                    raise
                self._give_up(unsent, refused.failure["current"])
                return
            for one in unsent:
                if one["id"] not in self.known or wins(one, self.known[one["id"]]):
                    self.known[one["id"]] = one
            self.bring(answer["lost"])

    def _give_up(self, elements: list[Element], current: list[Element]) -> None:
        for one in elements:
            self.scene.pop(one["id"], None)
        for one in current:
            self.scene[one["id"]] = self.known[one["id"]] = one
        self.state["can_draw"] = False

    def draw(self) -> None:
        """Do something with the pen, if it is there."""
        if self.state["can_draw"]:
            doings: list[Callable[[], object]] = [
                *(self._add, self._move, self._move),
                *(self._delete, self._bind, self._group),
            ]
            self.chance.choice(doings)()

    def seen(self) -> dict[str, Element]:
        """What is on the page for this one."""
        return {eid: one for eid, one in self.scene.items() if not one["isDeleted"]}

    def _living(self) -> list[Element]:
        return list(self.seen().values())

    def _edit(self, one: Element, **fields: Any) -> None:
        nonce = self.chance.randrange(2**31)
        self.scene[one["id"]] = {**one, **fields, "version": one["version"] + 1, "versionNonce": nonce}

    def _add(self, **fields: Any) -> Element:
        top = max((one["index"] for one in self.scene.values()), default="")
        eid = uuid.UUID(int=self.chance.getrandbits(128)).hex
        nonce = self.chance.randrange(2**31)
        one = rectangle(id=eid, index=key_between(top, ""), versionNonce=nonce, **fields)
        self.scene[eid] = one
        return one

    def _move(self) -> None:
        if living := self._living():
            self._edit(self.chance.choice(living), x=self.chance.randrange(1000))

    def _delete(self) -> None:
        if living := self._living():
            self._edit(self.chance.choice(living), isDeleted=True)

    def _bind(self) -> None:
        boxes = [one for one in self._living() if one["type"] == "rectangle"]
        if not boxes:
            return
        box = self.chance.choice(boxes)
        arrow = self._add(
            type="arrow",
            points=[[0, 0], [9, 9]],
            startBinding={"elementId": box["id"], "focus": 0, "gap": 1},
            endBinding=None,
            elbowed=False,
        )
        bound = [*(box["boundElements"] or []), {"id": arrow["id"], "type": "arrow"}]
        self._edit(box, boundElements=bound)

    def _group(self) -> None:
        living = self._living()
        for one in self.chance.sample(living, min(2, len(living))):
            self._edit(one, groupIds=[f"g{self.chance.randrange(3)}"])


async def simulate(people: list[Person], room: int, seed: int, *, steps: int, rule: Rule = wins) -> bool:
    """Let them draw; say whether all see the same page at the end, and it is well formed.

    The first of ``people`` is the host. ``rule`` is that of the last one.
    """
    chance = random.Random(seed)
    all_of_them = [Draughtsman(one, room, chance) for one in people]
    all_of_them[-1].rule = rule
    host = all_of_them[0]
    await _begin(all_of_them, host)
    for _step in range(steps):
        with suppress(*_LOST):
            await _step_of(chance.choice(all_of_them), host, chance)
        for one in all_of_them:
            await one.notice()
    for round_ in range(ROUNDS):
        # Who differs for good differs after any number of rounds.
        if round_ > 3 and _are_alike(all_of_them):
            break
        with suppress(*_LOST):
            await _settle(all_of_them, host)
        for one in all_of_them:
            await one.notice()
    pages = [one.seen() for one in all_of_them]
    for one in all_of_them:
        await one.go()
    return all(page == pages[0] for page in pages) and _is_well_formed(pages[0])


async def _begin(all_of_them: list[Draughtsman], host: Draughtsman) -> None:
    """All are there and may draw; who loses the connection before that comes again."""
    while True:
        try:
            for one in all_of_them:
                if one.line is None:
                    await one.come()
            await _policy(host, "everybody")
        except _LOST:
            for one in all_of_them:
                await one.notice()
        else:
            return


def _are_alike(all_of_them: list[Draughtsman]) -> bool:
    first, *others = (one.seen() for one in all_of_them)
    return all(page == first for page in others)


async def _policy(host: Draughtsman, policy: str) -> None:
    if host.line is not None:
        await host.line.ask("board.policy", board=host.state["board"], policy=policy)


async def _step_of(one: Draughtsman, host: Draughtsman, chance: random.Random) -> None:
    turn = chance.random()
    if turn < 0.06:
        await (one.go() if one.line else one.come())
    elif turn < 0.1:
        await _policy(host, chance.choice(["host", "everybody"]))
    else:
        one.draw()
        if turn < 0.7:
            await one.flush()
        await one.hear()


async def _settle(all_of_them: list[Draughtsman], host: Draughtsman) -> None:
    """Everybody comes back, sends what waits and hears what is new."""
    for one in all_of_them:
        await (one.come() if one.line is None else one.enter())
    await _policy(host, "everybody")
    for one in all_of_them:
        await one.enter()
        await one.flush()
    for one in all_of_them:
        await one.enter()


def _is_well_formed(page: dict[str, Element]) -> bool:
    places = [one["index"] for one in page.values()]
    bound = [page.get(one["startBinding"]["elementId"]) for one in page.values() if one.get("startBinding")]
    return len(set(places)) == len(places) and all(bound)
