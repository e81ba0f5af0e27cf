"""Elements as the editor sends them."""

from __future__ import annotations

import uuid
from typing import Any


def rectangle(**fields: Any) -> dict[str, Any]:
    """Return a rectangle; any field may be said otherwise."""
    return {
        "id": uuid.uuid4().hex,
        "type": "rectangle",
        "x": 10,
        "y": 20.5,
        "width": 100,
        "height": 50,
        "angle": 0,
        "strokeColor": "#1e1e1e",
        "backgroundColor": "transparent",
        "fillStyle": "solid",
        "strokeWidth": 2,
        "strokeStyle": "solid",
        "roundness": {"type": 3},
        "roughness": 1,
        "opacity": 100,
        "seed": 7,
        "version": 1,
        "versionNonce": 100,
        "index": "a0",
        "isDeleted": False,
        "groupIds": [],
        "frameId": None,
        "boundElements": None,
        "updated": 1,
        "link": None,
        "locked": False,
        **fields,
    }


def stroke(**fields: Any) -> dict[str, Any]:
    """Return a line drawn by hand."""
    free = {"type": "freedraw", "points": [[0, 0], [5, 5.5]], "pressures": [], "simulatePressure": True}
    return rectangle(**{"roundness": None, **free, **fields})
