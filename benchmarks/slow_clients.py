"""Clients that hold on to a server by being slow: `python -m benchmarks.slow_clients PORT COUNT`.

A third sends its headers letter by letter, a third a comment, a third reads a page so. Each from an
address of its own, and again as soon as it is turned away. Ends when it is ended.
"""

import asyncio
import socket
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from itertools import cycle

PAUSE_SECONDS = 1.0
HEAD = "Host: 127.0.0.1\r\nUser-Agent: pomaly\r\n"

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[None, None, None]]


async def slow_headers(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(f"GET / HTTP/1.1\r\n{HEAD}X-Slow: ".encode())
    await _drip(writer)


async def slow_body(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    kind = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n"
    writer.write(f"POST /pripominka/kontrola/ HTTP/1.1\r\n{HEAD}{kind}text=".encode())
    await _drip(writer)


async def slow_reading(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    for _page in range(40):
        writer.write(f"GET /brno-2050/ HTTP/1.1\r\n{HEAD}\r\n".encode())
    await writer.drain()
    while await reader.read(16):
        await asyncio.sleep(PAUSE_SECONDS)


async def _drip(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"a")
        await writer.drain()
        await asyncio.sleep(PAUSE_SECONDS)


async def again_and_again(port: int, number: int, talk: Talk) -> None:
    own = (f"127.{100 + number // 250}.{number % 250}.9", 0)
    while True:
        with suppress(OSError):
            link = socket.socket()
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            link.setblocking(False)
            link.bind(own)
            await asyncio.get_running_loop().sock_connect(link, ("127.0.0.1", port))
            reader, writer = await asyncio.open_connection(sock=link, limit=2048)
            try:
                await talk(reader, writer)
            finally:
                writer.close()
        await asyncio.sleep(PAUSE_SECONDS)


async def main(port: int, count: int) -> None:
    ways = cycle([slow_headers, slow_body, slow_reading])
    everyone = zip(range(count), ways, strict=False)
    await asyncio.gather(*(again_and_again(port, number, way) for number, way in everyone))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
