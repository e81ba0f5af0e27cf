"""What is not written down does not exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import URLResolver, get_resolver

from samovar.config.environment import Environment

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def _settings() -> list[str]:
    names = []
    for name, field in Environment.model_fields.items():
        alias = field.validation_alias
        names.append(str(getattr(alias, "choices", [name.upper()])[0]) if alias else name.upper())
    return names


@pytest.mark.parametrize("name", _settings())
def test_each_setting_is_documented(name: str) -> None:
    text = (DOCS / "operate" / "configuration.md").read_text(encoding="utf-8")
    assert f"| `{name}` |" in text, f"{name} is missing in docs/operate/configuration.md"


def _open_routes(resolver: URLResolver, prefix: str = "") -> list[str]:
    """Return the addresses whose view is exempt from the gate."""
    found: list[str] = []
    for entry in resolver.url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += [] if here.startswith("admin/") else _open_routes(entry, here)
        elif not getattr(entry.callback, "login_required", True):
            found.append("/" + here.replace("api/v1/", "api/"))
    return found


def test_no_address_is_open_to_strangers_by_oversight() -> None:
    text = (DOCS / "rules.md").read_text(encoding="utf-8")
    known = set(re.findall(r"`(/[^`]*)`", text))
    missing = sorted(set(_open_routes(get_resolver())) - known)
    assert missing == [], f"not in docs/rules.md: {missing}"


def test_each_socket_command_is_classified() -> None:
    import samovar.config.asgi  # noqa: F401, PLC0415 - loads every app's socket.py
    from samovar.core.gateway import registry  # noqa: PLC0415

    text = (DOCS / "rules.md").read_text(encoding="utf-8")
    missing = sorted(op for op in registry.entries if f"`{op}`" not in text)
    assert missing == [], f"not in docs/rules.md: {missing}"


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]:
        targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
        broken += [f"{path.name} -> {target}" for target in targets if not (path.parent / target).exists()]
    assert broken == []


def test_each_rest_door_belongs_to_an_area() -> None:
    """``area = "..."`` on the view, one of samovar/core/areas.py: tokens are kept to areas."""
    from rest_framework.views import APIView  # noqa: PLC0415

    from samovar.core.areas import AREAS  # noqa: PLC0415

    def views(resolver: URLResolver) -> set[type]:
        found: set[type] = set()
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                found |= views(entry)
            elif issubclass(getattr(entry.callback, "cls", object), APIView):
                found.add(entry.callback.cls)  # type: ignore[attr-defined]  # REST framework puts it there
        return found

    without = {
        view.__qualname__
        for view in views(get_resolver())
        if view.authentication_classes and getattr(view, "area", "") not in AREAS  # type: ignore[attr-defined]  # a view
    }
    assert without - {"SchemaView"} == set()
