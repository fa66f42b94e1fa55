"""DESIGN 7: what a running instance answers to the command line."""

import json
import os
import re
import socket
import subprocess
import unittest

from support.case import main
from support.client import Client
from support.crowd import Crowd, plain_bind
from support.process import SCALE, Tickgate, wait_until


def keys_of(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)


class Control(unittest.TestCase):
    def setUp(self):
        self.service = Tickgate(demo=True)
        self.addCleanup(self.service.__exit__)

    def ok(self, *arguments):
        result = self.service.verb(*arguments)
        self.assertEqual(result.returncode, 0, f"{arguments}: {result.stdout}{result.stderr}")
        return result.stdout

    def test_without_a_running_instance_the_verbs_exit_3(self):
        for verb in (["status"], ["stop"], ["clients"], ["quit"], ["kick", "1"]):
            with self.subTest(verb=verb):
                result = self.service.verb(*verb)
                self.assertEqual(result.returncode, 3, result.stderr)
                self.assertTrue(result.stderr.strip())

    def test_status_is_one_object_with_snake_case_keys(self):
        self.service.start()
        with Client(self.service.ws_port, "demo-key"):
            status = json.loads(self.ok("status", "--json"))
            self.assertIsInstance(status, dict)
            for key in keys_of(status):
                self.assertRegex(key, r"^[a-z][a-z0-9_]*$")
            self.assertIn(str(self.service.ws_port), json.dumps(status))
            self.assertIn(str(self.service.bus_port), json.dumps(status))
            self.assertIn(os.environ["TICKGATE_VERSION"], json.dumps(status))
            self.assertIn("running", self.ok("status").lower())

    def test_a_client_is_listed_and_kicked_with_4403(self):
        self.service.start()
        with Client(self.service.ws_port, "demo-key") as client:
            clients = json.loads(self.ok("clients", "--json"))
            self.assertEqual(len(clients), 1)
            self.assertNotIn("demo-key", json.dumps(clients))
            identifier = next(value for key, value in clients[0].items() if re.fullmatch(r"id|client_id", key))
            self.ok("kick", str(identifier))
            self.assertEqual(client.closed_with(), 4403)
            wait_until(lambda: json.loads(self.ok("clients", "--json")) == [], 10, "an empty list")
        self.assertNotEqual(self.service.verb("kick", "999999").returncode, 0)

    def test_tail_ends_when_its_reader_has_had_enough(self):
        self.service.start()
        for options in ([], ["--json"]):
            with self.subTest(options=options):
                tail = subprocess.Popen(
                    self.service.command("tail", *options),
                    env=self.service.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                )
                self.addCleanup(tail.kill)
                for _ in range(3):
                    self.assertTrue(tail.stdout.readline())
                tail.stdout.close()
                self.assertEqual(tail.wait(timeout=10 * SCALE), 0, tail.stderr.read())
                tail.stderr.close()

    def test_output_that_nobody_reads_ends_no_service(self):
        readers, writers = zip(os.pipe(), os.pipe())
        for end in readers:
            os.close(end)
        service = subprocess.Popen(
            self.service.command("--headless", "--demo", "--ws-port", "0", "--zmq-port", "0"),
            env=self.service.environment,
            stdin=subprocess.DEVNULL,
            stdout=writers[0],
            stderr=writers[1],
        )
        self.addCleanup(service.wait)
        self.addCleanup(service.kill)
        for end in writers:
            os.close(end)
        wait_until(lambda: service.poll() is not None or self.service.verb("status").returncode == 0, 20, "an answer")
        self.assertIsNone(service.poll())
        self.ok("quit")
        self.assertEqual(service.wait(timeout=10 * SCALE), 0)

    def test_the_totals_keep_what_clients_took_that_have_left(self):
        self.service.start()
        with Client(self.service.ws_port, "demo-key") as client:
            client.subscribe("NSE:RELIANCE", mode="LTP")
            client.next_tick()
        wait_until(lambda: json.loads(self.ok("clients", "--json")) == [], 10, "an empty list")
        totals = json.loads(self.ok("status", "--json"))["totals"]
        self.assertGreater(totals["delivered"], 0)
        self.assertGreater(totals["delivered_bytes"], 100 * totals["delivered"])

    def test_stop_and_start_keep_the_program_and_tell_clients(self):
        self.service.start()
        with Crowd(self.service.ws_port, "demo-key", 3) as crowd:
            self.ok("stop")
            crowd.wait_for_end()
            self.assertEqual({member.close_code for member in crowd.members}, {1001})
        plain_bind(self.service.ws_port)
        self.assertTrue(self.service.running())
        self.ok("start")
        self.assertEqual(self.service.stop(), 0)

    def test_quit_ends_the_program_and_frees_the_ports(self):
        self.service.start()
        with Crowd(self.service.ws_port, "demo-key", 3) as crowd:
            self.ok("quit")
            self.assertEqual(self.service.wait(), 0)
            plain_bind(self.service.ws_port)
            plain_bind(self.service.bus_port)
            crowd.wait_for_end()
            self.assertEqual({member.close_code for member in crowd.members}, {1001})

    def test_port_names_the_owner_and_needs_no_instance(self):
        with socket.socket() as owner:
            owner.bind(("127.0.0.1", 0))
            owner.listen(1)
            port = owner.getsockname()[1]
            self.assertIn(str(os.getpid()), self.service.verb("port", str(port)).stdout)
            answer = json.loads(self.service.verb("port", str(port), "--json").stdout)
            self.assertIn(str(os.getpid()), json.dumps(answer))
            for key in keys_of(answer):
                self.assertRegex(key, r"^[a-z][a-z0-9_]*$")

    def test_a_dry_release_touches_nothing(self):
        with socket.socket() as owner:
            owner.bind(("127.0.0.1", 0))
            owner.listen(1)
            self.service.verb("release", str(owner.getsockname()[1]), "--dry-run")
            socket.create_connection(owner.getsockname()).close()


if __name__ == "__main__":
    main()
