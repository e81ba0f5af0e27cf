"""How the OpenAPI document speaks of tokens."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class Bearer(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library's way to register
    """``Authorization: Bearer``."""

    target_class = "samovar.accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:  # noqa: ARG002 - the library's
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "The `access` of /api/login/ (15 minutes), or a personal token from the settings.",
        }
