"""Adapters that behave as scenario.json in the OpenAlgo folder says; every call is written to calls.log.

    {"zerodha": {
        "style": "status"|"success"|"none",   how results are shaped
        "token": "fresh",                     the only token the broker accepts
        "connect_delay": seconds, "subscribe_delay": seconds, "connect_error": text, "init_error": text,
        "reject": [symbols], "hang": [symbols], "crash": [symbols], "freeze": [symbols],
        "forbid": [symbols], "max_depth": 5, "noisy": true, "silent": true, "connected": false, "lost": true}}
"""

import json
import os
import signal
import threading
import time

import zmq

from database.auth_db import get_auth_token

MODE_NAMES = {1: "LTP", 2: "QUOTE", 3: "DEPTH"}


def scenario(broker):
    try:
        with open("scenario.json", encoding="utf-8") as file:
            return json.load(file).get(broker, {})
    except FileNotFoundError:
        return {}


class MiniatureAdapter:
    log_lock = threading.Lock()

    def __init__(self, broker):
        self.broker = broker
        self.user = None
        self.connected = False
        self.subscribed = {}
        self.lock = threading.Lock()
        self.context = zmq.Context()
        self.socket = self.context.socket(zmq.PUB)
        self.socket.setsockopt(zmq.LINGER, 0)
        self.socket.connect("tcp://{}:{}".format(os.environ["ZMQ_HOST"], os.environ["ZMQ_PORT"]))
        self.leaving = threading.Event()
        self.publisher = threading.Thread(target=self._publish, daemon=True)

    def initialize(self, broker_name, user_id, auth_data=None):
        self.user = user_id
        self._log("initialize")
        if self._setting("init_error"):
            return self._no(self._setting("init_error"))
        self.token = get_auth_token(user_id)
        return self._yes("initialized")

    def connect(self):
        self._log("connect")
        if self._setting("noisy"):
            print("adapters print what they like")
            os.write(1, b"even to the descriptor\n")
        time.sleep(self._setting("connect_delay", 0))
        if self._setting("connect_error"):
            return self._no(self._setting("connect_error"))
        if self.token != self._setting("token", self.token):
            return self._no("Handshake status 401 Unauthorized")
        self.connected = self._setting("connected", True)
        self.publisher.start()
        return self._yes("connected")

    def subscribe(self, symbol, exchange, mode=2, depth_level=5):
        self._log(f"subscribe {exchange} {symbol} {mode} {depth_level}")
        time.sleep(self._setting("subscribe_delay", 0))
        if symbol in self._setting("crash", []):
            os._exit(7)
        if symbol in self._setting("freeze", []):
            os.kill(os.getpid(), signal.SIGSTOP)
        if symbol in self._setting("hang", []):
            time.sleep(1000)
        if symbol in self._setting("reject", []):
            return self._no(f"{symbol} is not in the master contract")
        if symbol in self._setting("forbid", []) or self.token != self._setting("token", self.token):
            return self._no("403 Forbidden")
        with self.lock:
            self.subscribed[(exchange, symbol, mode)] = depth_level
        return self._yes("subscribed", actual_depth=min(depth_level, self._setting("max_depth", depth_level)))

    def unsubscribe(self, symbol, exchange, mode=2):
        self._log(f"unsubscribe {exchange} {symbol} {mode}")
        with self.lock:
            self.subscribed.pop((exchange, symbol, mode), None)
        return self._yes("unsubscribed")

    def disconnect(self):
        self._log("disconnect")
        self.connected = False
        self.leaving.set()
        if self.publisher.is_alive():
            self.publisher.join()
        self.socket.close()
        self.context.term()

    def _publish(self):
        price = 100.0
        while not self.leaving.wait(0.05):
            if self._setting("lost") and self.connected:
                self._log("lost")
                self.connected = False
            if self._setting("silent"):
                continue
            price += 0.05
            with self.lock:
                wanted = list(self.subscribed)
            for exchange, symbol, mode in wanted:
                tick = {"symbol": symbol, "exchange": exchange, "ltp": round(price, 2), "via": self.broker}
                topic = f"{exchange}_{symbol}_{MODE_NAMES[mode]}"
                self.socket.send_multipart([topic.encode(), json.dumps(tick).encode()])

    def _setting(self, name, otherwise=None):
        return scenario(self.broker).get(name, otherwise)

    def _yes(self, message, **more):
        style = self._setting("style", "status")
        if style == "none":
            return None
        if style == "success":
            return {"success": True, "message": message, **more}
        return {"status": "success", "message": message, **more}

    def _no(self, message):
        if self._setting("style", "status") == "success":
            return {"success": False, "error": message}
        return {"status": "error", "code": "BROKER_SAYS_NO", "message": message}

    def _log(self, call):
        with self.log_lock, open("calls.log", "a", encoding="utf-8") as file:
            file.write(f"{self.user} {self.broker} {call}\n")


def create_broker_adapter(broker_name, use_pooling=None):
    return MiniatureAdapter(broker_name)
