"""A strategy as people write it with the `websockets` package."""

import asyncio
import json
import sys

import websockets


async def main(url, key):
    async with websockets.connect(url) as socket:
        await socket.send(json.dumps({"action": "authenticate", "api_key": key}))
        print(await socket.recv(), flush=True)
        await socket.send(json.dumps({"action": "subscribe", "symbol": "PEER", "exchange": "NSE", "mode": 1}))
        try:
            async for message in socket:
                print(message, flush=True)
        except websockets.ConnectionClosedError:
            pass
        print(json.dumps({"closed": socket.close_code}), flush=True)


asyncio.run(main(*sys.argv[1:3]))
