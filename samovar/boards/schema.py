"""Which elements a board accepts. One bad element would break every editor that looks at it."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from samovar.boards.order_keys import is_order_key
from samovar.core.errors import Invalid

LARGEST = 100_000  # bytes of one element as JSON: a line of 4,000 points
FURTHEST = 1e7
_LINK = re.compile(r"(https?://|mailto:)\S{1,2000}")

Number = Annotated[float, Field(ge=-FURTHEST, le=FURTHEST, allow_inf_nan=False)]
Ratio = Annotated[float, Field(ge=-2, le=2, allow_inf_nan=False)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\w-]+$")]
Colour = Annotated[str, StringConstraints(max_length=32, pattern=r"^(#[0-9a-fA-F]{3,8}|[a-z]{1,20})$")]
Counter = Annotated[int, Field(ge=0, lt=2**53)]
Point = Annotated[list[Number], Field(min_length=2, max_length=2)]
Text = Annotated[str, StringConstraints(max_length=20_000)]
Head = Literal[
    "arrow", "bar", "dot", "circle", "circle_outline", "triangle", "triangle_outline", "diamond",
    "diamond_outline", "crowfoot_one", "crowfoot_many", "crowfoot_one_or_many",
]  # fmt: skip


class Part(BaseModel):
    """What is not declared is left away, so that nothing unknown reaches another editor."""

    model_config = ConfigDict(strict=True, extra="ignore")


class Roundness(Part):
    """How corners are rounded."""

    type: Literal[1, 2, 3]
    value: Number | None = None


class Bound(Part):
    """What hangs on an element."""

    id: Id
    type: Literal["arrow", "text"]


class Binding(Part):
    """Where an arrow touches an element."""

    elementId: Id  # noqa: N815 - named by Excalidraw
    focus: Number
    gap: Number
    fixedPoint: list[Number] | None = None  # noqa: N815


class Base(Part):
    """What every element has."""

    id: Id
    x: Number
    y: Number
    width: Number
    height: Number
    angle: Annotated[float, Field(ge=-100, le=100, allow_inf_nan=False)]
    strokeColor: Colour  # noqa: N815
    backgroundColor: Colour  # noqa: N815
    fillStyle: Literal["hachure", "cross-hatch", "solid", "zigzag"]  # noqa: N815
    strokeWidth: Annotated[float, Field(gt=0, le=100)]  # noqa: N815
    strokeStyle: Literal["solid", "dashed", "dotted"]  # noqa: N815
    roundness: Roundness | None
    roughness: Annotated[float, Field(ge=0, le=10)]
    opacity: Annotated[float, Field(ge=0, le=100)]
    seed: Counter
    version: Counter
    versionNonce: Counter  # noqa: N815
    index: Annotated[str, StringConstraints(max_length=200)]
    isDeleted: bool  # noqa: N815
    groupIds: Annotated[list[Id], Field(max_length=50)]  # noqa: N815
    frameId: Id | None  # noqa: N815
    boundElements: Annotated[list[Bound], Field(max_length=500)] | None  # noqa: N815
    updated: Counter
    link: str | None
    locked: bool

    @model_validator(mode="after")
    def check(self) -> Self:
        """Refuse a link that is no address, and an index that would throw in other people's editors."""
        if self.link and not _LINK.fullmatch(self.link):
            raise ValueError("link")
        if not is_order_key(self.index):
            raise ValueError("index")
        return self


class Shape(Base):
    """A closed shape."""

    type: Literal["rectangle", "diamond", "ellipse"]


class Linear(Base):
    """A line or an arrow."""

    type: Literal["line", "arrow"]
    points: Annotated[list[Point], Field(min_length=1, max_length=4000)]
    lastCommittedPoint: Point | None = None  # noqa: N815
    startBinding: Binding | None = None  # noqa: N815
    endBinding: Binding | None = None  # noqa: N815
    startArrowhead: Head | None = None  # noqa: N815
    endArrowhead: Head | None = None  # noqa: N815
    elbowed: Literal[False] = False


class Free(Base):
    """A line drawn by hand."""

    type: Literal["freedraw"]
    points: Annotated[list[Point], Field(min_length=1, max_length=4000)]
    pressures: Annotated[list[Ratio], Field(max_length=4000)]
    simulatePressure: bool  # noqa: N815
    lastCommittedPoint: Point | None = None  # noqa: N815


class Words(Base):
    """Text, alone or in another element."""

    type: Literal["text"]
    text: Text
    originalText: Text  # noqa: N815
    fontSize: Annotated[float, Field(gt=0, le=2000)]  # noqa: N815
    fontFamily: Annotated[int, Field(ge=1, le=20)]  # noqa: N815
    textAlign: Literal["left", "center", "right"]  # noqa: N815
    verticalAlign: Literal["top", "middle", "bottom"]  # noqa: N815
    containerId: Id | None  # noqa: N815
    autoResize: bool  # noqa: N815
    lineHeight: Annotated[float, Field(gt=0, le=10)]  # noqa: N815


class Frame(Base):
    """A frame around others."""

    type: Literal["frame"]
    name: Annotated[str, StringConstraints(max_length=200)] | None


class Crop(Part):
    """The part of a picture that is shown, in pixels of the whole."""

    x: Number
    y: Number
    width: Annotated[float, Field(gt=0, le=FURTHEST)]
    height: Annotated[float, Field(gt=0, le=FURTHEST)]
    naturalWidth: Annotated[float, Field(gt=0, le=FURTHEST)]  # noqa: N815
    naturalHeight: Annotated[float, Field(gt=0, le=FURTHEST)]  # noqa: N815


class Image(Base):
    """A picture; its bytes are brought apart and asked for by ``fileId``."""

    type: Literal["image"]
    fileId: Id  # noqa: N815
    status: Literal["pending", "saved", "error"]
    scale: Annotated[list[Literal[1, -1]], Field(min_length=2, max_length=2)]
    crop: Crop | None = None


_KINDS: dict[str, type[Base]] = {
    "rectangle": Shape,
    "diamond": Shape,
    "ellipse": Shape,
    "line": Linear,
    "arrow": Linear,
    "freedraw": Free,
    "text": Words,
    "frame": Frame,
    "image": Image,
}


def accepted(data: dict[str, Any]) -> dict[str, Any]:
    """Return the element with only its declared fields, or raise Invalid (``bad_element``)."""
    kind = data.get("type")
    model = _KINDS.get(kind) if isinstance(kind, str) else None
    if model is None:
        raise _bad("type")
    try:
        element = model.model_validate(data)
    except ValidationError as error:
        raise _bad(".".join(str(part) for part in error.errors()[0]["loc"]) or "element") from None
    text = element.model_dump_json()
    if len(text) > LARGEST:
        raise _bad("size")
    if "\\u0000" in text:
        # What PostgreSQL cannot store.
        raise _bad("text")
    return element.model_dump(mode="json", exclude_unset=True)


def _bad(where: str) -> Invalid:
    return Invalid(_("This cannot be put on the board."), code="bad_element", fields={"elements": [where]})
