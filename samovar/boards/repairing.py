"""What belongs together is made to fit: arrows and what they touch, texts and what they stand in, frames.

The server alone does this, since only it sees in which order edits of several people came. Whoever is
out of step gets the repaired elements as a newer version. Pure: knows no database.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

Data = dict[str, Any]
_ENDS = ("startBinding", "endBinding")
_HOLDS_TEXT = {"rectangle", "diamond", "ellipse", "arrow"}
_UNTOUCHABLE = {"line", "arrow", "freedraw"}


def wins(new: Data, version: int, nonce: int) -> bool:
    """Say whether an edit wins over what is there: the higher version, then the lower nonce."""
    return (new["version"], -new["versionNonce"]) > (version, -nonce)


def links(data: Data) -> set[str]:
    """Return the ids of the elements this one names."""
    found = {bound["id"] for bound in data.get("boundElements") or ()}
    found |= {data[end]["elementId"] for end in _ENDS if data.get(end)}
    found |= {data[name] for name in ("containerId", "frameId") if data.get(name)}
    return found


def repaired(scene: Mapping[str, Data], changed: Iterable[str]) -> list[Data]:
    """Return the elements that have to be otherwise, each as a newer version.

    ``scene`` has the ``changed`` elements as they are now, and all that they name or that name them.
    """
    book = _Book(scene)
    for eid in sorted(changed):
        if scene[eid]["isDeleted"]:
            book.let_go(eid)
        else:
            book.hold(eid)
    return book.newer()


def moved(data: Data, index: str) -> Data:
    """Return the element at another place in the order, as a newer version."""
    return _newer({**data, "index": index})


def _newer(data: Data) -> Data:
    return {**data, "version": data["version"] + 1, "versionNonce": secrets.randbelow(2**31)}


class _Book:
    """The elements as they will be; remembers which were touched."""

    def __init__(self, scene: Mapping[str, Data]) -> None:
        self._scene = dict(scene)
        self._touched: set[str] = set()

    def newer(self) -> list[Data]:
        return [_newer(self._scene[eid]) for eid in sorted(self._touched)]

    def hold(self, eid: str) -> None:
        """A living element names only what is there, and is named by what it names."""
        data = self._scene[eid]
        for end in _ENDS:
            self._hold_end(eid, end)
        if data.get("containerId"):
            self._hold_container(eid, data["containerId"])
        frame = self._living(data.get("frameId"))
        if data.get("frameId") and (frame is None or frame["type"] != "frame"):
            self._set(eid, frameId=None)
        self._keep_bound(eid)
        self._bind_namers(eid)
        self._leave_former(eid)

    def let_go(self, eid: str) -> None:
        """Nothing names a deleted element."""
        for other, data in list(self._scene.items()):
            if data["isDeleted"] or eid not in links(data):
                continue
            gone = {end: None for end in _ENDS if data.get(end) and data[end]["elementId"] == eid}
            gone |= {name: None for name in ("containerId", "frameId") if data.get(name) == eid}
            self._set(other, **gone)
            self._unbind(other, eid)

    def _hold_end(self, eid: str, end: str) -> None:
        binding = self._scene[eid].get(end)
        if not binding:
            return
        target = self._living(binding["elementId"])
        if target is None or target["type"] in _UNTOUCHABLE:
            self._set(eid, **{end: None})
        else:
            self._bind(target["id"], eid, "arrow")

    def _hold_container(self, eid: str, container: str) -> None:
        target = self._living(container)
        if target is None or target["type"] not in _HOLDS_TEXT or self._other_text(target, eid):
            self._set(eid, containerId=None)
            if target is not None:
                self._unbind(container, eid)
        else:
            self._bind(container, eid, "text")

    def _other_text(self, container: Data, eid: str) -> bool:
        texts = [bound["id"] for bound in container["boundElements"] or () if bound["type"] == "text"]
        return any(
            other["id"] != eid and other.get("containerId") == container["id"]
            for other in map(self._living, texts)
            if other is not None
        )

    def _bind(self, eid: str, other: str, kind: str) -> None:
        bound = self._scene[eid]["boundElements"] or []
        if not any(one["id"] == other for one in bound):
            self._set(eid, boundElements=[*bound, {"id": other, "type": kind}])

    def _unbind(self, eid: str, other: str) -> None:
        """Only this one is let go: what else is bound there may not have been read."""
        bound = self._scene[eid]["boundElements"] or []
        kept = [one for one in bound if one["id"] != other]
        if len(kept) < len(bound):
            self._set(eid, boundElements=kept)

    def _keep_bound(self, eid: str) -> None:
        bound = self._scene[eid]["boundElements"] or []
        kept = [one for one in bound if self._names(one["id"], eid)]
        if len(kept) < len(bound):
            self._set(eid, boundElements=kept)

    def _bind_namers(self, eid: str) -> None:
        """An edit that did not know of an arrow or a text naming the element does not tear them apart."""
        for other, data in list(self._scene.items()):
            if other == eid or not self._names(other, eid):
                continue
            self._bind(eid, other, "text" if data.get("containerId") == eid else "arrow")

    def _leave_former(self, eid: str) -> None:
        """What it was bound to before, and is not any more, names it no longer."""
        for other, data in list(self._scene.items()):
            if not data["isDeleted"] and not self._names(eid, other):
                self._unbind(other, eid)

    def _names(self, eid: str, target: str) -> bool:
        data = self._living(eid)
        if data is None:
            return False
        ends = {data[end]["elementId"] for end in _ENDS if data.get(end)}
        return target in ends or data.get("containerId") == target

    def _living(self, eid: str | None) -> Data | None:
        data = self._scene.get(eid) if eid else None
        return None if data is None or data["isDeleted"] else data

    def _set(self, eid: str, **fields: Any) -> None:
        if fields:
            self._scene[eid] = {**self._scene[eid], **fields}
            self._touched.add(eid)
