"""What an operator types: ``samovar serve``, ``demo``, ``migrate``, ``doctor``, ``backup`` and so on."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from samovar import __version__

Command = Callable[[argparse.Namespace], int]


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return the exit status: 0 done, 1 refused with a sentence, 2 wrongly typed."""
    given = _parser().parse_args(arguments)
    run: Command = given.run
    try:
        return run(given)
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="samovar", description="A self-hosted place where people talk.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, run: Command, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    _add_listening(add("serve", _serve, "Serve pages, API and sockets, and run background work."))
    _add_listening(add("demo", _demo, "Serve with example people and rooms in three languages."))
    add("migrate", _migrate, "Bring the database to this version.")
    _add_admin(add("create-admin", _create_admin, "Make an administrator."))
    verify = add("verify", _verify, "Count somebody's e-mail address as verified.")
    verify.add_argument("username", metavar="USERNAME")
    add("reindex", _reindex, "Make the index of messages anew.")
    add("doctor", _doctor, "Examine the installation and say what to do.")
    add("worker", _worker, "Run background work in a process of its own.")
    for name, run, text in (
        ("backup", _backup, "Save everything into one file, while it runs."),
        ("restore", _restore, "Replace everything by what a backup holds; the server must not run."),
    ):
        command = add(name, run, text)
        command.add_argument("file", metavar="FILE", type=Path)
        if name == "backup":
            command.add_argument("--without-files", action="store_true", help="save the database alone")
    one = add("record", _record, "Record the call of a room with a headless Chromium, until it ends.")
    one.add_argument("room", nargs="?", metavar="ROOM", help="its code or its number")
    one.add_argument("--recording", type=int, help=argparse.SUPPRESS)
    one.add_argument("--lease", default="", help=argparse.SUPPRESS)
    recordings = add("recordings", _recordings, "Make the files of recordings anew of their pieces.")
    recordings.add_argument("what", choices=["rebuild"], metavar="rebuild")
    recordings.add_argument(
        "ids", nargs="*", type=int, metavar="ID", help="only these; all when none is given"
    )
    add("version", _version, "Print the version.")
    return parser


def _add_listening(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)"
    )
    command.add_argument(
        "--port", default=8000, type=int, help="the port to listen on (default: %(default)s)"
    )
    command.add_argument(
        "--tls", action="store_true", help="serve https with a certificate authority of its own"
    )
    command.add_argument(
        "--workers", default=1, type=int, help="processes; more than one need DATABASE_URL, REDIS_URL"
    )


def _add_admin(command: argparse.ArgumentParser) -> None:
    command.add_argument("username", nargs="?", help="asked for when not given")
    command.add_argument("--email", help="asked for when not given")


def _django() -> None:
    """Read the settings and load the apps; a wrong setting ends here with its sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samovar.config.settings")
    from samovar.operate.loading import loading  # noqa: PLC0415

    with loading():
        import django  # noqa: PLC0415 - `samovar version` and `--help` answer without it

        django.setup()


def _version(given: argparse.Namespace) -> int:
    print(f"samovar {__version__}")
    return 0


def _serve(given: argparse.Namespace) -> int:
    from samovar.operate.serving import Listening, serve  # noqa: PLC0415

    return serve(Listening(given.host, given.port, given.workers, given.tls))


def _demo(given: argparse.Namespace) -> int:
    from samovar.operate.serving import Listening, serve  # noqa: PLC0415

    return serve(Listening(given.host, given.port, given.workers, given.tls), demo=True)


def _migrate(given: argparse.Namespace) -> int:
    _django()
    from samovar.operate.database import migrate  # noqa: PLC0415

    migrate()
    print("The database is up to date.")
    return 0


def _create_admin(given: argparse.Namespace) -> int:
    _django()
    from samovar.operate.people import create_admin  # noqa: PLC0415

    return create_admin(given.username, given.email)


def _verify(given: argparse.Namespace) -> int:
    _django()
    from samovar.operate.people import verify  # noqa: PLC0415

    return verify(given.username)


def _reindex(given: argparse.Namespace) -> int:
    _django()
    from samovar.operate.database import reindex  # noqa: PLC0415

    return reindex()


def _doctor(given: argparse.Namespace) -> int:
    _django()
    from samovar.operate.doctor import examine  # noqa: PLC0415

    return examine()


def _worker(given: argparse.Namespace) -> int:
    _django()
    from samovar.operate.work import run_worker  # noqa: PLC0415

    return run_worker()


def _backup(given: argparse.Namespace) -> int:
    _django()
    from samovar.operate.backup import backup  # noqa: PLC0415

    return backup(given.file, with_files=not given.without_files)


def _restore(given: argparse.Namespace) -> int:
    _django()
    from samovar.operate.restore import restore  # noqa: PLC0415

    return restore(given.file)


def _record(given: argparse.Namespace) -> int:
    _django()
    from samovar.operate.record import record  # noqa: PLC0415

    return record(given.room, given.recording, given.lease)


def _recordings(given: argparse.Namespace) -> int:
    _django()
    from samovar.operate.recordings import rebuild  # noqa: PLC0415

    return rebuild(given.ids)


if __name__ == "__main__":
    sys.exit(main())
