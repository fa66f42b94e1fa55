"""DESIGN 3 and 4 from outside: ports that other programs and other Tickgates hold, and a server that hangs."""

import glob
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import unittest

from support.bus import Publisher
from support.case import main
from support.client import Client
from support.crowd import Crowd, plain_bind
from support.process import SCALE, Tickgate, wait_until


def free_run_of_ports(length):
    """The first of so many neighbouring ports that are all free."""
    while True:
        with socket.socket() as first:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
        try:
            for number in range(port, port + length):
                plain_bind(number)
            return port
        except OSError:
            continue


def control_socket(service):
    """Its file: in the state folder, or, where that path is too long, in the temporary one."""
    found = glob.glob(os.path.join(service.home, "**", "control.sock"), recursive=True)
    return (found or glob.glob(os.path.join(service.home, "tmp", "tickgate-*")))[0]


def control(service, verb, **arguments):
    """One request over the control socket, as the command line makes it; the answer."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        connection.connect(control_socket(service))
        body = json.dumps({"verb": verb, "arguments": arguments}).encode()
        connection.sendall(struct.pack(">IB", len(body) + 1, 1) + body)
        length = struct.unpack(">I", connection.recv(4, socket.MSG_WAITALL))[0]
        return json.loads(connection.recv(length, socket.MSG_WAITALL)[1:])


class Bus(unittest.TestCase):
    def setUp(self):
        self.port = free_run_of_ports(6)
        self.service = Tickgate(zmq_port=self.port, settings={"TICKGATE_AUTH": "keys"})
        self.addCleanup(self.service.__exit__)

    def verb(self, *arguments):
        # The settings of the process are on its command line; the verb must ask for the same bus port.
        self.service.environment["ZMQ_PORT"] = str(self.port)
        return self.service.verb(*arguments)

    def test_a_publisher_beside_the_bus_is_found_by_port_and_doctor(self):
        with Publisher(f"tcp://127.0.0.1:{self.port + 2}", bind=True):
            for running in (False, True):
                with self.subTest(running=running):
                    if running:
                        self.service.start()
                    bus = json.loads(self.verb("port", str(self.port), "--json").stdout)
                    self.assertEqual([found["port"] for found in bus["bus"]["drifted"]], [self.port + 2])
                    self.assertIn(f"ZMQ_PORT={self.port + 2}", bus["remedy"])

                    doctor = self.verb("doctor")
                    self.assertEqual(doctor.returncode, 1, doctor.stderr)
                    self.assertIn(f"published on port {self.port + 2} instead of {self.port}", doctor.stdout)
                    self.assertIn(f"ZMQ_PORT={self.port + 2}", doctor.stdout)
                    if running:
                        answer = json.loads(self.verb("doctor", "--json").stdout)
                        self.assertEqual(answer["instance"]["broken"], "publisher_attached")
                        self.assertIn(f"port {self.port + 2}", answer["instance"]["sentence"])

    def test_a_publisher_that_binds_the_bus_port_is_nothing_to_mend(self):
        with Publisher(f"tcp://127.0.0.1:{self.port}", bind=True):
            bus = json.loads(self.verb("port", str(self.port), "--json").stdout)
            self.assertTrue(bus["bus"]["connect_instead"], bus)
            self.assertFalse(bus["blocks_start"])
            self.assertNotIn("BROKEN", self.verb("doctor").stdout)

    def test_status_says_how_long_nobody_has_published(self):
        self.service.start()

        def status():
            return json.loads(self.verb("status", "--json").stdout)

        alone = wait_until(lambda: status()["bus"]["without_publisher_seconds"], what="a time without a publisher")
        self.assertFalse(status()["publisher_missing"] and alone < 5)
        with Publisher(self.service.bus) as publisher:
            publisher.wait_for_subscription()
            wait_until(lambda: status()["publishers"] == 1, what="an attached publisher")
            self.assertIsNone(status()["bus"]["without_publisher_seconds"])
            self.assertFalse(status()["publisher_missing"])
        wait_until(lambda: status()["publisher_missing"], 30, "ten seconds without a publisher")
        self.assertRegex(self.verb("status").stdout, r"0 publishers for 1\d s: see tickgate doctor")


class OtherTickgate(unittest.TestCase):
    def test_another_tickgate_is_asked_over_its_control_socket_and_lives_on(self):
        with Tickgate(demo=True).start() as holder, Tickgate() as asker:
            with Crowd(holder.ws_port, "demo-key", 2) as crowd:
                release = asker.verb("release", str(holder.ws_port), "--yes")
                self.assertEqual(release.returncode, 0, release.stdout + release.stderr)
                crowd.wait_for_end()
                self.assertEqual({member.close_code for member in crowd.members}, {1001})
            plain_bind(holder.ws_port)
            self.assertTrue(holder.running())
            status = json.loads(holder.verb("status", "--json").stdout)
            self.assertEqual((status["state"], status["last_stop"]["reason"]), ("stopped", "stop command"))

    def test_without_its_control_socket_it_is_asked_by_signal(self):
        with Tickgate(demo=True).start() as holder, Tickgate() as asker:
            os.remove(control_socket(holder))
            release = asker.verb("release", str(holder.ws_port), "--yes")
            self.assertEqual(release.returncode, 0, release.stdout + release.stderr)
            self.assertEqual(holder.wait(), 0)
            plain_bind(holder.ws_port)


class Refusals(unittest.TestCase):
    @unittest.skipUnless(hasattr(os, "geteuid") and os.geteuid() == 0, "only root can become another user")
    def test_another_users_program_is_refused_with_4_and_a_sentence(self):
        with Tickgate() as asker, socket.socket() as owner:
            owner.bind(("127.0.0.1", 0))
            owner.listen(1)
            port = owner.getsockname()[1]
            os.chmod(asker.home, 0o755)
            release = subprocess.run(
                asker.command("release", str(port), "--yes", "--force"),
                env=asker.environment, user=65534, group=65534, extra_groups=[], cwd="/",
                stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
            )
            if release.returncode == 126:
                self.skipTest("the program cannot be read by another user")
            self.assertEqual(release.returncode, 4, release.stdout + release.stderr)
            self.assertIn("root", release.stderr)
            socket.create_connection(owner.getsockname()).close()

    def test_a_program_that_ignores_the_request_is_ended_only_when_told_so(self):
        script = (
            "import signal, socket\n"
            "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
            "with socket.create_server(('127.0.0.1', 0)) as server:\n"
            "    print(server.getsockname()[1], flush=True)\n"
            "    signal.pause()\n"
        )
        with Tickgate() as asker, subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
        ) as stubborn:
            self.addCleanup(stubborn.kill)
            port = stubborn.stdout.readline().strip()
            asked = asker.verb("release", port, "--yes")
            self.assertEqual(asked.returncode, 5, asked.stdout + asked.stderr)
            self.assertIn("--force", asked.stderr)
            self.assertIsNone(stubborn.poll())
            answered = asker.verb("release", port, answers="y\nn\n")
            self.assertEqual(answered.returncode, 5, answered.stdout + answered.stderr)
            self.assertIsNone(stubborn.poll())
            forced = asker.verb("release", port, answers="y\ny\n")
            self.assertEqual(forced.returncode, 0, forced.stdout + forced.stderr)
            self.assertIn("the hard way", forced.stdout)
            self.assertEqual(stubborn.wait(10), -signal.SIGKILL)
            plain_bind(int(port))


@unittest.skipUnless(sys.platform.startswith("linux"), "shares ports as Linux does")
class Twins(unittest.TestCase):
    """Two listeners on one port split the clients without anybody noticing."""

    script = (
        "import socket, sys\n"
        "with socket.socket() as server:\n"
        "    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)\n"
        "    server.bind(('127.0.0.1', int(sys.argv[1])))\n"
        "    server.listen()\n"
        "    print('ready', flush=True)\n"
        "    sys.stdin.read()\n"
    )

    def twin(self, port):
        twin = subprocess.Popen(
            [sys.executable, "-c", self.script, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for clean_up in (twin.stdout.close, twin.stdin.close, twin.wait, twin.kill):
            self.addCleanup(clean_up)
        self.assertEqual(twin.stdout.readline(), "ready\n")
        return twin

    def test_a_start_beside_a_live_listener_is_refused_even_where_the_port_may_be_shared(self):
        port = free_run_of_ports(1)
        twin = self.twin(port)
        with Tickgate(demo=True, ws_port=port, settings={"TICKGATE_REUSE_PORT": "on"}).launch() as service:
            self.assertEqual(service.wait(), 5)
            self.assertIn(str(twin.pid), service.log())

    def test_a_twin_that_came_later_is_named_and_sent_away_while_we_serve_on(self):
        with Tickgate(demo=True, settings={"TICKGATE_REUSE_PORT": "on"}).start() as service:
            twin = self.twin(service.ws_port)
            verdict = json.loads(service.verb("port", str(service.ws_port), "--json").stdout)
            self.assertEqual(verdict["verdict"], "twin_listener")
            release = service.verb("release", str(service.ws_port), "--yes")
            self.assertEqual(release.returncode, 0, release.stdout + release.stderr)
            self.assertEqual(twin.wait(10), -signal.SIGTERM)
            self.assertTrue(service.running())
            Client(service.ws_port, "demo-key").__exit__()


class Addresses(unittest.TestCase):
    """DESIGN 4 and 6: which address is served for what the settings say."""

    def status(self, service):
        return json.loads(service.verb("status", "--json").stdout)

    def listeners(self, service):
        return {each["address"]: each for each in self.status(service)["listeners"]}

    def test_localhost_is_resolved_by_us_to_both_loopback_addresses(self):
        with Tickgate(demo=True, settings={"WEBSOCKET_HOST": "localhost", "ZMQ_HOST": "LocalHost"}).start() as service:
            listeners = self.listeners(service)
            self.assertEqual(set(listeners), {"127.0.0.1", "::1"})
            self.assertTrue(listeners["127.0.0.1"]["listening"])
            Client(service.ws_port, "demo-key").__exit__()
            if listeners["::1"]["listening"]:
                Client(service.ws_port, "demo-key", host="[::1]").__exit__()
            self.assertEqual(self.status(service)["bus"]["endpoint"], f"tcp://127.0.0.1:{service.bus_port}")

    def test_a_single_loopback_address_is_served_alone(self):
        with Tickgate(demo=True, settings={"TICKGATE_DUAL_LOOPBACK": "off"}).start() as service:
            self.assertEqual(set(self.listeners(service)), {"127.0.0.1"})
            plain_bind(service.ws_port, "::1")

    def test_every_address_needs_permission_and_is_shown_as_exposed(self):
        for host in ("0.0.0.0", "::", "*"):
            for key in ("WEBSOCKET_HOST", "ZMQ_HOST"):
                with self.subTest(host=host, key=key):
                    with Tickgate(demo=True, settings={key: host}).launch() as refused:
                        self.assertEqual(refused.wait(), 1)
                        self.assertIn("TICKGATE_ALLOW_REMOTE=on", refused.log())
                    allowed = {key: host, "TICKGATE_ALLOW_REMOTE": "on"}
                    with Tickgate(demo=True, settings=allowed).start() as service:
                        self.assertTrue(self.status(service)["exposed_to_network"])
                        self.assertEqual(service.stop(), 0)

    def test_names_and_rubbish_are_named_and_the_default_is_used(self):
        for host in ("example.org", "127.1", "8765", "not an address", "999.0.0.1", "[::1"):
            with self.subTest(host=host):
                settings = {"WEBSOCKET_HOST": host, "ZMQ_HOST": host}
                with Tickgate(demo=True, settings=settings).start() as service:
                    self.assertIn("WEBSOCKET_HOST", service.log())
                    self.assertIn("ZMQ_HOST", service.log())
                    self.assertIn("127.0.0.1", self.listeners(service))

    def test_an_address_of_another_computer_is_refused_in_words(self):
        settings = {"WEBSOCKET_HOST": "203.0.113.7", "TICKGATE_ALLOW_REMOTE": "on"}
        with Tickgate(demo=True, settings=settings).launch() as service:
            self.assertEqual(service.wait(), 1)
            self.assertIn("203.0.113.7", service.log())

    def test_a_stranger_on_the_other_loopback_does_not_keep_us_from_starting(self):
        with socket.socket(socket.AF_INET6) as stranger:
            stranger.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            try:
                stranger.bind(("::1", 0))
            except OSError:
                self.skipTest("this machine has no ::1")
            stranger.listen(1)
            with Tickgate(demo=True, ws_port=stranger.getsockname()[1]).start() as service:
                listeners = self.listeners(service)
                self.assertTrue(listeners["127.0.0.1"]["listening"])
                self.assertFalse(listeners["::1"]["listening"])
                self.assertIn("Another program listens on [::1]", listeners["::1"]["error"])
                self.assertIn("::1", service.log())
                verdict = json.loads(service.verb("port", str(service.ws_port), "--json").stdout)
                self.assertIn(str(os.getpid()), json.dumps(verdict))

    def test_a_machine_without_ipv6_still_starts(self):
        # A network of its own, in which IPv6 is switched off.
        alone = "ip link set lo up && echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6 && exec \"$@\""
        try:
            subprocess.run(["unshare", "-n", "sh", "-c", alone, "sh", "true"], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            self.skipTest("no right to make a network of its own")
        with Tickgate(demo=True) as service:
            command = service.command
            service.command = lambda *arguments: ["unshare", "-n", "sh", "-c", alone, "sh", *command(*arguments)]
            service.start()
            service.command = command
            status = self.status(service)
            self.assertEqual(status["state"], "running")
            listeners = {each["address"]: each for each in status["listeners"]}
            self.assertTrue(listeners["127.0.0.1"]["listening"])
            self.assertFalse(listeners["::1"]["listening"])
            self.assertIn("This computer has no ::1", listeners["::1"]["error"])
            self.assertIn("::1", service.log())
            self.assertEqual(service.stop(), 0)


class Crashing(unittest.TestCase):
    @unittest.skipIf(SCALE != 1, "the sanitizers report crashes themselves")
    def test_a_crash_is_spoken_of_with_its_cause_and_the_port_served_again(self):
        with Tickgate(demo=True).start() as service:
            port = service.ws_port
            with Client(port, "demo-key"):
                service.send_signal(signal.SIGSEGV)
                self.assertEqual(service.wait(), -signal.SIGSEGV)
            service.wanted_ports = ("--ws-port", str(port), "--zmq-port", "0")
            service.start()
            self.assertIn("ended unexpectedly", service.log())
            self.assertIn("SIGSEGV", service.log())
            self.assertEqual(service.stop(), 0)

    def test_a_panel_that_was_serving_resumes_by_itself(self):
        settings = {"TICKGATE_AUTOSTART": "off"}
        with Tickgate(demo=True, settings=settings) as service:
            command = service.command
            service.command = lambda *arguments: command(*(each for each in arguments if each != "--headless"))
            service.launch()
            wait_until(lambda: service.verb("start").returncode == 0, 20, "the panel to be there")
            service.kill()
            service.start()  # waits until it listens, which nobody asks for
            self.assertEqual(json.loads(service.verb("status", "--json").stdout)["state"], "running")
            service.verb("stop")
            service.kill()
            service.launch()
            wait_until(lambda: service.verb("status").returncode == 0, 20, "the panel to be there")
            self.assertEqual(json.loads(service.verb("status", "--json").stdout)["state"], "stopped")


class FailingOnce(unittest.TestCase):
    """A listener that dies: only builds with fault hooks can stage it."""

    def test_a_picked_port_is_served_again_after_a_failure(self):
        service = Tickgate(demo=True)
        self.addCleanup(service.__exit__)
        service.start()
        if control(service, "fault", kind="listener")["exit"] != 0:
            self.skipTest("this build has no fault hooks")

        def is_back():
            status = json.loads(service.verb("status", "--json").stdout)
            return status["state"] == "running" and status["restarts_today"] == 1 and status

        status = wait_until(is_back, 20, "the new start")
        self.assertEqual(status["ws_port"], service.ws_port)


class Hanging(unittest.TestCase):
    """A server whose loop never turns again: only builds with fault hooks can stage it."""

    def hang(self, **settings):
        port = free_run_of_ports(1)
        service = Tickgate(demo=True, ws_port=port, settings=settings)
        self.addCleanup(service.__exit__)
        service.start()
        if control(service, "fault", kind="hang")["exit"] != 0:
            self.skipTest("this build has no fault hooks")
        return service

    def wait_failed(self, service):
        return wait_until(
            lambda: (status := json.loads(service.verb("status", "--json").stdout))["state"] == "failed" and status,
            20,
            "the failure",
        )

    def test_the_program_starts_itself_anew_and_serves_the_same_port(self):
        service = self.hang()
        pid = service.process.pid
        failed = self.wait_failed(service)
        self.assertEqual(failed["error"]["code"], "hub_stalled")

        def serves():
            answer = service.verb("status", "--json")
            return answer.returncode == 0 and json.loads(answer.stdout)["state"] == "running"

        wait_until(serves, 30, "the new start")
        self.assertTrue(service.running())
        self.assertEqual(service.process.pid, pid)
        Client(service.ws_port, "demo-key").__exit__()
        self.assertIn("had to start itself anew", service.log())
        self.assertEqual(service.stop(), 0)
        plain_bind(service.ws_port)

    def test_a_signal_ends_it_all_the_same(self):
        service = self.hang()
        self.assertEqual(service.stop(signal.SIGTERM, 20), 0)
        plain_bind(service.ws_port)


if __name__ == "__main__":
    main()
