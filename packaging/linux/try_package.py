"""try_package.py ROOT PROGRAM PICTURE: starts an installed Tickgate inside a root folder, headless and with its window, has
it serve a tick, looks at the screen, and stops it."""

import glob
import os
import shutil
import signal
import subprocess
import sys
import time

ROOT, PROGRAM, PICTURE = sys.argv[1:4]
CHROOT = shutil.which("chroot", path="/usr/sbin:/sbin:/usr/bin")
os.environ.setdefault("TICKGATE_EXECUTABLE", PROGRAM)
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(HERE)), "tests", "integration"))

from support.client import Client  # noqa: E402
from support.crowd import plain_bind  # noqa: E402
from support.display import VirtualDisplay  # noqa: E402
from support.process import wait_until  # noqa: E402


def run(*options, display=None):
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/root", "LANG": "C.UTF-8"}
    if display:
        environment["DISPLAY"] = display.name
    output = open(os.path.join(ROOT, "tmp", "output"), "w+", encoding="utf-8")
    process = subprocess.Popen(
        [CHROOT, ROOT, PROGRAM, *options, "--ws-port", "0", "--zmq-port", "0"],
        stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=environment,
    )
    try:
        def ports():
            with open(output.name, encoding="utf-8", errors="replace") as lines:
                text = lines.read()
            assert process.poll() is None, f"ended with {process.returncode}\n{text}"
            for line in text.splitlines():
                if line.startswith("listening ws="):
                    return [int(part.split("=")[1]) for part in line.split()[1:]]
            return None

        ws_port, bus_port = wait_until(ports, 30, "the line that says it listens")
        with open(f"/proc/{process.pid}/maps", encoding="utf-8", errors="replace") as maps:
            libraries = {line.split(maxsplit=5)[5].strip().removeprefix(ROOT) for line in maps if ".so" in line}
        qt = sorted(path for path in libraries if "libQt6" in path)
        assert qt, "no Qt loaded"
        with Client(ws_port, "demo-key") as client:
            client.subscribe("NSE:RELIANCE", "NSE_INDEX:NIFTY", mode=2)
            for _ in range(10):
                assert client.next_tick(20)["data"]["ltp"] > 0
            if display:
                wait_until(lambda: display.picture(PICTURE) > 50, 20, "a window on the screen")
                # For the person who looks at the picture: one more sample of the numbers.
                time.sleep(1.5)
                display.picture(PICTURE)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0, process.returncode
        plain_bind(ws_port)
        plain_bind(bus_port)
        return qt
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        output.close()


version = subprocess.run([CHROOT, ROOT, PROGRAM, "--version"], check=True, capture_output=True, text=True).stdout.strip()
run("--headless", "--demo")
with VirtualDisplay() as screen:
    qt = run("--demo", display=screen)
outside = [path for path in qt if not path.startswith("/usr/lib")]
where = "its own folder" if len(outside) == len(qt) else "the system's" if not outside else "a mixture"
print(f"{version}: headless and window, a tick served, stopped cleanly; Qt of {where}")
# A package that brings its own Qt must use nothing else; one that declares Qt has none of its own.
own = bool(glob.glob(os.path.join(os.path.dirname(os.path.realpath(ROOT + PROGRAM)), "..", "lib", "libQt6Core*"))) \
    and "/srv/" in PROGRAM
assert len(outside) == (len(qt) if own else 0), qt
