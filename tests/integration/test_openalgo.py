"""Tickgate in front of an OpenAlgo folder: its keys, its users' orders, its adapters, its health page."""

import json
import os
import signal
import subprocess
import time

from support.case import ServiceUser, main
from support.client import Client
from support.openalgo import OpenAlgo
from support.process import Tickgate, wait_until


class OpenAlgoCase(ServiceUser):
    adapter_host = False

    def setUp(self):
        self.service = Tickgate()
        self.addCleanup(self.service.__exit__)
        self.openalgo = OpenAlgo(os.path.join(self.service.home, "openalgo"))
        self.keys = {"anna": self.openalgo.add_user("anna", "zerodha"), "bob": self.openalgo.add_user("bob", "angel")}
        self.service.environment["OPENALGO_HOME"] = self.openalgo.folder
        if self.adapter_host:
            self.service.environment["TICKGATE_ADAPTER_HOST"] = "on"
            self.service.environment["OPENALGO_PYTHON"] = "/usr/bin/python3"
        self.service.start()

    def ask(self, key):
        with Client(self.service.ws_port) as client:
            return client.authenticate(key)

    def wait_for_answer(self, key, **wanted):
        wait_until(lambda: all(self.ask(key).get(name) == value for name, value in wanted.items()), 20,
                   f"{wanted} for a key")


class Keys(OpenAlgoCase):
    def test_a_key_of_the_database_names_user_and_broker(self):
        for user, broker in (("anna", "zerodha"), ("bob", "angel")):
            reply = self.ask(self.keys[user])
            self.assertEqual((reply["status"], reply["user_id"], reply["broker"]), ("success", user, broker))

    def test_other_keys_are_refused_and_never_logged(self):
        self.assertEqual(self.ask("a-guess-that-is-wrong-9876")["code"], "AUTHENTICATION_ERROR")
        self.ask(self.keys["anna"])
        for secret in ("a-guess-that-is-wrong-9876", self.keys["anna"], "a-pepper-for-tests"):
            self.assertNotIn(secret, self.service.log())

    def test_a_revoked_login_is_a_broker_error_until_the_next_login(self):
        self.openalgo.run("revoke", "anna")
        self.assertEqual(self.ask(self.keys["anna"])["code"], "BROKER_ERROR")
        self.openalgo.run("token", "anna", "fresh")
        self.assertEqual(self.ask(self.keys["anna"])["status"], "success")

    def test_a_replaced_key_stops_working_when_the_bus_says_so(self):
        bus = self.publisher()
        self.ask(self.keys["anna"])
        self.openalgo.run("key", "anna", "the-new-key-of-anna")
        self.assertEqual(self.ask(self.keys["anna"])["status"], "success")  # cached
        with self.client("bob") as bob:
            bob.subscribe("NSE:TCS", mode=1)
            bus.send("CACHE_INVALIDATE_ALL_anna", json.dumps({"user_id": "anna", "cache_type": "ALL"}))
            self.wait_for_answer(self.keys["anna"], code="AUTHENTICATION_ERROR")
            self.assertEqual(self.ask("the-new-key-of-anna")["status"], "success")
            bus.tick("NSE", "TCS", "LTP", n=1)
            self.assertEqual(bob.next_tick()["data"]["n"], 1)  # sessions stay

    def test_each_kind_of_invalidation_drops_the_users_keys(self):
        bus = self.publisher()
        for number, kind in enumerate(("AUTH", "FEED", "ALL")):
            with self.subTest(kind):
                self.ask(self.keys["anna"])
                self.openalgo.run("revoke", "anna")
                self.assertEqual(self.ask(self.keys["anna"])["status"], "success")  # cached
                bus.send(f"CACHE_INVALIDATE_{kind}_anna", json.dumps({"user_id": "anna", "cache_type": kind}))
                self.wait_for_answer(self.keys["anna"], code="BROKER_ERROR")
                self.openalgo.run("token", "anna", f"token-{number}")

    def test_a_locked_database_says_so_and_recovers(self):
        self.openalgo = OpenAlgo(os.path.join(self.service.home, "other"), wal=False)
        key = self.openalgo.add_user("carl", "zerodha")
        with Tickgate(settings={"OPENALGO_HOME": self.openalgo.folder}) as service:
            self.service = service.start()
            lock = self.openalgo.hold("lock")
            reply = self.ask(key)
            self.assertEqual(reply["code"], "AUTHENTICATION_ERROR")
            self.assertIn("busy", reply["message"])
            self.openalgo.let_go(lock)
            self.assertEqual(self.ask(key)["status"], "success")

    def test_a_writer_in_a_transaction_is_no_obstacle(self):
        writer = self.openalgo.hold("write")
        self.assertEqual(self.ask(self.keys["anna"])["status"], "success")
        self.openalgo.let_go(writer)


class Orders(OpenAlgoCase):
    def test_orders_reach_only_their_user(self):
        bus = self.publisher()
        clients = {user: self.client(user) for user in self.keys}
        for client in clients.values():
            self.assertEqual(client.request({"action": "subscribe_orders"})["status"], "success")
        for turn, (user, other) in enumerate((("anna", "bob"), ("bob", "anna"))):
            sent = bus.order(user, order_id=f"order-{turn}")
            self.assertEqual(clients[user].next_order(), sent)
            clients[other].settle()
            self.assertEqual(clients[other].orders, [])

    def test_the_payload_names_the_user_and_not_the_topic(self):
        bus = self.publisher()
        anna, bob = self.client("anna"), self.client("bob")
        anna.request({"action": "subscribe_orders"})
        bob.request({"action": "subscribe_orders"})
        payload = json.dumps({"type": "order_update", "user_id": "bob", "order_id": "7"})
        bus.send("zerodha_anna_orders", payload)
        self.assertEqual(bob.next_order(), payload)
        anna.settle()
        self.assertEqual(anna.orders, [])

    def test_private_topics_never_leave(self):
        bus = self.publisher()
        anna = self.client("anna")
        anna.request({"action": "subscribe_orders"})
        anna.subscribe("NSE:TCS", mode=1)
        bus.send("zerodha_anna_positions", json.dumps({"user_id": "anna"}))
        bus.send("zerodha_anna_margins", json.dumps({"user_id": "anna"}))
        bus.tick("NSE", "TCS", "LTP", n=1)
        self.assertEqual(anna.next_tick()["data"]["n"], 1)
        self.assertEqual(anna.orders, [])


class Stats(OpenAlgoCase):
    def test_the_health_page_sees_the_service_every_ten_seconds(self):
        before = self.openalgo.wait_for_stats(clients_connected=0)["timestamp"]
        anna, bob = self.client("anna"), self.client("bob")
        anna.subscribe("NSE:TCS", "NSE:INFY", mode=2)
        bob.subscribe("NSE:TCS", mode=1)
        stats = self.openalgo.wait_for_stats(clients_connected=2)
        self.assertEqual(set(stats), {"timestamp", "total_connections", "total_symbols", "clients_connected", "brokers"})
        self.assertEqual(stats["total_symbols"], 2)
        self.assertEqual(sorted(stats["brokers"]), ["angel", "zerodha"])
        self.assertEqual(stats["total_connections"], 0)  # nobody but OpenAlgo runs adapters here
        self.assertLess(abs(time.time() - stats["timestamp"]), 60)
        self.assertGreater(stats["timestamp"], before)

    def test_the_last_numbers_are_those_of_the_end(self):
        anna = self.client("anna")
        anna.subscribe("NSE:TCS", mode=1)
        self.assertEqual(self.service.stop(), 0)
        self.assertEqual(self.openalgo.stats()["clients_connected"], 0)


class Adapters(OpenAlgoCase):
    adapter_host = True

    def subscribe(self, client, symbol, **fields):
        """Retries while the adapter host is still starting."""
        return wait_until(
            lambda: (lambda reply: reply if reply["status"] == "success" else None)(
                client.subscribe(symbol, **fields)), 40, f"a subscription to {symbol}")

    def test_a_subscription_reaches_the_broker_and_ticks_come_back(self):
        anna = self.client("anna")
        reply = self.subscribe(anna, "NSE:TCS", mode=3, depth=20)
        self.assertEqual(reply["subscriptions"][0]["depth"], 20)
        tick = anna.next_tick()
        self.assertEqual((tick["symbol"], tick["mode"], tick["data"]["via"]), ("TCS", 3, "zerodha"))
        feed = json.loads(self.service.verb("status", "--json").stdout)["feed"]
        self.assertEqual(feed["host"], "ready")
        self.assertEqual([(a["user"], a["broker"], a["state"], a["symbols"]) for a in feed["adapters"]],
                         [("anna", "zerodha", "connected", 1)])
        info = anna.request({"action": "get_broker_info"})
        self.assertEqual(info["adapter_status"], "connected")
        anna.request({"action": "unsubscribe_all"})
        wait_until(lambda: self.openalgo.calls("anna zerodha unsubscribe NSE TCS 3") == 1, 10, "the unsubscription")

    def test_only_the_first_and_the_last_client_reach_the_adapter(self):
        first, second = self.client("anna"), self.client("anna")
        self.subscribe(first, "NSE:TCS", mode=1)
        self.subscribe(second, "NSE:TCS", mode=1)
        first.close()
        second.next_tick()
        self.assertEqual(self.openalgo.calls("subscribe NSE TCS 1"), 1)
        second.close()
        wait_until(lambda: self.openalgo.calls("unsubscribe NSE TCS 1") == 1, 10, "the unsubscription")

    def test_a_symbol_the_broker_refuses_is_an_error_of_its_own(self):
        self.openalgo.scenario(zerodha={"style": "success", "reject": ["BAD"]})
        anna = self.client("anna")
        self.subscribe(anna, "NSE:TCS", mode=1)
        reply = anna.subscribe("NSE:BAD", "NSE:INFY", mode=1)
        self.assertEqual(reply["status"], "partial")
        bad, good = reply["subscriptions"]
        self.assertEqual((bad["status"], bad["message"]), ("error", "BAD is not in the master contract"))
        self.assertEqual(good["status"], "success")

    def test_two_users_have_two_brokers(self):
        anna, bob = self.client("anna"), self.client("bob")
        self.subscribe(anna, "NSE:TCS", mode=1)
        self.subscribe(bob, "BSE:SBIN", mode=1)
        self.assertEqual(anna.next_tick()["data"]["via"], "zerodha")
        self.assertEqual(bob.next_tick()["data"]["via"], "angel")
        stats = self.openalgo.wait_for_stats(total_connections=2)
        self.assertEqual(sorted(stats["brokers"]), ["angel", "zerodha"])

    def test_a_login_in_openalgo_rebuilds_that_users_adapter(self):
        self.openalgo.scenario(zerodha={"token": "fresh"})
        anna, bob = self.client("anna"), self.client("bob")
        self.subscribe(bob, "BSE:SBIN", mode=1)
        reply = wait_until(
            lambda: (lambda r: r if "Log in" in r["subscriptions"][0]["message"] else None)(
                anna.subscribe("NSE:TCS", mode=1)), 40, "the advice to log in")
        self.assertIn("http://127.0.0.1:5000", reply["subscriptions"][0]["message"])
        bus = self.publisher()
        self.openalgo.run("token", "anna", "fresh")
        bus.send("CACHE_INVALIDATE_ALL_anna", json.dumps({"user_id": "anna", "cache_type": "ALL"}))
        self.subscribe(anna, "NSE:TCS", mode=1)
        anna.next_tick()
        self.assertEqual(self.openalgo.calls("bob angel connect"), 1)

    def test_a_crash_of_the_host_is_a_gap_and_not_an_end(self):
        self.openalgo.scenario(zerodha={"crash": ["BOMB"]})
        anna, bob = self.client("anna"), self.client("bob")
        self.subscribe(anna, "NSE:TCS", mode=1)
        self.subscribe(bob, "BSE:SBIN", mode=1)
        anna.send({"action": "subscribe", "symbols": [{"symbol": "BOMB", "exchange": "NSE"}], "mode": 1})
        wait_until(lambda: "code 7" in self.service.log(), 20, "the end of the host in the log")
        self.openalgo.scenario()
        for client in (anna, bob):
            client.ticks, client.texts = [], []
        wait_until(lambda: self.openalgo.calls("anna zerodha subscribe NSE TCS 1") == 2, 30, "the replay")
        bob.next_tick(30)

    def test_the_host_ends_with_the_service(self):
        anna = self.client("anna")
        self.subscribe(anna, "NSE:TCS", mode=1)
        host = self.host_pid()
        self.assertEqual(self.service.stop(seconds=20), 0)
        wait_until(lambda: not alive(host), 10, "the end of the adapter host")
        self.assertEqual(self.openalgo.calls("anna zerodha disconnect"), 1)

    def test_a_second_signal_waits_for_no_adapter(self):
        host = self.frozen_host()
        self.service.send_signal(signal.SIGINT)
        wait_until(lambda: "running -> stopping" in self.service.log(), 10, "the clean-up")
        self.service.send_signal(signal.SIGINT)
        self.assertEqual(self.service.wait(), 0)
        self.assertIn("There was no time to wait for it", self.service.log())
        wait_until(lambda: not alive(host), 10, "the end of the adapter host")

    def test_the_host_dies_with_a_service_that_is_killed(self):
        host = self.frozen_host()
        self.service.send_signal(signal.SIGKILL)
        self.service.wait()
        wait_until(lambda: not alive(host), 10, "the end of the adapter host")

    def frozen_host(self):
        """The pid of the host whose adapter hangs in a call."""
        self.openalgo.scenario(zerodha={"freeze": ["MUD"]})
        anna = self.client("anna")
        self.subscribe(anna, "NSE:TCS", mode=1)
        anna.send({"action": "subscribe", "symbols": [{"symbol": "MUD", "exchange": "NSE"}], "mode": 1})
        wait_until(lambda: self.openalgo.calls("subscribe NSE MUD") == 1, 10, "the frozen call")
        return self.host_pid()

    def host_pid(self):
        line = next(line for line in self.service.log().splitlines() if "adapter host: started, pid" in line)
        return int(line.rsplit(" ", 1)[1])


def alive(pid):
    """Running, that is, and not only waiting to be collected by its parent."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


if __name__ == "__main__":
    main()
