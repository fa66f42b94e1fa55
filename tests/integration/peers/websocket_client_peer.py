"""A strategy as people write it with the `websocket-client` package."""

import json
import sys

import websocket

URL, KEY = sys.argv[1:3]


def on_open(app):
    app.send(json.dumps({"action": "authenticate", "api_key": KEY}))


def on_message(app, message):
    print(message, flush=True)
    if json.loads(message).get("type") == "auth":
        app.send(json.dumps({"action": "subscribe", "symbol": "PEER", "exchange": "NSE", "mode": 1}))


def on_close(app, code, reason):
    print(json.dumps({"closed": code}), flush=True)


websocket.WebSocketApp(URL, on_open=on_open, on_message=on_message, on_close=on_close).run_forever()
