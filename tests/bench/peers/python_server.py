"""The same service with Python's usual libraries: pyzmq SUB in, websockets out, one subscription index.

Prints `listening ws=PORT bus=PORT` and answers authenticate and subscribe as far as the load generator needs.
"""

import asyncio
import json
import signal

import websockets
import zmq
import zmq.asyncio

MODES = {"LTP": 1, "QUOTE": 2, "DEPTH": 3}
index = {}  # (exchange, symbol) -> {client: mode}


async def serve(client):
    try:
        async for text in client:
            request = json.loads(text)
            if request["action"] == "authenticate":
                await client.send(json.dumps({"type": "auth", "status": "success"}))
                continue
            for entry in request["symbols"]:
                index.setdefault((entry["exchange"], entry["symbol"]), {})[client] = request["mode"]
            await client.send(
                json.dumps({"type": "subscribe", "status": "success", "subscriptions": request["symbols"]})
            )
    finally:
        for clients in index.values():
            clients.pop(client, None)


async def pump(bus):
    while True:
        topic, payload = await bus.recv_multipart()
        exchange, *symbol, mode = topic.decode().split("_")
        symbol = "_".join(symbol)
        clients = index.get((exchange, symbol))
        if not clients:
            continue
        data = json.loads(payload)
        sends = []
        for client, wanted in clients.items():
            if wanted <= MODES[mode]:
                message = {
                    "type": "market_data",
                    "symbol": symbol,
                    "exchange": exchange,
                    "mode": wanted,
                    "data": data,
                    "broker": "demo",
                }
                sends.append(client.send(json.dumps(message, separators=(",", ":"))))
        await asyncio.gather(*sends, return_exceptions=True)


async def main():
    bus = zmq.asyncio.Context().socket(zmq.SUB)
    bus.setsockopt(zmq.RCVHWM, 100000)
    port = bus.bind_to_random_port("tcp://127.0.0.1")
    bus.subscribe(b"")
    server = await websockets.serve(serve, "127.0.0.1", 0, compression=None)
    print(f"listening ws={server.sockets[0].getsockname()[1]} bus={port}", flush=True)
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, lambda: __import__("os")._exit(0))
    await pump(bus)


asyncio.run(main())
