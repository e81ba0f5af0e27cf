"""Walking through the pages of a list."""

from __future__ import annotations

from typing import Any

import httpx


def walk(api: httpx.Client, address: str, **params: Any) -> list[list[dict[str, Any]]]:
    """Return the results of every page, following ``next`` to the end."""
    pages = []
    following: str | None = str(httpx.URL(address, params=params))
    while following is not None:
        answer = api.get(following)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert set(page) == {"next", "previous", "results"}
        pages.append(page["results"])
        following = page["next"]
    return pages
