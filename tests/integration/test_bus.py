"""The bus as it is in practice: publishers come and go, and send what they should not."""

import json

import zmq

from support.bus import Publisher
from support.case import ServiceCase, main
from support.client import Client
from support.process import Tickgate


class Garbage(ServiceCase):
    def test_nothing_on_the_bus_stops_the_feed(self):
        bus = self.publisher()
        garbage = {
            "one frame": [b"NSE_SBIN_LTP"],
            "five frames": [b"NSE_SBIN_LTP", b"{}", b"{}", b"{}", b"{}"],
            "empty topic": [b"", b'{"n":0}'],
            "empty payload": [b"NSE_SBIN_LTP", b""],
            "nothing at all": [b"", b""],
            "bad UTF-8 topic": [b"NSE_\xff\xfe_LTP", b'{"n":0}'],
            "bad UTF-8 payload": [b"NSE_SBIN_LTP", b'{"n":"\xff"}'],
            "truncated JSON": [b"NSE_SBIN_LTP", b'{"n":1'],
            "two values": [b"NSE_SBIN_LTP", b"{} {}"],
            "5 MiB payload": [b"NSE_SBIN_LTP", b'{"x":"' + b"x" * (5 << 20) + b'"}'],
            "topic without mode": [b"NSE_SBIN", b'{"n":0}'],
            "mode only": [b"LTP", b'{"n":0}'],
            "exchange only": [b"NSE_LTP", b'{"n":0}'],
            "unknown exchange": [b"MOON_SBIN_LTP", b'{"n":0}'],
            "underscores": [b"____", b'{"n":0}'],
            "NUL bytes": [b"NSE_\x00_LTP", b"\x00"],
            "long topic": [b"NSE_" + b"A" * 5000 + b"_LTP", b'{"n":0}'],
            "deep JSON": [b"NSE_SBIN_LTP", b"[" * 100_000],
            "cache type of nobody": [b"CACHE_INVALIDATE_", b"{"],
        }
        with self.client() as client:
            client.subscribe("NSE:SBIN", mode=1)
            for number, (what, frames) in enumerate(garbage.items()):
                with self.subTest(what):
                    bus.send(*frames)
                    bus.tick("NSE", "SBIN", "LTP", n=number + 1)
                    tick = client.next_tick()
                    while "n" not in tick["data"] or tick["data"]["n"] == 0:
                        tick = client.next_tick()
                    self.assertEqual(tick["data"]["n"], number + 1)

    def test_what_is_not_valid_json_is_never_forwarded(self):
        bus = self.publisher()
        with self.client() as client:
            client.subscribe("NSE:STRICT", mode=1)
            for payload in (b"{", b"", b"nonsense", b'{"a":1}x', b"{'a':1}", b'{"a":"\xff"}', b'{"a":01}'):
                bus.send(b"NSE_STRICT_LTP", payload)
            bus.tick("NSE", "STRICT", "LTP", n=1)
            self.assertEqual(client.next_tick()["data"], {"n": 1})

    def test_nan_and_infinity_become_null(self):
        bus = self.publisher()
        with self.client() as client:
            client.subscribe("NSE:HOLES", mode=1)
            bus.send("NSE_HOLES_LTP", '{"ltp": NaN, "high":Infinity, "low": -Infinity, "name": "NaN Infinity", "n":1}')
            self.assertEqual(client.next_tick()["data"],
                             {"ltp": None, "high": None, "low": None, "name": "NaN Infinity", "n": 1})


class Publishers(ServiceCase):
    def test_several_publishers_feed_one_client(self):
        first, second = self.publisher(), self.publisher()
        with self.client() as client:
            client.subscribe("NSE:A", "BSE:B", mode=1)
            first.tick("NSE", "A", "LTP", n=1)
            self.assertEqual(client.next_tick()["data"]["n"], 1)
            second.tick("BSE", "B", "LTP", n=2)
            self.assertEqual(client.next_tick()["data"]["n"], 2)

    def test_a_plain_pub_socket_is_heard(self):
        context = zmq.Context()
        self.addCleanup(context.term)
        socket = context.socket(zmq.PUB)
        self.addCleanup(socket.close, 0)
        socket.connect(self.service.bus)
        with self.client() as client:
            client.subscribe("NSE:PLAIN", mode=1)
            # PUB does not tell when it is connected: repeat until the first one comes through.
            for number in range(10_000):
                socket.send_multipart([b"NSE_PLAIN_LTP", json.dumps({"n": number}).encode()])
                client.settle()
                if client.ticks:
                    break
            self.assertEqual(client.next_tick()["symbol"], "PLAIN")

    def test_a_publisher_that_restarts_under_load_is_taken_up_again(self):
        with self.client() as client:
            client.subscribe("NSE:PHOENIX", mode=1)
            for life in range(5):
                bus = Publisher(self.service.bus).wait_for_subscription()
                for number in range(500):
                    bus.tick("NSE", "PHOENIX", "LTP", life=life, n=number)
                for number in range(500):
                    self.assertEqual(client.next_tick()["data"], {"life": life, "n": number})
                bus.close()

    def test_invalidation_keeps_sessions_connected(self):
        bus = self.publisher()
        with self.client() as client:
            client.subscribe("NSE:KEEP", mode=1)
            for scope in ("AUTH", "FEED", "ALL"):
                bus.send(f"CACHE_INVALIDATE_{scope}_alice", json.dumps({"user_id": "alice", "cache_type": scope}))
            bus.tick("NSE", "KEEP", "LTP", n=1)
            self.assertEqual(client.next_tick()["data"]["n"], 1)
            client.settle()


class Topology(ServiceCase):
    def test_an_older_publisher_that_binds_is_connected_to(self):
        context = zmq.Context()
        probe = context.socket(zmq.PUB)
        port = probe.bind_to_random_port("tcp://127.0.0.1")
        probe.close(0)
        context.term()
        with Publisher(f"tcp://127.0.0.1:{port}", bind=True) as bus:
            with Tickgate(settings={"TICKGATE_AUTH": "keys"}, zmq_port=port) as service:
                key = service.add_key("carol")
                service.start()
                bus.wait_for_subscription()
                with Client(service.ws_port, key) as client:
                    client.subscribe("NSE:OLD", mode=1)
                    bus.tick("NSE", "OLD", "LTP", n=1)
                    self.assertEqual(client.next_tick()["data"]["n"], 1)
                self.assertEqual(service.stop(), 0)


if __name__ == "__main__":
    main()
