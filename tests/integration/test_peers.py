"""Other people's client libraries, each as its users run it: a key, a subscription, ticks, and 1001 at the end."""

import http.server
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

from support.bus import Publisher
from support.case import main
from support.process import SCALE, Tickgate

PEERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers")
REQUIRED = os.environ.get("TICKGATE_REQUIRE_PEERS") == "1"


class Peers(unittest.TestCase):
    def setUp(self):
        self.service = Tickgate(settings={"TICKGATE_AUTH": "keys"})
        self.addCleanup(self.service.__exit__)
        self.key = self.service.add_key("frank")
        self.service.start()
        self.bus = Publisher(self.service.bus).wait_for_subscription()
        self.addCleanup(self.bus.close)
        self.messages = queue.Queue()

    def absent(self, what):
        if REQUIRED:
            self.fail(f"{what} is not installed")
        self.skipTest(f"{what} is not installed")

    def run_peer(self, command, environment=None):
        process = subprocess.Popen(
            [*command, self.service.url, self.key],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})},
        )
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.addCleanup(process.stdout.close)
        reader = threading.Thread(
            target=lambda: [self.messages.put(json.loads(line)) for line in process.stdout], daemon=True)
        reader.start()
        self.follow()
        self.assertEqual(process.wait(10 * SCALE), 0)

    def next_message(self):
        try:
            return self.messages.get(timeout=30 * SCALE)
        except queue.Empty:
            self.fail(f"the peer said nothing more\n{self.service.log()}")

    def follow(self):
        """What every peer must report, in this order, while the feed runs and then ends."""
        auth = self.next_message()
        self.assertEqual((auth["type"], auth["status"], auth["user_id"]), ("auth", "success", "frank"))
        reply = self.next_message()
        self.assertEqual((reply["type"], reply["status"]), ("subscribe", "success"))
        for number in range(100):
            self.bus.tick("NSE", "PEER", "LTP", n=number, name="रिलायंस")
        for number in range(100):
            tick = self.next_message()
            self.assertEqual((tick["type"], tick["symbol"], tick["mode"]), ("market_data", "PEER", 1))
            self.assertEqual(tick["data"], {"n": number, "name": "रिलायंस"})
        self.assertEqual(self.service.stop(), 0)
        self.assertEqual(self.next_message(), {"closed": 1001})

    def test_python_websockets(self):
        try:
            import websockets  # noqa: F401
        except ImportError:
            self.absent("Python's websockets")
        self.run_peer([sys.executable, os.path.join(PEERS, "websockets_peer.py")])

    def test_python_websocket_client(self):
        self.run_peer([sys.executable, os.path.join(PEERS, "websocket_client_peer.py")])

    def test_node_ws(self):
        node = shutil.which("node") or shutil.which("nodejs")
        environment = {"NODE_PATH": os.pathsep.join(
            filter(None, [os.environ.get("NODE_PATH"), "/usr/share/nodejs", "/usr/lib/node_modules"]))}
        if not node or subprocess.run([node, "-e", "require('ws')"], env={**os.environ, **environment},
                                      capture_output=True, check=False).returncode:
            self.absent("Node's ws")
        self.run_peer([node, os.path.join(PEERS, "ws_peer.js")], environment)

    def test_a_page_in_chromium(self):
        browser = shutil.which("chromium") or shutil.which("google-chrome")
        if not browser:
            # Some distributions have it only as a snap, which cannot run here.
            self.skipTest("Chromium is not installed")
        messages = self.messages

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                with open(os.path.join(PEERS, "page.html"), "rb") as page:
                    content = page.read()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def do_POST(self):
                received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()
                messages.put(received[-1])

            def log_message(self, *_):
                pass

        received = []
        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.addCleanup(server.server_close)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.shutdown)
        profile = tempfile.mkdtemp(prefix="tickgate-chromium-")
        self.addCleanup(shutil.rmtree, profile, ignore_errors=True)
        url = f"http://localhost:{server.server_port}/?url=ws://localhost:{self.service.ws_port}&key={self.key}"
        process = subprocess.Popen(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
             "--remote-debugging-port=0", f"--user-data-dir={profile}", url],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": profile},
        )
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        self.follow()


if __name__ == "__main__":
    main()
