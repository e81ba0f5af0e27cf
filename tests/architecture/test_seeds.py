"""What the seeds ask of the repository itself: the technologies, and a way in for other people's ideas."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.rows("S0-17")
def test_django_channels_and_webrtc_carry_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {
        text.split("[")[0].split(">")[0].split("=")[0].strip().lower() for text in project["dependencies"]
    }
    assert {"django", "channels"} <= named
    peer = (ROOT / "frontend/src/media/peerLink.ts").read_text(encoding="utf-8")
    assert "RTCPeerConnection" in peer


@pytest.mark.rows("S0-24")
def test_who_has_an_idea_finds_how_a_feature_is_added() -> None:
    assert "docs/develop/" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert (ROOT / "docs/develop/new-feature.md").is_file()


@pytest.mark.rows("S0-01")
def test_it_is_free_and_starts_by_one_command_of_the_readme() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "make demo" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "\ndemo:" in (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.rows("S2-16")
def test_python_3_11_is_enough_and_what_is_checked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["requires-python"] == ">=3.11"
    assert project["tool"]["mypy"]["python_version"] == "3.11"


@pytest.mark.rows("S2-17")
def test_what_windows_cannot_build_is_not_asked_for_there() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]

    def names(system: str) -> set[str]:
        there = {"sys_platform": system, "platform_system": {"win32": "Windows"}.get(system, "Linux")}
        return {one.name for one in wanted if one.marker is None or one.marker.evaluate(there)}

    assert "uvloop" in names("linux") - names("win32")
    assert "colorama" in names("win32") - names("linux")
    assert {"django", "channels", "uvicorn", "daphne"} <= names("win32")


@pytest.mark.rows("S3-20")
def test_login_group_chat_and_group_video_are_modules_with_tests_of_their_own() -> None:
    for app in ("accounts", "chat", "calls"):
        assert (ROOT / "samovar" / app / "apps.py").is_file()
        found = list((ROOT / "tests" / app).glob("*.py"))
        assert any(one.name.startswith("test_") for one in found)
        words = "".join(one.read_text(encoding="utf-8") for one in found)
        assert not any(f"from tests.{other}" in words for other in {"accounts", "chat", "calls"} - {app})
