"""What can go wrong."""

from __future__ import annotations


class Refused(Exception):
    """The server will not do it. ``code`` is for programs, ``fields`` say what is wrong where."""

    def __init__(
        self, code: str, detail: str, *, status: int = 0, fields: dict[str, list[str]] | None = None
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.status = status
        self.fields = fields or {}


class Closed(Exception):
    """The server closed the socket for good: 4401 (the token no longer holds), 4403 or 4404."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code
