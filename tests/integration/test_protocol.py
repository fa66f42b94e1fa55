"""PROTOCOL, line by line: what each request is answered with and which ticks follow it."""

import json

from support.case import ServiceCase, main

REQUEST_IDS = ["a", "", 7, 1.5, -0, True, False, None, [1, {"b": None}], {"deep": {"er": [1]}}]


class Authentication(ServiceCase):
    settings = {"VALID_BROKERS": "zerodha,angel"}

    def test_the_reply_names_user_broker_and_features(self):
        with self.client(user=None) as client:
            reply = client.authenticate(self.key)
            self.assertEqual(reply["type"], "auth")
            self.assertEqual(reply["status"], "success")
            self.assertEqual(reply["user_id"], "alice")
            self.assertEqual(reply["supported_features"], {"ltp": True, "quote": True, "depth": True})
            self.assertIn("broker", reply)
            self.assertIn("message", reply)

    def test_auth_and_apikey_and_type_are_accepted_in_place_of_their_names(self):
        for request in (
            {"action": "auth", "api_key": self.key},
            {"action": "authenticate", "apikey": self.key},
            {"type": "auth", "apikey": self.key},
            {"type": "authenticate", "api_key": self.key, "unknown": [1, 2, 3]},
        ):
            with self.subTest(request=sorted(request)), self.client(user=None) as client:
                self.assertEqual(client.request(request)["status"], "success")

    def test_a_wrong_or_missing_key_is_an_authentication_error_and_the_connection_stays(self):
        with self.client(user=None) as client:
            self.assert_error(client.authenticate("wrong" * 13), "AUTHENTICATION_ERROR")
            self.assert_error(client.request({"action": "authenticate"}), "AUTHENTICATION_ERROR")
            self.assertEqual(client.authenticate(self.key)["status"], "success")

    def test_a_second_authenticate_changes_the_identity_and_a_wrong_key_keeps_it(self):
        with self.client() as client:
            self.assertEqual(client.authenticate(self.keys["bob"])["user_id"], "bob")
            self.assert_error(client.authenticate("nonsense"), "AUTHENTICATION_ERROR")
            self.assertEqual(client.request({"action": "get_broker_info"})["user_id"], "bob")

    def test_before_authentication_only_ping_and_supported_brokers_are_answered(self):
        with self.client(user=None) as client:
            for action in ("subscribe", "unsubscribe", "unsubscribe_all", "subscribe_orders", "unsubscribe_orders",
                           "get_broker_info"):
                with self.subTest(action=action):
                    reply = client.request({"action": action, "symbol": "A", "exchange": "NSE", "request_id": 5})
                    self.assert_error(reply, "NOT_AUTHENTICATED")
                    self.assertEqual(reply["request_id"], 5)
            self.assertEqual(client.request({"action": "ping"})["type"], "pong")
            self.assertEqual(
                client.request({"action": "get_supported_brokers"}),
                {"type": "supported_brokers", "status": "success", "brokers": ["zerodha", "angel"], "count": 2},
            )

    def test_broker_info_tells_broker_user_and_adapter_status(self):
        with self.client() as client:
            reply = client.request({"action": "get_broker_info", "request_id": "x"})
            self.assertEqual(reply["type"], "broker_info")
            self.assertEqual(reply["status"], "success")
            self.assertEqual(reply["user_id"], "alice")
            self.assertEqual(reply["request_id"], "x")
            self.assertIsInstance(reply["broker"], str)
            self.assertIsInstance(reply["adapter_status"], str)


class Requests(ServiceCase):
    def test_ping_echoes_timestamp_and_id_when_given(self):
        with self.client() as client:
            reply = client.request({"action": "ping", "timestamp": 17.25, "_pingId": {"n": 1}})
            self.assertEqual(reply["type"], "pong")
            self.assertEqual(reply["status"], "success")
            self.assertEqual(reply["client_timestamp"], 17.25)
            self.assertEqual(reply["_pingId"], {"n": 1})
            self.assertIsInstance(reply["server_timestamp"], int)
            self.assertGreater(reply["server_timestamp"], 1_500_000_000_000)
            bare = client.request({"action": "ping"})
            self.assertNotIn("client_timestamp", bare)
            self.assertNotIn("_pingId", bare)
            self.assertNotIn("request_id", bare)

    def test_a_request_id_of_any_type_is_echoed_in_replies_and_errors(self):
        with self.client() as client:
            for value in REQUEST_IDS:
                with self.subTest(value=value):
                    reply = client.subscribe("NSE:ECHO", request_id=value)
                    self.assertEqual(reply["request_id"], value)
                    self.assertEqual(type(reply["request_id"]), type(value))
                    failed = client.request({"action": "subscribe", "symbols": 5, "request_id": value})
                    self.assertEqual(failed["request_id"], value)
                    unknown = client.request({"action": "dance", "request_id": value})
                    self.assert_error(unknown, "INVALID_ACTION")
                    self.assertEqual(unknown["request_id"], value)

    def test_orders_are_subscribed_and_unsubscribed(self):
        with self.client() as client:
            for action in ("subscribe_orders", "unsubscribe_orders"):
                reply = client.request({"action": action, "request_id": 3})
                self.assertEqual((reply["type"], reply["status"], reply["request_id"]), (action, "success", 3))
                self.assertIn("message", reply)

    def test_a_subscription_is_confirmed_entry_by_entry(self):
        with self.client() as client:
            reply = client.subscribe("NSE:RELIANCE", "MCX:GOLD", mode="Depth", depth=20, request_id=1)
            self.assertEqual((reply["type"], reply["status"]), ("subscribe", "success"))
            self.assertEqual([entry["symbol"] for entry in reply["subscriptions"]], ["RELIANCE", "GOLD"])
            for entry in reply["subscriptions"]:
                self.assertEqual(entry["status"], "success")
                self.assertEqual(entry["mode"], "Depth")
                self.assertIsInstance(entry["depth"], int)
                self.assertEqual(entry["broker"], reply["broker"])
            self.assertEqual([entry["exchange"] for entry in reply["subscriptions"]], ["NSE", "MCX"])

    def test_the_single_form_is_a_list_of_one(self):
        with self.client() as client:
            reply = client.request({"action": "subscribe", "symbol": "TCS", "exchange": "NSE"})
            self.assertEqual(reply["status"], "success")
            self.assertEqual(reply["subscriptions"][0]["mode"], "Quote")
            gone = client.request({"action": "unsubscribe", "symbol": "TCS", "exchange": "NSE"})
            self.assertEqual((gone["type"], gone["status"], len(gone["successful"])), ("unsubscribe", "success", 1))

    def test_modes_are_numbers_or_names_in_any_case_with_blanks_around(self):
        with self.client() as client:
            for mode, label in ((1, "LTP"), (2, "Quote"), (3, "Depth"), ("ltp", "LTP"), (" QUOTE ", "Quote"),
                                ("dEpTh", "Depth"), (None, "Quote")):
                with self.subTest(mode=mode):
                    reply = client.subscribe("NSE:INFY", mode=mode)
                    self.assertEqual(reply["subscriptions"][0]["mode"], label)

    def test_any_other_mode_is_invalid(self):
        with self.client() as client:
            for mode in (True, False, 0, 4, -1, 1.5, "", "tick", "1x", [], {}, [1]):
                with self.subTest(mode=mode):
                    self.assert_error(client.subscribe("NSE:INFY", mode=mode), "INVALID_MODE")

    def test_entries_without_symbol_or_exchange_are_skipped_and_what_is_no_object_fails(self):
        with self.client() as client:
            reply = client.request({
                "action": "subscribe",
                "symbols": [{"symbol": "A"}, {"exchange": "NSE"}, {}, {"symbol": "SBIN", "exchange": "NSE"}],
            })
            self.assertEqual((reply["status"], len(reply["subscriptions"])), ("success", 1))
            reply = client.request({
                "action": "subscribe",
                "symbols": ["SBIN", 7, None, {"symbol": "SBIN", "exchange": "NSE"}],
            })
            self.assertEqual(reply["status"], "partial")
            self.assertEqual([e["status"] for e in reply["subscriptions"]].count("error"), 3)
            self.assertTrue(all(e["message"] for e in reply["subscriptions"] if e["status"] == "error"))

    def test_unsubscribing_what_was_not_subscribed_succeeds(self):
        with self.client() as client:
            reply = client.request({"action": "unsubscribe", "symbols": [{"symbol": "NEVER", "exchange": "NSE", "mode": 1}]})
            self.assertEqual((reply["status"], len(reply["successful"]), reply["failed"]), ("success", 1, []))

    def test_unsubscribe_all_covers_every_subscription(self):
        with self.client() as client:
            client.subscribe("NSE:ONE", "NSE:TWO", mode=1)
            client.subscribe("NSE:ONE", mode=3)
            reply = client.request({"action": "unsubscribe_all", "request_id": [1]})
            self.assertEqual((reply["type"], reply["status"], reply["request_id"]), ("unsubscribe", "success", [1]))
            self.assertEqual(len(reply["successful"]), 3)
            self.assertEqual(client.request({"action": "unsubscribe_all"})["successful"], [])


class BadInput(ServiceCase):
    def test_what_is_no_json_object_is_invalid_json(self):
        with self.client() as client:
            for text in ("", "{", "nonsense", "[]", "5", "null", '"a"', '{"action":"ping"', "{'action':'ping'}", "\u0000"):
                if text:
                    with self.subTest(text=text):
                        self.assert_error(client.request(text), "INVALID_JSON")

    def test_unknown_actions_are_named_and_survived(self):
        with self.client() as client:
            for request in ({}, {"action": "dance"}, {"action": 5}, {"action": None}, {"action": []},
                            {"action": {}}, {"action": True}, {"action": "SUBSCRIBE "}, {"type": 1}):
                with self.subTest(request=request):
                    self.assert_error(client.request(request), "INVALID_ACTION")

    def test_wrong_types_for_every_field_are_answered_and_survived(self):
        wrong = [5, 1.5, True, None, [], {}, "", "x", [[]], {"a": 1}]
        fine = {"symbol": "SBIN", "exchange": "NSE"}
        with self.client() as client:
            for value in wrong:
                for request in (
                    {"action": "subscribe", "symbols": value},
                    {"action": "subscribe", "symbols": [{**fine, "symbol": value}]},
                    {"action": "subscribe", "symbols": [{**fine, "exchange": value}]},
                    {"action": "subscribe", "symbol": value, "exchange": value},
                    {"action": "subscribe", "symbols": [fine], "depth": value},
                    {"action": "subscribe", "symbols": [fine], "snapshot": value},
                    {"action": "unsubscribe", "symbols": value},
                    {"action": "unsubscribe", "symbols": [{**fine, "mode": value}]},
                    {"action": "ping", "timestamp": value, "_pingId": value},
                ):
                    with self.subTest(request=request):
                        reply = client.request(request)
                        self.assertIn(reply.get("status"), ("success", "partial", "error"), reply)
            self.assertEqual(client.subscribe("NSE:SBIN")["status"], "success")

    def test_keys_of_a_wrong_type_are_authentication_errors(self):
        for value in (5, None, [], {}, "", True):
            with self.subTest(value=value), self.client(user=None) as client:
                self.assert_error(client.authenticate(value), "AUTHENTICATION_ERROR")

    def test_no_symbols_at_all_are_invalid_parameters(self):
        with self.client() as client:
            for request in ({}, {"symbols": []}, {"symbols": 5}, {"symbols": "SBIN"}, {"symbol": "SBIN"}, {"exchange": "NSE"}):
                with self.subTest(request=request):
                    self.assert_error(client.request({"action": "subscribe", **request}), "INVALID_PARAMETERS")

    def test_a_thousand_symbols_are_served_and_one_more_is_refused(self):
        with self.client() as client:
            names = [f"NSE:S{number}" for number in range(1001)]
            self.assertEqual(len(client.subscribe(*names[:1000])["subscriptions"]), 1000)
            self.assert_error(client.subscribe(*names), "LIMIT_EXCEEDED")

    def test_duplicates_in_one_request_deliver_once(self):
        bus = self.publisher()
        with self.client() as client:
            reply = client.subscribe("NSE:TWICE", "NSE:TWICE", mode=1)
            self.assertEqual(reply["status"], "success")
            bus.tick("NSE", "TWICE", "LTP", n=1)
            bus.tick("NSE", "TWICE", "LTP", n=2)
            self.assertEqual([client.next_tick()["data"]["n"] for _ in range(2)], [1, 2])
            client.settle()
            self.assertEqual(client.ticks, [])

    def test_quotes_blanks_and_other_alphabets_in_symbols_come_back_as_they_went(self):
        bus = self.publisher()
        with self.client() as client:
            for symbol in ('M&M', 'BAJAJ-AUTO', 'A"B', "A\\B", "टाटा", "NIFTY 50", "A_B_C", "😀", "a/b?c=d"):
                with self.subTest(symbol=symbol):
                    reply = client.subscribe(f"NSE:{symbol}", mode=1)
                    self.assertEqual(reply["subscriptions"][0]["symbol"], symbol)
                    bus.tick("NSE", symbol, "LTP", ltp=1.5)
                    tick = client.next_tick()
                    self.assertEqual((tick["symbol"], tick["exchange"]), (symbol, "NSE"))


class Ticks(ServiceCase):
    def test_a_tick_carries_the_payload_byte_for_byte(self):
        bus = self.publisher()
        with self.client() as client:
            client.subscribe("NSE:RELIANCE", mode=2)
            payload = '{"ltp": 2500.50, "ltp2":2.5e3,\t"name":"\\u0905 \u0905", "nested":{"a":[1, 2 ,3]}, "z":null}'
            bus.send("NSE_RELIANCE_QUOTE", payload)
            text = client.next_text()
            self.assertIn(f'"data":{payload}', text)
            tick = json.loads(text)
            self.assertEqual(list(tick)[:4], ["type", "symbol", "exchange", "mode"])
            self.assertEqual((tick["type"], tick["symbol"], tick["exchange"], tick["mode"]),
                             ("market_data", "RELIANCE", "NSE", 2))
            self.assertIn("broker", tick)

    def test_each_mode_gets_its_ticks(self):
        bus = self.publisher()
        for number, label in ((1, "LTP"), (2, "QUOTE"), (3, "DEPTH")):
            with self.subTest(mode=label), self.client() as client:
                client.subscribe(f"NSE:EACH{number}", mode=number)
                bus.tick("NSE", f"EACH{number}", label, n=number)
                tick = client.next_tick()
                self.assertEqual((tick["mode"], tick["data"]["n"]), (number, number))

    def test_a_tick_reaches_subscribers_of_its_mode_and_lower_ones_with_their_highest(self):
        bus = self.publisher()
        with self.client() as ltp, self.client() as quote, self.client() as depth, self.client() as both:
            ltp.subscribe("NSE:LADDER", mode=1)
            quote.subscribe("NSE:LADDER", mode=2)
            depth.subscribe("NSE:LADDER", mode=3)
            both.subscribe("NSE:LADDER", mode=1)
            both.subscribe("NSE:LADDER", mode=3)
            for label in ("LTP", "QUOTE", "DEPTH"):
                bus.tick("NSE", "LADDER", label, kind=label)
            # A fence: everything before it has been delivered once it is there.
            for client in (ltp, quote, depth, both):
                client.subscribe("NSE:FENCE", mode=1)
            bus.tick("NSE", "FENCE", "LTP", kind="fence")

            def until_fence(client):
                seen = []
                while True:
                    tick = client.next_tick()
                    if tick["symbol"] == "FENCE":
                        return seen
                    seen.append((tick["data"]["kind"], tick["mode"]))

            self.assertEqual(until_fence(ltp), [("LTP", 1), ("QUOTE", 1), ("DEPTH", 1)])
            self.assertEqual(until_fence(quote), [("QUOTE", 2), ("DEPTH", 2)])
            self.assertEqual(until_fence(depth), [("DEPTH", 3)])
            self.assertEqual(until_fence(both), [("LTP", 1), ("QUOTE", 1), ("DEPTH", 3)])

    def test_unsubscribing_one_mode_leaves_the_others(self):
        bus = self.publisher()
        with self.client() as client:
            client.subscribe("NSE:PART", mode=1)
            client.subscribe("NSE:PART", mode=3)
            client.request({"action": "unsubscribe", "symbols": [{"symbol": "PART", "exchange": "NSE", "mode": 3}]})
            bus.tick("NSE", "PART", "DEPTH", n=1)
            self.assertEqual(client.next_tick()["mode"], 1)
            client.request({"action": "unsubscribe", "symbols": [{"symbol": "PART", "exchange": "NSE", "mode": "ltp"}]})
            client.subscribe("NSE:FENCE2", mode=1)
            bus.tick("NSE", "PART", "LTP", n=2)
            bus.tick("NSE", "FENCE2", "LTP", n=3)
            self.assertEqual(client.next_tick()["symbol"], "FENCE2")

    def test_unsubscribe_all_ends_every_tick(self):
        bus = self.publisher()
        with self.client() as client:
            client.subscribe("NSE:ALL1", "NSE:ALL2", mode=2)
            client.request({"action": "unsubscribe_all"})
            client.subscribe("NSE:FENCE3", mode=1)
            bus.tick("NSE", "ALL1", "QUOTE", n=1)
            bus.tick("NSE", "ALL2", "QUOTE", n=1)
            bus.tick("NSE", "FENCE3", "LTP", n=2)
            self.assertEqual(client.next_tick()["symbol"], "FENCE3")

    def test_a_snapshot_brings_the_last_known_tick_right_after_the_reply(self):
        bus = self.publisher()
        with self.client() as first, self.client() as second:
            first.subscribe("NSE:SNAP", mode=2)
            bus.tick("NSE", "SNAP", "QUOTE", n=1)
            bus.tick("NSE", "SNAP", "QUOTE", n=2)
            self.assertEqual([first.next_tick()["data"]["n"] for _ in range(2)], [1, 2])
            second.subscribe("NSE:SNAP", mode=2, snapshot=True)
            tick = second.next_tick()
            self.assertEqual((tick["snapshot"], tick["data"]["n"], tick["type"]), (True, 2, "market_data"))
            bus.tick("NSE", "SNAP", "QUOTE", n=3)
            self.assertNotIn("snapshot", second.next_tick())

    def test_topics_of_every_shape_find_their_symbol(self):
        bus = self.publisher()
        cases = {
            "NSE_INDEX_NIFTY_LTP": ("NSE_INDEX", "NIFTY"),
            "BSE_INDEX_SENSEX_ltp": ("BSE_INDEX", "SENSEX"),
            "MCX_INDEX_MCXBULLDEX_LTP": ("MCX_INDEX", "MCXBULLDEX"),
            "GLOBAL_INDEX_DOW_LTP": ("GLOBAL_INDEX", "DOW"),
            "CRYPTO_SOL_INR_LTP": ("CRYPTO", "SOL_INR"),
            "NFO_NIFTY24APR25000CE_LTP": ("NFO", "NIFTY24APR25000CE"),
            "zerodha_NSE_RELIANCE_LTP": ("NSE", "RELIANCE"),
            "angel_NSE_INDEX_NIFTY_Ltp": ("NSE_INDEX", "NIFTY"),
            "NSE_M&M_LTP": ("NSE", "M&M"),
        }
        with self.client() as client:
            client.subscribe(*{f"{exchange}:{symbol}" for exchange, symbol in cases.values()}, mode=1)
            for number, (topic, (exchange, symbol)) in enumerate(cases.items()):
                with self.subTest(topic=topic):
                    bus.send(topic, json.dumps({"n": number}))
                    tick = client.next_tick()
                    self.assertEqual((tick["exchange"], tick["symbol"], tick["data"]["n"]), (exchange, symbol, number))

    def test_localhost_works_over_both_families(self):
        bus = self.publisher()
        for host in ("127.0.0.1", "[::1]", "localhost"):
            with self.subTest(host=host), self.client(host=host) as client:
                client.subscribe("NSE:FAMILY", mode=1)
                bus.tick("NSE", "FAMILY", "LTP", n=1)
                self.assertEqual(client.next_tick()["data"]["n"], 1)


class Orders(ServiceCase):
    def test_an_order_update_reaches_its_user_unchanged_and_nobody_else(self):
        bus = self.publisher()
        with self.client("alice") as alice, self.client("bob") as bob, self.client("alice") as silent:
            for client in (alice, bob):
                client.request({"action": "subscribe_orders"})
            for client in (alice, bob, silent):
                client.subscribe("NSE:FENCE", mode=1)
            sent = bus.order("alice", orderid="1", price=10.50)
            # The topic says bob, the payload alice: only the payload counts.
            misleading = '{"type": "order_update",  "user_id": "alice", "orderid": "2"}'
            bus.send("bob_orders", misleading)
            for private in ("alice_positions", "alice_margins"):
                bus.send(private, '{"user_id": "alice"}')
            bus.tick("NSE", "FENCE", "LTP", n=1)
            self.assertEqual(alice.next_order(), sent)
            self.assertEqual(alice.next_order(), misleading)
            for client in (alice, bob, silent):
                self.assertEqual(client.next_tick()["symbol"], "FENCE")
                self.assertEqual(client.orders, [])

    def test_after_unsubscribe_orders_none_arrive(self):
        bus = self.publisher()
        with self.client("alice") as alice:
            alice.request({"action": "subscribe_orders"})
            alice.request({"action": "unsubscribe_orders"})
            alice.subscribe("NSE:FENCE", mode=1)
            bus.order("alice", orderid="3")
            bus.tick("NSE", "FENCE", "LTP", n=1)
            self.assertEqual(alice.next_tick()["symbol"], "FENCE")
            self.assertEqual(alice.orders, [])

    def test_order_without_a_user_is_survived(self):
        bus = self.publisher()
        with self.client("alice") as alice:
            alice.request({"action": "subscribe_orders"})
            for payload in ('{"type":"order_update"}', '{"user_id":5}', "[]", "null", '"alice"', "{"):
                bus.send("alice_orders", payload)
            sent = bus.order("alice", orderid="4")
            self.assertEqual(alice.next_order(), sent)


if __name__ == "__main__":
    main()
