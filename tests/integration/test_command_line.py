"""DESIGN 6 and 7: options, settings and exit codes, as a shell sees them."""

import json
import os
import resource
import signal
import socket
import stat
import sys
import threading
import unittest
import zipfile

from support.case import main
from support.client import Client
from support.process import Tickgate, wait_until

VERSION = os.environ["TICKGATE_VERSION"]


def no_room():
    """For the child before it starts: not a byte fits into any file, as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


class CommandLine(unittest.TestCase):
    def tickgate(self, **options):
        service = Tickgate(**options)
        self.addCleanup(service.__exit__)
        return service

    def test_version_is_printed_and_is_the_projects(self):
        result = self.tickgate().verb("--version")
        self.assertEqual(result.returncode, 0)
        self.assertIn(VERSION, result.stdout)

    def test_help_is_printed_on_stdout(self):
        result = self.tickgate().verb("--help")
        self.assertEqual(result.returncode, 0)
        for option in ("--headless", "--demo", "--env-file", "--ws-port", "--zmq-port", "--zmq-host", "--config-dir",
                       "--log-level", "--instance", "--minimized", "--version"):
            self.assertIn(option, result.stdout)

    def test_wrong_usage_exits_2_with_the_reason_on_stderr(self):
        for arguments in (["--nonsense"], ["nonsense"], ["--headless", "--ws-port", "70000"],
                          ["--headless", "--ws-port", "abc"], ["--headless", "--zmq-port", "-1"],
                          ["--headless", "--log-level", "loud"], ["key"], ["key", "add"], ["key", "nonsense"]):
            with self.subTest(arguments=arguments):
                result = self.tickgate().verb(*arguments)
                self.assertEqual(result.returncode, 2, result.stderr)
                self.assertTrue(result.stderr.strip())
                self.assertEqual(result.stdout, "")

    def test_keys_are_added_listed_and_removed(self):
        service = self.tickgate()
        key = service.add_key("erin")
        listed = service.verb("key", "list")
        self.assertEqual(listed.returncode, 0)
        self.assertIn("erin", listed.stdout)
        self.assertNotIn(key, listed.stdout)
        files = [os.path.join(folder, name) for folder, _, names in os.walk(service.config_dir) for name in names]
        stores = [path for path in files if "key" in os.path.basename(path)]
        self.assertTrue(stores, files)
        for path in stores:
            self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
            with open(path, encoding="utf-8") as store:
                self.assertNotIn(key, store.read())
        identifier = next(line.split()[0] for line in listed.stdout.splitlines() if "erin" in line)
        self.assertEqual(service.verb("key", "remove", identifier).returncode, 0)
        self.assertNotIn("erin", service.verb("key", "list").stdout)
        self.assertEqual(service.verb("key", "remove", "nobody").returncode, 1)

    def failure(self, result):
        """What a verb that failed said in JSON, and on stderr too."""
        self.assertEqual(result.returncode, 1, result.stderr)
        answer = json.loads(result.stdout)
        self.assertEqual(set(answer), {"ok", "message"})
        self.assertFalse(answer["ok"])
        self.assertEqual(result.stderr.strip(), answer["message"])
        return answer

    def test_keys_are_added_and_removed_in_json_too(self):
        service = self.tickgate(settings={"TICKGATE_AUTH": "keys"})
        result = service.verb("key", "add", "erin", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        added = json.loads(result.stdout)
        self.assertEqual(set(added), {"id", "user", "key"})
        self.assertEqual(added["user"], "erin")
        stored = json.loads(service.verb("key", "list", "--json").stdout)
        self.assertEqual([each["id"] for each in stored], [added["id"]])
        service.start()
        with Client(service.ws_port) as client:
            self.assertEqual(client.authenticate(added["key"])["status"], "success")

        result = service.verb("key", "remove", added["id"], "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(json.loads(result.stdout), {"id": added["id"], "removed": True})
        result = service.verb("key", "remove", added["id"], "--json")
        self.assertIn(added["id"], self.failure(result)["message"])
        self.failure(service.verb("key", "add", " ", "--json"))
        with open(os.path.join(service.config_dir, "keys.json"), "w", encoding="utf-8") as keys:
            keys.write("{")
        self.assertIn("damaged", self.failure(service.verb("key", "list", "--json"))["message"])
        for arguments in (["add"], ["add", "a", "b"], ["remove"], ["rename", "a"]):
            self.assertEqual(service.verb("key", *arguments, "--json").returncode, 2)

    @unittest.skipUnless(os.path.exists("/dev/full"), "needs a file that takes nothing")
    def test_an_answer_that_cannot_be_written_is_a_failure(self):
        with self.tickgate(demo=True).start() as service, open("/dev/full", "w", encoding="utf-8") as full:
            for arguments in (["--help"], ["--version"], ["status"], ["status", "--json"], ["port"], ["clients"],
                              ["key", "list"], ["key", "add", "lost"], ["key", "add", "lost", "--json"]):
                with self.subTest(arguments=arguments):
                    result = service.verb(*arguments, stdout=full)
                    self.assertEqual(result.returncode, 1, result.stderr)
                    self.assertIn("No space left", result.stderr)
            # Nobody has seen these keys.
            self.assertEqual(json.loads(service.verb("key", "list", "--json").stdout), [])

    def test_a_damaged_keys_file_is_spoken_of_before_a_client_fails(self):
        service = self.tickgate(settings={"TICKGATE_AUTH": "auto"})
        self.assertIn("no keys in", service.verb("doctor").stdout)
        service.add_key("erin")
        self.assertIn("1 API keys in", service.verb("doctor").stdout)
        keys = os.path.join(service.config_dir, "keys.json")
        with open(keys, "w", encoding="utf-8") as file:
            file.write("{")
        service.start()
        self.assertIn(f"The keys file {keys} is damaged", service.log())
        doctor = service.verb("doctor")
        self.assertEqual(doctor.returncode, 1)
        self.assertRegex(doctor.stdout, r"BROKEN  The keys file .* is damaged .*restore it from a backup")
        answer = json.loads(service.verb("doctor", "--json").stdout)
        self.assertFalse(answer["ok"])
        self.assertIn("damaged", answer["keys"])
        demo = self.tickgate(demo=True, settings={"TICKGATE_KEYS_FILE": keys, "TICKGATE_AUTH": "demo"})
        self.assertNotIn("damaged", demo.verb("doctor").stdout)

    def test_doctor_speaks_of_the_instance_that_runs(self):
        with self.tickgate(demo=True, settings={"TICKGATE_AUTH": "auto"}).start() as service:
            said = service.verb("doctor").stdout
            self.assertNotIn("no keys in", said)  # its clients come with the demo's key
            ours = [line for line in said.splitlines() if f":{service.ws_port}" in line]
            self.assertEqual(len(ours), 1, said)

    def test_a_removed_key_no_longer_opens_a_session(self):
        service = self.tickgate(settings={"TICKGATE_AUTH": "keys"})
        keep, drop = service.add_key("keep"), service.add_key("drop")
        listed = service.verb("key", "list").stdout
        identifier = next(line.split()[0] for line in listed.splitlines() if "drop" in line)
        self.assertEqual(service.verb("key", "remove", identifier).returncode, 0)
        service.start()
        with Client(service.ws_port) as client:
            self.assertEqual(client.authenticate(drop)["code"], "AUTHENTICATION_ERROR")
            self.assertEqual(client.authenticate(keep)["status"], "success")

    def test_the_demo_key_works_only_with_demo(self):
        with self.tickgate(demo=True).start() as service, Client(service.ws_port) as client:
            reply = client.authenticate("demo-key")
            self.assertEqual((reply["status"], reply["broker"]), ("success", "demo"))
        with self.tickgate(settings={"TICKGATE_AUTH": "keys"}).start() as service, Client(service.ws_port) as client:
            self.assertEqual(client.authenticate("demo-key")["code"], "AUTHENTICATION_ERROR")

    def test_the_demo_feed_ticks_on_every_exchange_in_every_mode(self):
        with self.tickgate(demo=True).start() as service, Client(service.ws_port, "demo-key") as client:
            wanted = ["NSE:RELIANCE", "NSE_INDEX:NIFTY"]
            for mode in (1, 2, 3):
                client.subscribe(*wanted, mode=mode)
            seen = set()
            while len(seen) < 6:
                tick = client.next_tick(20)
                seen.add((tick["exchange"], tick["mode"]))
                self.assertGreater(tick["data"]["ltp"], 0)

    def test_a_busy_port_exits_5_and_names_the_owner(self):
        with socket.socket() as owner:
            owner.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            owner.bind(("127.0.0.1", 0))
            owner.listen(1)
            service = self.tickgate(demo=True, ws_port=owner.getsockname()[1])
            service.launch()
            self.assertEqual(service.wait(20), 5)
            log = service.log()
            self.assertIn(str(owner.getsockname()[1]), log)
            self.assertIn(str(os.getpid()), log)
            # Without a window the way out is a command.
            self.assertIn(f"tickgate release {owner.getsockname()[1]}", log)
            # Of the tries in between nothing is said to have been opened or stopped.
            self.assertNotIn("bound to", log)
            self.assertNotIn("stopped in", log)

    def test_a_port_that_comes_free_within_two_seconds_is_waited_for(self):
        owner = socket.socket()
        owner.bind(("127.0.0.1", 0))
        owner.listen(1)
        service = self.tickgate(demo=True, ws_port=owner.getsockname()[1])
        release = threading.Timer(0.7, owner.close)
        release.start()
        self.addCleanup(release.join)
        service.start()
        self.assertEqual(service.stop(), 0)

    def test_settings_come_from_the_env_file_and_the_command_line_wins(self):
        service = self.tickgate(settings={"TICKGATE_AUTH": "keys"})
        with open(os.path.join(service.config_dir, ".env"), "w", encoding="utf-8") as env:
            env.write("# mine\nVALID_BROKERS='one, two'\nexport WEBSOCKET_PORT = 1\n")
        service.start()
        self.assertGreater(service.ws_port, 1)
        with Client(service.ws_port) as client:
            self.assertEqual(client.request({"action": "get_supported_brokers"})["brokers"], ["one", "two"])
        self.assertEqual(service.stop(), 0)

    def test_env_file_replaces_the_one_in_the_configuration_folder(self):
        service = self.tickgate(settings={"TICKGATE_AUTH": "keys"})
        with open(os.path.join(service.config_dir, ".env"), "w", encoding="utf-8") as env:
            env.write("VALID_BROKERS=one\n")
        other = os.path.join(service.home, "other.env")
        with open(other, "w", encoding="utf-8") as env:
            env.write("VALID_BROKERS=three\n")
        service.start("--env-file", other)
        with Client(service.ws_port) as client:
            self.assertEqual(client.request({"action": "get_supported_brokers"})["brokers"], ["three"])

    def test_a_bad_value_is_named_and_its_default_used(self):
        service = self.tickgate(settings={"TICKGATE_AUTH": "keys", "WS_MAX_QUEUE": "lots"})
        service.start()
        wait_until(lambda: "WS_MAX_QUEUE" in service.log(), 10, "the name of the bad setting in the log")
        self.assertIn("lots", service.log())
        self.assertEqual(service.stop(), 0)

    def test_a_bad_port_refuses_the_start(self):
        service = self.tickgate(settings={"TICKGATE_AUTH": "keys"})
        with open(os.path.join(service.config_dir, ".env"), "w", encoding="utf-8") as env:
            env.write("WEBSOCKET_PORT=eighty\n")
        service.wanted_ports = ()
        service.launch()
        self.assertNotIn(service.wait(20), (0, None))
        self.assertIn("WEBSOCKET_PORT", service.log())
        self.assertIn("eighty", service.log())

    def test_commands_without_an_instance_name_bad_values_too(self):
        bad = {"WEBSOCKET_PORT": "abc", "WEBSOCKET_HOST": "nohost", "WS_MAX_QUEUE": "lots"}
        service = self.tickgate(settings=bad)
        with socket.socket() as owner:
            owner.bind(("127.0.0.1", 0))
            port = str(owner.getsockname()[1])
        bundle = os.path.join(service.home, "b.zip")
        for arguments in (["port", port], ["port", port, "--json"], ["release", port, "--dry-run"], ["key", "add", "u"],
                          ["key", "list", "--json"], ["bundle", bundle]):
            with self.subTest(arguments=arguments):
                result = service.verb(*arguments)
                self.assertEqual(result.returncode, 0, result.stderr)
                for word in ("WEBSOCKET_PORT", "abc", "a port from 0 to 65535", "8765", "WEBSOCKET_HOST", "nohost",
                             "127.0.0.1", "WS_MAX_QUEUE", "lots", "1024"):
                    self.assertIn(word, result.stderr)
                if "--json" in arguments:
                    json.loads(result.stdout)

    def test_a_settings_file_that_cannot_be_read_ends_a_command(self):
        service = self.tickgate()
        missing = os.path.join(service.home, "nope", ".env")
        for arguments in (["key", "add", "u"], ["key", "list"], ["key", "remove", "x"], ["port"], ["port", "1"],
                          ["release", "1", "--dry-run"]):
            with self.subTest(arguments=arguments):
                result = service.verb(*arguments, "--env-file", missing)
                self.assertEqual((result.returncode, result.stdout), (1, ""), result.stderr)
                self.assertIn(missing, result.stderr)
        self.assertFalse(os.path.exists(os.path.join(service.config_dir, "keys.json")))

    def test_a_bundle_is_written_of_a_broken_set_up_as_well(self):
        service = self.tickgate()
        missing = os.path.join(service.home, "nope", ".env")
        bundle = os.path.join(service.home, "b.zip")
        result = service.verb("bundle", bundle, "--env-file", missing)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn(missing, result.stderr)
        with zipfile.ZipFile(bundle) as archive:
            self.assertIn("does not exist", archive.read("settings.txt").decode())

    def test_what_does_not_fit_on_the_disk_is_a_failure_and_leaves_nothing(self):
        service = self.tickgate()
        key = service.add_key("erin")
        keys = os.path.join(service.config_dir, "keys.json")
        with open(keys, "rb") as file:
            before = file.read()
        bundle = os.path.join(service.home, "b.zip")
        for arguments in (["bundle", bundle], ["key", "add", "fred"]):
            with self.subTest(arguments=arguments):
                result = service.verb(*arguments, preexec_fn=no_room)
                self.assertEqual((result.returncode, result.stdout), (1, ""), result.stderr)
                self.assertRegex(result.stderr, r"File too large|No space left")
        self.assertFalse(os.path.exists(bundle))
        with open(keys, "rb") as file:
            self.assertEqual(file.read(), before)
        self.assertNotIn(key, service.verb("key", "list").stdout)

    def test_a_bundle_takes_no_pipes_place(self):
        service = self.tickgate()
        pipe = os.path.join(service.home, "pipe")
        os.mkfifo(pipe)
        result = service.verb("bundle", pipe)
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertIn("not a file", result.stderr)
        self.assertTrue(stat.S_ISFIFO(os.stat(pipe).st_mode))

    def test_a_bundle_shows_the_ports_that_are_served(self):
        with self.tickgate(demo=True).start() as service:
            bundle = os.path.join(service.home, "b.zip")
            self.assertEqual(service.verb("bundle", bundle).returncode, 0)
            with zipfile.ZipFile(bundle) as archive:
                ports = archive.read("ports.txt").decode()
            self.assertIn(f"proxy 127.0.0.1:{service.ws_port}: ours", ports)
            self.assertIn(f"bus 127.0.0.1:{service.bus_port}: ours", ports)
            self.assertNotIn("8765", ports)
            self.assertNotIn("5555", ports)

    def test_a_bus_that_connects_refuses_port_0_by_name(self):
        service = self.tickgate(demo=True, settings={"TICKGATE_BUS": "connect"})
        service.launch()
        self.assertEqual(service.wait(20), 1)
        for word in ("TICKGATE_BUS", "connect", "ZMQ_PORT", "other than 0"):
            self.assertIn(word, service.log())

    def test_an_instance_that_does_not_run_is_named(self):
        service = self.tickgate()
        result = service.verb("status")
        self.assertEqual(result.returncode, 3)
        self.assertIn(f'No running Tickgate "{service.instance}" was found (folder ', result.stderr)

    def test_an_address_that_others_can_reach_is_refused_without_permission(self):
        service = self.tickgate(settings={"TICKGATE_AUTH": "keys", "WEBSOCKET_HOST": "0.0.0.0"})
        service.launch()
        self.assertNotEqual(service.wait(20), 0)
        self.assertIn("TICKGATE_ALLOW_REMOTE", service.log())

    @unittest.skipUnless(sys.platform.startswith("linux"), "elsewhere there always is a display")
    def test_without_a_display_the_panel_says_how_to_do_without(self):
        with self.tickgate(demo=True) as service:
            offscreen = dict(service.environment)
            bare = {name: value for name, value in offscreen.items()
                    if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
            for platform in ({}, {"QT_QPA_PLATFORM": "xcb"}, {"QT_QPA_PLATFORM": "wayland;xcb"}, {"DISPLAY": ""},
                             {"DISPLAY": ":9999"}, {"DISPLAY": "unix:9999.0"}):
                with self.subTest(platform=platform):
                    result = service.verb(env={**bare, **platform})
                    self.assertEqual((result.returncode, result.stdout), (1, ""), result.stderr)
                    self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
                    self.assertIn("--headless", result.stderr)
            command = service.command
            service.command = lambda *arguments: command(*(each for each in arguments if each != "--headless"))
            service.start()
            service.command = command
            second = service.verb(env=bare)
            self.assertEqual((second.returncode, second.stderr), (0, ""))

    def test_two_instances_run_side_by_side(self):
        first, second = self.tickgate(demo=True).start(), self.tickgate(demo=True).start()
        self.assertNotEqual(first.ws_port, second.ws_port)
        self.assertEqual(first.stop(), 0)
        with Client(second.ws_port, "demo-key") as client:
            client.settle()
        self.assertEqual(second.stop(), 0)


if __name__ == "__main__":
    main()
