"""A client as people write them with websocket-client, and one that speaks raw frames."""

import json
import os
import socket
import struct
import time

import websocket

from .process import SCALE, deadline


class Client:
    """Synchronous: requests are answered in order, everything else that arrives is kept in the order it came."""

    def __init__(self, port, key=None, host="127.0.0.1", **options):
        self.ws = websocket.create_connection(f"ws://{host}:{port}", timeout=10 * SCALE, **options)
        self.ticks = []
        self.texts = []
        self.orders = []
        if key is not None:
            reply = self.authenticate(key)
            assert reply.get("status") == "success", reply

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.ws.shutdown()
        except OSError:
            pass

    def receive(self, seconds=10):
        """The next message, as (object, text)."""
        self.ws.settimeout(seconds * SCALE)
        text = self.ws.recv()
        if isinstance(text, bytes):
            text = text.decode()
        if text == "":
            raise ConnectionError("closed")
        return json.loads(text), text

    def _keep(self, message, text):
        if message.get("type") == "market_data":
            self.ticks.append(message)
            self.texts.append(text)
            return True
        if message.get("type") == "order_update":
            self.orders.append(text)
            return True
        return False

    def send(self, message):
        self.ws.send(message if isinstance(message, str) else json.dumps(message))

    def request(self, message):
        """Sends a request (an object, or text as it is) and returns the reply; ticks on the way are kept."""
        self.send(message)
        while True:
            reply, text = self.receive()
            if not self._keep(reply, text):
                return reply

    def authenticate(self, key):
        return self.request({"action": "authenticate", "api_key": key})

    def subscribe(self, *symbols, mode=None, **fields):
        """symbols: "EXCHANGE:SYMBOL"."""
        message = {"action": "subscribe", "symbols": [named(symbol) for symbol in symbols], **fields}
        if mode is not None:
            message["mode"] = mode
        return self.request(message)

    def next_tick(self, seconds=10):
        """The oldest tick not yet taken."""
        return json.loads(self.next_text(seconds))

    def next_text(self, seconds=10):
        while not self.texts:
            message, text = self.receive(seconds)
            if not self._keep(message, text):
                raise AssertionError(f"expected a tick, got {text}")
        self.ticks.pop(0)
        return self.texts.pop(0)

    def next_order(self, seconds=10):
        while not self.orders:
            message, text = self.receive(seconds)
            if not self._keep(message, text):
                raise AssertionError(f"expected an order update, got {text}")
        return self.orders.pop(0)

    def settle(self):
        """A round trip: what the server had sent before is in ticks and orders after it."""
        reply = self.request({"action": "ping"})
        assert reply["type"] == "pong", reply

    def closed_with(self, seconds=10):
        """Reads until the server's Close frame and returns its code; answers it as every library does."""
        self.ws.settimeout(seconds * SCALE)
        end = deadline(seconds)
        while time.monotonic() < end:
            opcode, data = self.ws.recv_data(control_frame=True)
            if opcode == websocket.ABNF.OPCODE_CLOSE:
                return struct.unpack("!H", data[:2])[0] if len(data) >= 2 else None
        raise AssertionError("no Close frame in time")

    def close(self):
        self.ws.close(timeout=2)


def named(symbol):
    exchange, _, name = symbol.partition(":")
    return {"symbol": name, "exchange": exchange}


class RawClient:
    """Bytes as the test wants them, for what no library would send."""

    CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10

    def __init__(self, port, host="127.0.0.1", receive_buffer=None):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.socket = socket.socket(family)
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(10 * SCALE)
        self.socket.connect((host, port))
        self.port = port
        self._buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def request_text(self, **headers):
        lines = {
            "Host": f"127.0.0.1:{self.port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version": "13",
        }
        for name, value in headers.items():
            name = name.replace("_", "-")
            if value is None:
                lines.pop(name, None)
            else:
                lines[name] = value
        return "GET / HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"

    def upgrade(self, **headers):
        """Sends the opening handshake and returns the status code of the answer (None: closed without one)."""
        self.socket.sendall(self.request_text(**headers).encode())
        return self.read_status()

    def read_status(self):
        while b"\r\n\r\n" not in self._buffer:
            try:
                data = self.socket.recv(65536)
            except ConnectionResetError:
                return None
            if not data:
                return None
            self._buffer += data
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        return int(head.split(b" ", 2)[1])

    @staticmethod
    def frame(opcode, payload=b"", fin=True, masked=True, rsv=0, length=None):
        """length: what the header claims, when it is to differ from the payload."""
        size = len(payload) if length is None else length
        head = bytes([(0x80 if fin else 0) | rsv << 4 | opcode])
        flag = 0x80 if masked else 0
        if size < 126:
            head += bytes([flag | size])
        elif size < 65536:
            head += bytes([flag | 126]) + struct.pack("!H", size)
        else:
            head += bytes([flag | 127]) + struct.pack("!Q", size)
        if masked:
            mask = os.urandom(4)
            repeated = mask * (len(payload) // 4 + 1)
            payload = bytes(a ^ b for a, b in zip(payload, repeated)) if len(payload) < 4096 else _xor(payload, repeated)
            head += mask
        return head + payload

    def send_frame(self, opcode, payload=b"", **options):
        self.socket.sendall(self.frame(opcode, payload, **options))

    def send_json(self, message):
        self.send_frame(self.TEXT, json.dumps(message).encode())

    def _take(self, count):
        while len(self._buffer) < count:
            data = self.socket.recv(1 << 20)
            if not data:
                raise ConnectionError("closed")
            self._buffer += data
        taken, self._buffer = self._buffer[:count], self._buffer[count:]
        return taken

    def read_frame(self):
        """(opcode, payload) of the next frame, which must be unmasked."""
        first, second = self._take(2)
        assert not second & 0x80, "a server must not mask"
        size = second & 0x7F
        if size == 126:
            size = struct.unpack("!H", self._take(2))[0]
        elif size == 127:
            size = struct.unpack("!Q", self._take(8))[0]
        return first & 0x0F, self._take(size)

    def read_json(self):
        while True:
            opcode, payload = self.read_frame()
            if opcode == self.TEXT:
                return json.loads(payload)
            if opcode == self.CLOSE:
                raise ConnectionError(f"closed with {struct.unpack('!H', payload[:2])[0] if payload else None}")

    def close_code(self):
        """Reads to the Close frame."""
        while True:
            opcode, payload = self.read_frame()
            if opcode == self.CLOSE:
                return struct.unpack("!H", payload[:2])[0] if payload else None

    def authenticate(self, key):
        self.send_json({"action": "authenticate", "api_key": key})
        reply = self.read_json()
        assert reply.get("status") == "success", reply

    def read_to_end(self):
        """True when the peer ended the connection (in order or by reset) with nothing more to read."""
        try:
            while self.socket.recv(65536):
                pass
        except ConnectionResetError:
            pass
        return True


def _xor(payload, repeated):
    size = len(payload)
    return (int.from_bytes(payload, "big") ^ int.from_bytes(repeated[:size], "big")).to_bytes(size, "big")
