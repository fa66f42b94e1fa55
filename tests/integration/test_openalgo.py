"""Tickgate in front of an OpenAlgo folder: its keys, its users' orders, its health page."""

import json
import os
import time

from support.case import main
from support.openalgo import OpenAlgo, OpenAlgoCase
from support.process import Tickgate


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
        self.keys["carl"] = self.openalgo.add_user("carl", "zerodha")
        anna, bob, _carl = self.client("anna"), self.client("bob"), self.client("carl")
        anna.subscribe("NSE:TCS", "NSE:INFY", mode=2)
        bob.subscribe("NSE:TCS", mode=1)
        stats = self.openalgo.wait_for_stats(clients_connected=3)
        self.assertEqual(set(stats), {"timestamp", "total_connections", "total_symbols", "clients_connected", "brokers"})
        self.assertEqual(stats["total_symbols"], 2)
        self.assertEqual(sorted(stats["brokers"]), ["angel", "zerodha"])  # each once
        self.assertEqual(stats["total_connections"], 0)  # nobody but OpenAlgo runs adapters here
        self.assertLess(abs(time.time() - stats["timestamp"]), 60)
        self.assertGreater(stats["timestamp"], before)

    def test_the_last_numbers_are_those_of_the_end(self):
        anna = self.client("anna")
        anna.subscribe("NSE:TCS", mode=1)
        self.assertEqual(self.service.stop(), 0)
        self.assertEqual(self.openalgo.stats()["clients_connected"], 0)


if __name__ == "__main__":
    main()
