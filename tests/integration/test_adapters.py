"""Tickgate runs OpenAlgo's broker adapters: subscriptions, failures, logins, crashes, the end."""

import json
import signal
import subprocess

from support.case import main
from support.openalgo import OpenAlgoCase
from support.process import wait_until


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

    def test_a_login_to_another_broker_is_served_and_named_by_every_session_of_the_user(self):
        first, second = self.client("bob"), self.client("bob")
        self.subscribe(first, "BSE:SBIN", mode=1)
        bus = self.publisher()
        self.openalgo.run("user", "bob", self.keys["bob"], "zerodha")
        bus.send("CACHE_INVALIDATE_ALL_bob", json.dumps({"user_id": "bob", "cache_type": "ALL"}))
        wait_until(lambda: self.openalgo.calls("bob zerodha subscribe BSE SBIN 1") == 1, 20, "the new adapter")
        for client in (first, second):
            self.assertEqual(client.request({"action": "get_broker_info"})["broker"], "zerodha")
        self.assertEqual(second.subscribe("BSE:SBIN", mode=1)["broker"], "zerodha")
        tick = wait_until(lambda: (lambda t: t if t["data"]["via"] == "zerodha" else None)(second.next_tick()), 20,
                          "a tick of the new broker")
        self.assertEqual(tick["broker"], "zerodha")
        self.assertEqual(self.openalgo.calls("bob angel connect"), 1)
        self.assertEqual(self.openalgo.calls("bob zerodha connect"), 1)

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
