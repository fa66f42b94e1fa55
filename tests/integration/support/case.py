"""What the test files share: a service with keys of two users and a publisher, per test class."""

import sys
import unittest

from .bus import Publisher
from .client import Client
from .process import Tickgate


class ServiceUser(unittest.TestCase):
    """Talks to self.service, whose users have the keys in self.keys."""

    def client(self, user="alice", **options):
        client = Client(self.service.ws_port, self.keys[user] if user else None, **options)
        self.addCleanup(client.__exit__)
        return client

    def publisher(self):
        publisher = Publisher(self.service.bus)
        self.addCleanup(publisher.close)
        return publisher.wait_for_subscription()


class ServiceCase(ServiceUser):
    """One service with a keys file for the class; settings of the class go into its environment."""

    settings = {}
    arguments = ()
    users = ("alice", "bob")

    @classmethod
    def setUpClass(cls):
        cls.service = Tickgate(*cls.arguments, settings={"TICKGATE_AUTH": "keys", **cls.settings})
        cls.addClassCleanup(cls.service.__exit__)
        cls.keys = {user: cls.service.add_key(user) for user in cls.users}
        cls.key = cls.keys["alice"]
        cls.service.start()

    def run(self, result=None):
        before = len(result.errors) + len(result.failures)
        super().run(result)
        if len(result.errors) + len(result.failures) > before:
            sys.stderr.write(f"--- log of the service during {self.id()}\n{self.service.log()}\n---\n")

    def assert_error(self, reply, code):
        self.assertEqual(reply.get("status"), "error", reply)
        self.assertEqual(reply.get("code"), code, reply)
        self.assertTrue(reply.get("message"), reply)
        self.assertNotIn("type", reply)


def main():
    unittest.main(verbosity=2)
