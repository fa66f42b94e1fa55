"""DESIGN 8: who may connect, how long they may wait, what they may ask for."""

import resource
import time
import unittest

import websocket

from support.case import ServiceCase, main
from support.client import Client, RawClient
from support.crowd import Crowd
from support.process import SCALE, Tickgate, wait_until


class Origins(ServiceCase):
    settings = {"TICKGATE_ALLOWED_ORIGINS": "https://charts.example,http://desk.example:8080"}

    def status(self, **headers):
        with RawClient(self.service.ws_port) as client:
            return client.upgrade(**headers)

    def test_no_origin_and_loopback_origins_pass(self):
        for origin in (None, "http://localhost", "http://localhost:3000", "http://127.0.0.1:5000", "http://[::1]:8080",
                       "https://localhost"):
            with self.subTest(origin=origin):
                self.assertEqual(self.status(**({"Origin": origin} if origin else {})), 101)

    def test_origins_that_the_user_allowed_pass(self):
        self.assertEqual(self.status(Origin="https://charts.example"), 101)
        self.assertEqual(self.status(Origin="http://desk.example:8080"), 101)

    def test_any_other_origin_is_forbidden(self):
        for origin in ("https://evil.example", "http://localhost.evil.example", "http://127.0.0.1.evil.example", "null",
                       "https://charts.example.evil", "http://charts.example", "file://", "http://evil.example/localhost",
                       "http://localhost@evil.example"):
            with self.subTest(origin=origin):
                self.assertEqual(self.status(Origin=origin), 403)

    def test_the_host_must_be_a_loopback_name(self):
        port = self.service.ws_port
        for host in (f"localhost:{port}", f"127.0.0.1:{port}", f"[::1]:{port}", f"LOCALHOST:{port}"):
            with self.subTest(host=host):
                self.assertEqual(self.status(Host=host), 101)
        for host in ("evil.example", f"evil.example:{port}", f"localhost.evil.example:{port}", "192.168.1.5:8765"):
            with self.subTest(host=host):
                self.assertEqual(self.status(Host=host), 403)

    def test_permission_for_others_changes_nothing_while_only_this_computer_is_served(self):
        with Tickgate(settings={"TICKGATE_AUTH": "keys", "TICKGATE_ALLOW_REMOTE": "on"}).start() as service:
            with RawClient(service.ws_port) as client:
                self.assertEqual(client.upgrade(Host="evil.example"), 403)

    def test_a_missing_host_is_refused(self):
        status = self.status(Host=None)
        self.assertIn(status, (400, 403))


class Deadlines(ServiceCase):
    settings = {"WS_AUTH_GRACE_SECONDS": "1", "WS_PING_INTERVAL": "1", "WS_PING_TIMEOUT": "1"}

    def test_who_does_not_authenticate_in_time_is_closed_with_4401(self):
        with Client(self.service.ws_port) as client:
            client.request({"action": "ping"})
            self.assertEqual(client.closed_with(10), 4401)

    def test_who_does_not_answer_pings_is_cut_off_and_who_does_stays(self):
        with RawClient(self.service.ws_port) as mute, Crowd(self.service.ws_port, self.key, 3, ["PING"]) as crowd:
            self.assertEqual(mute.upgrade(), 101)
            mute.authenticate(self.key)
            mute.socket.settimeout(15 * SCALE)
            pings = 0
            try:
                while True:
                    opcode, _ = mute.read_frame()
                    pings += opcode == mute.PING
            except ConnectionError:
                pass
            self.assertGreaterEqual(pings, 1)
            # The others answered theirs meanwhile.
            self.publisher().tick("NSE", "PING", "LTP", n=1)
            crowd.wait_for_ticks(1)

    def test_an_authenticated_client_outlives_the_deadline(self):
        bus = self.publisher()
        with self.client() as client:
            client.subscribe("NSE:LATE", mode=1)
            end = time.monotonic() + 2.5
            count = 0
            while time.monotonic() < end:
                bus.tick("NSE", "LATE", "LTP", n=count)
                self.assertEqual(client.next_tick()["data"]["n"], count)
                count += 1


class WrongKeys(ServiceCase):
    settings = {"WS_AUTH_GRACE_SECONDS": "120"}

    def test_the_fifth_wrong_key_closes_with_4401(self):
        with Client(self.service.ws_port) as client:
            for attempt in range(4):
                self.assert_error(client.authenticate(f"wrong-{attempt}"), "AUTHENTICATION_ERROR")
            client.send({"action": "authenticate", "api_key": "wrong-4"})
            self.assertEqual(client.closed_with(20), 4401)

    def test_keys_never_reach_the_log(self):
        wrong = "secret-wrong-key-0123456789"
        with Client(self.service.ws_port) as client:
            client.authenticate(wrong)
            client.authenticate(self.key)
        log = self.service.log()
        self.assertNotIn(wrong, log)
        self.assertNotIn(self.key, log)


class Limits(ServiceCase):
    settings = {"TICKGATE_MAX_CLIENTS": "3"}

    def test_one_client_too_many_is_refused_and_the_others_stay(self):
        clients = [self.client() for _ in range(3)]
        with self.assertRaises((websocket.WebSocketException, OSError)):
            Client(self.service.ws_port)
        for client in clients:
            client.settle()
        clients[0].close()

        def connected():
            try:
                return self.client()
            except (websocket.WebSocketException, OSError):
                return None

        end = time.monotonic() + 10 * SCALE
        while not connected():
            self.assertLess(time.monotonic(), end, "a place that became free is not given out again")


class OpenFiles(unittest.TestCase):
    def service(self, soft, hard):
        service = Tickgate(settings={"TICKGATE_AUTH": "keys"}, open_files=(soft, hard))
        self.addCleanup(service.__exit__)
        return service.start()

    def connections(self, service, count):
        clients = [RawClient(service.ws_port) for _ in range(count)]
        for client in clients:
            self.addCleanup(client.socket.close)
        return clients

    @unittest.skipUnless(SCALE == 1, "sanitizers need open files themselves, and report errors where they get none")
    def test_after_more_connections_than_open_files_it_serves_again(self):
        service = self.service(64, 64)
        clients = self.connections(service, 80)
        wait_until(lambda: "connections cannot be accepted" in service.log(), what="a warning")
        service.verb("status")  # which may have no answer now
        for client in clients:
            client.socket.close()
        with RawClient(service.ws_port) as late:
            self.assertEqual(late.upgrade(), 101)
        wait_until(lambda: service.verb("status").returncode == 0, what="an answer to status")
        self.assertEqual(service.stop(), 0)

    def test_a_low_limit_that_may_be_raised_does_not_keep_clients_out(self):
        service = self.service(64, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
        for client in self.connections(service, 80):
            self.assertEqual(client.upgrade(), 101)
        self.assertEqual(service.stop(), 0)


class SubscriptionLimit(ServiceCase):
    def test_ten_thousand_subscriptions_are_the_limit(self):
        with RawClient(self.service.ws_port) as client:
            self.assertEqual(client.upgrade(), 101)
            client.authenticate(self.key)
            for batch in range(10):
                symbols = [{"symbol": f"B{batch}S{n}", "exchange": "NSE"} for n in range(1000)]
                client.send_json({"action": "subscribe", "symbols": symbols})
                self.assertEqual(client.read_json()["status"], "success")
            client.send_json({"action": "subscribe", "symbols": [{"symbol": "STRAW", "exchange": "NSE"}]})
            reply = client.read_json()
            failed = reply if reply["status"] == "error" else reply["subscriptions"][0]
            self.assertEqual(failed["status"], "error")
            client.send_json({"action": "ping"})
            self.assertEqual(client.read_json()["type"], "pong")


if __name__ == "__main__":
    main()
