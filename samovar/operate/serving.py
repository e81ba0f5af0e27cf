"""``samovar serve`` and ``samovar demo``: uvicorn with what Samovar needs around it."""

from __future__ import annotations

import os
import signal
import socket
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

from samovar.config.environment import LOOPBACK, Environment, WrongSetting, read_environment
from samovar.operate.loading import loading
from samovar.operate.lock import hold

if TYPE_CHECKING:
    import uvicorn

    from samovar.operate.tls import Files


@dataclass(frozen=True)
class Listening:
    """Where and how a server listens: ``workers`` processes, ``tls`` with an authority of its own."""

    host: str
    port: int
    workers: int = 1
    tls: bool = False


def serve(listening: Listening, *, demo: bool = False) -> int:
    """Prepare the installation and serve it until a signal comes; raises ``WrongSetting`` with a sentence."""
    environment = read_environment()
    greeting, certificate = "", None
    if listening.tls:
        greeting, certificate = _own_tls(environment, listening)
        environment = read_environment()
    _require_possible(environment, listening)
    if "site_url" not in environment.model_fields_set:
        # Sockets and links check and use the address that people see.
        os.environ["SITE_URL"] = f"http://{_shown(listening.host)}:{listening.port}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samovar.config.settings")
    with loading():
        import django  # noqa: PLC0415 - only after the settings are known to be right

        django.setup()
    from django.conf import settings  # noqa: PLC0415

    if _uses_sqlite(environment):
        # Held until the process ends.
        _locks.append(hold(settings.DATA_DIR, "samovar cannot start: it runs already with this data folder."))
    _prepare_database()
    if demo:
        from samovar.operate.demo import seed_and_describe  # noqa: PLC0415

        greeting += seed_and_describe(settings.SITE_URL)
    return _run(listening, greeting, certificate)


def _own_tls(environment: Environment, listening: Listening) -> tuple[str, Files]:
    """Make what TLS needs, and set what follows from it; return what to print and the files."""
    from samovar.operate import tls  # noqa: PLC0415 - cryptography takes a while to load

    names = tls.own_names(listening.host)
    if "allowed_hosts" in environment.model_fields_set:
        names = sorted({*names, *(name.strip("[]") for name in environment.allowed_hosts)})
    files = tls.prepare(environment.data_dir, names)
    if "allowed_hosts" not in environment.model_fields_set:
        # The key made for this machine is kept beside the certificates.
        os.environ["SECRET_KEY"] = environment.resolved_secret_key
        os.environ["ALLOWED_HOSTS"] = ",".join(_shown(name) for name in names)
    os.environ["SAMOVAR_OWN_CA"] = str(files.authority.absolute())
    if "site_url" not in environment.model_fields_set:
        shown = tls.address_for_others(listening.host)
        os.environ["SITE_URL"] = f"https://{_shown(shown)}:{listening.port}"
    address = os.environ.get("SITE_URL") or environment.site_url
    return f"\nOther devices trust this server after a visit to {address}/trust/\n", files


_locks: list[object] = []


def _uses_sqlite(environment: Environment) -> bool:
    return not environment.database_url or environment.database_url.startswith("sqlite")


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _require_possible(environment: Environment, listening: Listening) -> None:
    host, workers = listening.host, listening.workers
    if workers > 1 and (_uses_sqlite(environment) or not environment.redis_url):
        raise WrongSetting(
            f"samovar cannot start: --workers {workers} needs PostgreSQL and Redis; "
            "set DATABASE_URL and REDIS_URL, or leave --workers out."
        )
    if _shown(host) not in LOOPBACK and not environment.secret_key:
        raise WrongSetting(f"samovar cannot start: SECRET_KEY must be set when it listens on {host}.")


def _prepare_database() -> None:
    """Migrate the embedded database; refuse an outside one that is behind, as others may be using it."""
    from django.db import OperationalError  # noqa: PLC0415

    from samovar.operate.database import (  # noqa: PLC0415
        cache_table_is_missing,
        is_sqlite,
        migrate,
        pending_migrations,
    )

    try:
        if is_sqlite():
            migrate()
        elif pending_migrations() or cache_table_is_missing():
            raise WrongSetting(
                "samovar cannot start: the database is not up to date; run `samovar migrate` first."
            )
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise WrongSetting(f"samovar cannot start: the database does not answer ({reason}).") from None


def _run(listening: Listening, greeting: str, certificate: Files | None) -> int:
    with loading():
        import uvicorn  # noqa: PLC0415

        from samovar.config.asgi import UVICORN  # noqa: PLC0415
    from samovar.operate.work import WorkerThread  # noqa: PLC0415

    config = uvicorn.Config(
        "samovar.config.asgi:application",
        host=listening.host,
        port=listening.port,
        workers=listening.workers,
        ssl_certfile=certificate.certificate if certificate else None,
        ssl_keyfile=certificate.key if certificate else None,
        loop=_event_loop(),
        http="httptools",
        # Forwarded headers are read where TRUSTED_PROXIES is known, not here.
        proxy_headers=False,
        server_header=False,
        # A process that replaces another has so many seconds to begin; one that hangs as long is ended.
        timeout_worker_healthcheck=60,
        # The logging of the settings is used, which takes secrets out.
        log_config=None,
        **UVICORN,
    )
    work = WorkerThread()
    work.start()
    try:
        return _run_processes(config, greeting) if listening.workers > 1 else _run_here(config, greeting)
    finally:
        work.stop()


def _run_here(config: uvicorn.Config, greeting: str) -> int:
    import uvicorn  # noqa: PLC0415

    class Server(uvicorn.Server):
        """Greets once it really listens."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                print(greeting, end="", flush=True)

    server = Server(config)
    if hasattr(signal, "SIGHUP"):
        # With several processes it replaces them one by one; one alone ends as it should, to be started anew.
        signal.signal(signal.SIGHUP, server.handle_exit)
    server.run()
    return 0 if server.started else 1


def _run_processes(config: uvicorn.Config, greeting: str) -> int:
    from uvicorn.supervisors import Multiprocess  # noqa: PLC0415

    print(greeting, end="", flush=True)
    Multiprocess(config, [config.bind_socket()]).run()
    return 0


def _event_loop() -> Literal["uvloop", "asyncio"]:
    """Return the fastest event loop this platform has; Windows has no uvloop."""
    return "uvloop" if find_spec("uvloop") else "asyncio"
