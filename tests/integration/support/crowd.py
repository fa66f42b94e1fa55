"""Many clients at once on one thread, reading as fast as Python can."""

import json
import os
import selectors
import socket
import struct
import threading

from .client import RawClient
from .process import wait_until


class Member:
    def __init__(self, raw):
        self.raw = raw
        self.buffer = b""
        self.ticks = []
        self.close_code = None
        self.ended = False


class Crowd:
    """count authenticated clients; answer=False reads but never answers a Close, read=False does not even read."""

    def __init__(self, port, key, count, symbols=(), mode=1, answer=True, read=True):
        self.members = []
        self._answer = answer
        self._selector = selectors.DefaultSelector()
        self._stopping = False
        self._thread = None
        for _ in range(count):
            raw = RawClient(port)
            assert raw.upgrade() == 101
            raw.authenticate(key)
            if symbols:
                raw.send_json({"action": "subscribe", "mode": mode,
                               "symbols": [{"exchange": "NSE", "symbol": symbol} for symbol in symbols]})
                assert raw.read_json()["status"] == "success"
            member = Member(raw)
            member.buffer = raw._buffer
            self.members.append(member)
        if read:
            for member in self.members:
                member.raw.socket.setblocking(False)
                self._selector.register(member.raw.socket, selectors.EVENT_READ, member)
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._stopping = True
        if self._thread:
            self._thread.join()
        for member in self.members:
            member.raw.socket.close()
        self._selector.close()

    def _run(self):
        while not self._stopping:
            for key, _ in self._selector.select(0.05):
                self._read(key.data)

    def _read(self, member):
        try:
            data = member.raw.socket.recv(1 << 20)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._selector.unregister(member.raw.socket)
            member.ended = True
            return
        buffer = member.buffer + data
        at = 0
        while len(buffer) - at >= 2:
            size, head = buffer[at + 1], 2
            if size == 126:
                if len(buffer) - at < 4:
                    break
                size, head = struct.unpack_from("!H", buffer, at + 2)[0], 4
            elif size == 127:
                if len(buffer) - at < 10:
                    break
                size, head = struct.unpack_from("!Q", buffer, at + 2)[0], 10
            if len(buffer) - at < head + size:
                break
            opcode = buffer[at] & 0x0F
            payload = buffer[at + head : at + head + size]
            at += head + size
            if opcode == RawClient.TEXT:
                message = json.loads(payload)
                if message.get("type") == "market_data":
                    member.ticks.append((message["symbol"], message["data"].get("n")))
            elif opcode == RawClient.PING:
                self._send(member, RawClient.PONG, payload)
            elif opcode == RawClient.CLOSE:
                member.close_code = struct.unpack_from("!H", payload)[0] if len(payload) >= 2 else 0
                if self._answer:
                    self._send(member, RawClient.CLOSE, payload[:2])
        member.buffer = buffer[at:]

    @staticmethod
    def _send(member, opcode, payload):
        try:
            member.raw.socket.send(RawClient.frame(opcode, payload))
        except OSError:
            pass

    def wait_for_ticks(self, count, seconds=30):
        wait_until(lambda: all(len(member.ticks) >= count for member in self.members), seconds,
                   f"{count} ticks at every client (least: {min(len(m.ticks) for m in self.members)})")

    def wait_for_close(self, seconds=10):
        wait_until(lambda: all(member.close_code is not None for member in self.members), seconds, "a Close frame everywhere")

    def wait_for_end(self, seconds=10):
        wait_until(lambda: all(member.ended for member in self.members), seconds, "the end of every connection")


def plain_bind(port, address="127.0.0.1"):
    """Binds and listens as a program does that knows nothing of SO_REUSEADDR; raises when the port is not free."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as listener:
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((address, port))
        listener.listen(1)


def sockets_on(port):
    """The state names of every TCP socket whose local port is this one, as Linux lists them; none elsewhere."""
    if not os.path.exists("/proc/net/tcp"):
        return []
    names = {1: "ESTABLISHED", 2: "SYN_SENT", 3: "SYN_RECV", 4: "FIN_WAIT1", 5: "FIN_WAIT2", 6: "TIME_WAIT", 7: "CLOSE",
             8: "CLOSE_WAIT", 9: "LAST_ACK", 10: "LISTEN", 11: "CLOSING"}
    states = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with open(table, encoding="ascii") as lines:
            next(lines)
            for line in lines:
                fields = line.split()
                if int(fields[1].rsplit(":", 1)[1], 16) == port:
                    states.append(names[int(fields[3], 16)])
    return states
