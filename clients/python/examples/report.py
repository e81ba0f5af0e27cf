"""Send a file into a room and pin it: ``python report.py URL TOKEN ROOM FILE``."""

import asyncio
import sys
from pathlib import Path

from samovar_client import Samovar


async def report(url: str, token: str, name: str, title: str, content: bytes) -> None:
    async with Samovar(url, token) as samovar:
        room = await samovar.room(name)
        file = await samovar.upload(title, content)
        await samovar.send(room, f"Here is {file.name}.", files=[file])
        async for message in samovar.history(room, limit=1):
            await samovar.pin(room, message.n)
            break


if __name__ == "__main__":
    path = Path(sys.argv[4])
    asyncio.run(report(*sys.argv[1:4], path.name, path.read_bytes()))
