"""A miniature OpenAlgo folder (tests/support/openalgo), and a service that serves its users."""

import json
import os
import subprocess
import sys

from .case import ServiceUser
from .client import Client
from .process import SCALE, Tickgate, wait_until

MAKER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "support", "openalgo", "make_openalgo.py")


class OpenAlgo:
    def __init__(self, folder, wal=True):
        self.folder = folder
        self.run("init", *(["--wal"] if wal else []))

    def run(self, *command):
        subprocess.run([sys.executable, MAKER, self.folder, *command], check=True, timeout=60 * SCALE)

    def add_user(self, name, broker):
        """Returns the key."""
        key = f"key-of-{name}-0123456789"
        self.run("user", name, key, broker)
        return key

    def hold(self, verb):
        """Starts what lasts until its stdin ends ("lock", "write"), and waits until it has begun."""
        process = subprocess.Popen(
            [sys.executable, MAKER, self.folder, verb], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout.readline(), f"{verb} did not begin"
        return process

    @staticmethod
    def let_go(process):
        process.stdin.close()
        process.wait(30 * SCALE)
        process.stdout.close()

    def scenario(self, **brokers):
        """How the miniature adapters behave from now on."""
        path = os.path.join(self.folder, "scenario.json")
        with open(path + ".new", "w", encoding="utf-8") as file:
            json.dump(brokers, file)
        os.replace(path + ".new", path)

    def calls(self, text):
        """How many calls into the miniature adapters contain this text."""
        try:
            with open(os.path.join(self.folder, "calls.log"), encoding="utf-8") as file:
                return sum(text in line for line in file)
        except FileNotFoundError:
            return 0

    def stats(self):
        """What OpenAlgo's health page reads."""
        try:
            with open(os.path.join(self.folder, "log", "ws_proxy_stats.json"), encoding="utf-8") as file:
                return json.load(file)
        except FileNotFoundError:
            return None

    def wait_for_stats(self, **wanted):
        def found():
            stats = self.stats() or {}
            return stats if all(stats.get(name) == value for name, value in wanted.items()) else None

        return wait_until(found, 25, f"stats with {wanted}")


class OpenAlgoCase(ServiceUser):
    """Two users with their brokers; with adapter_host Tickgate runs the adapters."""

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
