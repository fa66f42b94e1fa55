"""Clients that do not keep up, each in its way, beside clients that do."""

import json
import socket
import struct
import threading
import time

from support.case import ServiceCase, main
from support.client import Client, RawClient
from support.crowd import Crowd
from support.process import SCALE, deadline

SYMBOLS = [f"SLOW{number}" for number in range(20)]
ROUNDS = 40
PAD = "x" * 20_000  # 16 MB for a client in all: more than the system's buffers and the budget take
BUDGET = 4 * 1024 * 1024


class SlowReaders(ServiceCase):
    settings = {"WS_PING_INTERVAL": "0"}  # they answer none

    def raw(self, subscribe=True, orders=False):
        client = RawClient(self.service.ws_port, receive_buffer=4096)
        self.addCleanup(client.__exit__)
        self.assertEqual(client.upgrade(), 101)
        if subscribe:
            client.authenticate(self.key)
            symbols = [{"exchange": "NSE", "symbol": symbol} for symbol in SYMBOLS]
            client.send_json({"action": "subscribe", "mode": 1, "symbols": symbols})
            self.assertEqual(client.read_json()["status"], "success")
        if orders:
            client.send_json({"action": "subscribe_orders"})
            self.assertEqual(client.read_json()["status"], "success")
        return client

    def sip(self, client, size, pause):
        """Reads so much, waits so long, and so on until the test is over."""
        over = threading.Event()

        def run():
            while not over.wait(pause):
                try:
                    client.socket.recv(size, socket.MSG_DONTWAIT)
                except BlockingIOError:
                    pass
                except OSError:
                    return

        thread = threading.Thread(target=run)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(over.set)

    def resident(self):
        with open(f"/proc/{self.service.process.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * 4096

    def row(self, client):
        port = client.socket.getsockname()[1]
        clients = json.loads(self.service.verb("clients", "--json").stdout)
        return next(row for row in clients if row["port"] == port)

    def test_every_kind_of_slow_reader_hurts_nobody_and_gets_the_newest(self):
        bus = self.publisher()
        mute = self.raw(orders=True)
        self.raw(subscribe=False)  # stops after the handshake
        self.sip(self.raw(), 102, 0.1)  # 1 KiB/s
        self.sip(self.raw(), 1 << 20, 0.5)  # bursts
        with Crowd(self.service.ws_port, self.key, 5, SYMBOLS) as crowd:
            before = self.resident()
            most = 0
            sent, orders = [], []
            for number in range(ROUNDS):
                for symbol in SYMBOLS:
                    bus.tick("NSE", symbol, "LTP", n=number, pad=PAD)
                    sent.append((symbol, number))
                orders.append(bus.order("alice", order_id=f"order-{number}"))
                crowd.wait_for_ticks(len(sent), 60)
                most = max(most, self.resident())
            for member in crowd.members:
                self.assertEqual(member.ticks, sent)
        self.assertGreater(self.row(mute)["conflated"], 0)
        if SCALE == 1:  # a sanitizer keeps freed memory
            self.assertLess(most - before, (4 + len(crowd.members)) * BUDGET)

        # What the mute one finds when it reads at last: every order; of each symbol ticks in order, up to the newest.
        ticks = {symbol: [] for symbol in SYMBOLS}
        found = []
        while len(found) < ROUNDS or any(not seen or seen[-1] < ROUNDS - 1 for seen in ticks.values()):
            message = mute.read_json()
            if message["type"] == "order_update":
                found.append(message["order_id"])
            else:
                ticks[message["symbol"]].append(message["data"]["n"])
        self.assertEqual(found, [f"order-{number}" for number in range(ROUNDS)])
        for seen in ticks.values():
            self.assertEqual(seen, sorted(set(seen)))
        self.assertLess(sum(map(len, ticks.values())), len(sent))

    def test_a_client_that_reads_nothing_is_said_to_lag_before_anything_is_queued(self):
        bus = self.publisher()
        client = self.raw()
        for number in range(2):  # the system takes these 0.8 MB
            for symbol in SYMBOLS:
                bus.tick("NSE", symbol, "LTP", n=number, pad=PAD)
        end = deadline(20)
        while not (row := self.row(client))["slow"] and time.monotonic() < end:
            pass
        self.assertTrue(row["slow"], row)
        self.assertEqual(row["queued_messages"], 0)
        self.assertGreater(row["lag_seconds"], 0)

    def test_a_slow_reader_that_says_goodbye_gets_whole_frames_and_an_answer(self):
        bus = self.publisher()
        client = self.raw()
        number = 0
        while self.row(client)["queued_messages"] == 0:
            for symbol in SYMBOLS:
                bus.tick("NSE", symbol, "LTP", n=number, pad=PAD)
            number += 1
        client.send_frame(8, struct.pack("!H", 1000))
        pace = threading.Event()
        while (frame := client.read_frame())[0] == 1:
            json.loads(frame[1])
            pace.wait(0.025)  # for longer than a client that reads nothing has
        self.assertEqual(frame, (8, struct.pack("!H", 1000)))


class LongWayToThePing(ServiceCase):
    settings = {"WS_PING_INTERVAL": "1", "WS_PING_TIMEOUT": "3"}

    def test_a_client_that_reads_all_the_while_is_not_cut_for_a_ping_that_it_has_not_met(self):
        bus = self.publisher()
        small = ((socket.SOL_SOCKET, socket.SO_RCVBUF, 4096),)
        with Client(self.service.ws_port, self.key, sockopt=small) as client:
            client.subscribe("NSE:SLOW0", mode=1)
            pace = threading.Event()
            for number in range(700):  # 1 MB, which the system takes
                bus.tick("NSE", "SLOW0", "LTP", n=number, pad="x" * 1500)
            for number in range(700):
                pace.wait(0.01)  # 7 s for all, and it answers each ping that it comes to
                self.assertEqual(client.next_tick()["data"]["n"], number)
            client.settle()


if __name__ == "__main__":
    main()
