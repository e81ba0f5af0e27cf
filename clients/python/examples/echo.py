"""An echo bot. Make a bot and its token in the settings, then: ``python echo.py URL TOKEN ROOM``."""

import asyncio
import sys

from samovar_client import Samovar


async def echo(url: str, token: str, name: str) -> None:
    async with Samovar(url, token) as samovar:
        room = await samovar.room(name)
        async for message in samovar.listen(room):
            if message.user != samovar.me.id:
                await samovar.send(room, message.content)


if __name__ == "__main__":
    asyncio.run(echo(*sys.argv[1:]))
