"""The real executable, started in a folder of its own and stopped without leaving anything behind."""

import os
import queue
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import threading
import time

EXECUTABLE = os.environ["TICKGATE_EXECUTABLE"]

# Sanitizers slow everything down: waits are deadlines, never measurements.
SCALE = float(os.environ.get("TICKGATE_TEST_SCALE", "1"))


def deadline(seconds):
    return time.monotonic() + seconds * SCALE


def wait_until(condition, seconds=10, what="the condition"):
    """Returns the first true value of condition()."""
    end = deadline(seconds)
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come true within {seconds * SCALE:g} s")
        time.sleep(0.005)


def clean_environment(home):
    """What a fresh login has: no settings of ours, folders of the test's own."""
    keep = {
        name: value
        for name, value in os.environ.items()
        if not re.match(r"(TICKGATE_|WS_|ZMQ_|WEBSOCKET_|OPENALGO_|XDG_|VALID_BROKERS|DATABASE_URL|API_KEY_PEPPER)", name)
    }
    keep.update(
        HOME=home,
        XDG_CONFIG_HOME=os.path.join(home, "config"),
        XDG_STATE_HOME=os.path.join(home, "state"),
        XDG_RUNTIME_DIR=os.path.join(home, "run"),
        TMPDIR=os.path.join(home, "tmp"),
        QT_QPA_PLATFORM="offscreen",
    )
    for name in ("config", "state", "run", "tmp"):
        os.makedirs(os.path.join(home, name), mode=0o700, exist_ok=True)
    return keep


class Tickgate:
    """One headless service. Use it as a context manager; leaving it stops the process whatever happened."""

    _count = 0

    def __init__(self, *arguments, settings=None, demo=False, home=None, ws_port=0, zmq_port=0,
                 open_files=None):
        """open_files: the soft and the hard limit of open files that the process starts with."""
        self._open_files = open_files
        self._own_home = home is None
        self.home = home or tempfile.mkdtemp(prefix="tickgate-it-")
        self.config_dir = os.path.join(self.home, "config", "tickgate")
        os.makedirs(self.config_dir, exist_ok=True)
        self.environment = clean_environment(self.home)
        self.environment.update(settings or {})
        self.arguments = list(arguments) + (["--demo"] if demo else [])
        self.wanted_ports = ("--ws-port", str(ws_port), "--zmq-port", str(zmq_port))
        self.process = None
        self.ws_port = None
        self.bus_port = None
        self._lines = queue.Queue()
        Tickgate._count += 1
        self.instance = f"it-{os.getpid()}-{Tickgate._count}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        if self._own_home:
            shutil.rmtree(self.home, ignore_errors=True)

    # -- starting

    def command(self, *arguments):
        return [EXECUTABLE, *arguments, "--config-dir", self.config_dir, "--instance", self.instance]

    def verb(self, *arguments, timeout=30, answers=None, **options):
        """Runs a verb of the command line to its end; answers is what is piped into it."""
        streams = {"stdin": subprocess.DEVNULL} if answers is None else {"input": answers}
        streams.update(stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return subprocess.run(
            self.command(*arguments),
            text=True,
            timeout=timeout * SCALE,
            **{"env": self.environment, **streams, **options},
        )

    def add_key(self, user):
        result = self.verb("key", "add", user)
        if result.returncode != 0:
            raise AssertionError(f"key add {user}: exit {result.returncode}\n{result.stderr}")
        return result.stdout.rstrip("\n").splitlines()[-1]

    def launch(self, *extra):
        """Starts the process and returns at once."""
        self.stderr_path = os.path.join(self.home, f"stderr-{time.monotonic_ns()}")
        with open(self.stderr_path, "wb") as stderr:
            self.process = subprocess.Popen(
                self.command("--headless", *self.wanted_ports, *self.arguments, *extra),
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                preexec_fn=self._limit if self._open_files else None,
            )
        self._lines = queue.Queue()
        threading.Thread(target=self._read, args=(self.process.stdout, self._lines), daemon=True).start()
        return self

    def _limit(self):
        resource.setrlimit(resource.RLIMIT_NOFILE, self._open_files)

    def start(self, *extra):
        """Starts it and waits for the line that says it listens."""
        self.launch(*extra)
        end = deadline(20)
        while True:
            try:
                line = self._lines.get(timeout=0.1)
            except queue.Empty:
                if self.process.poll() is not None:
                    raise AssertionError(f"ended with {self.process.returncode} before listening\n{self.log()}")
                if time.monotonic() > end:
                    raise AssertionError(f"not listening in time\n{self.log()}")
                continue
            match = re.fullmatch(r"listening ws=(\d+) bus=(\d+)\s*", line)
            if match:
                self.ws_port, self.bus_port = int(match[1]), int(match[2])
                return self

    @staticmethod
    def _read(stream, lines):
        for line in stream:
            lines.put(line)
        stream.close()

    # -- while it runs

    @property
    def url(self):
        return f"ws://127.0.0.1:{self.ws_port}"

    @property
    def bus(self):
        return f"tcp://127.0.0.1:{self.bus_port}"

    def log(self):
        with open(self.stderr_path, encoding="utf-8", errors="replace") as stderr:
            return stderr.read()

    def running(self):
        return self.process.poll() is None

    # -- stopping

    def send_signal(self, number=signal.SIGINT):
        self.process.send_signal(number)

    def wait(self, seconds=10):
        """The exit status."""
        try:
            return self.process.wait(timeout=seconds * SCALE)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still running after {seconds * SCALE:g} s\n{self.log()}") from None

    def stop(self, number=signal.SIGINT, seconds=10):
        self.send_signal(number)
        return self.wait(seconds)

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
