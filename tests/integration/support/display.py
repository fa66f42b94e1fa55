"""A virtual X screen for programs with windows."""

import os
import select
import subprocess

from .process import SCALE


class VirtualDisplay:
    """Picks a free display number itself; name is what goes into DISPLAY."""

    def __init__(self, size="1280x800x24"):
        read_end, write_end = os.pipe()
        self._process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write_end), "-screen", "0", size, "-ac", "-nolisten", "tcp"],
            pass_fds=[write_end], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        os.close(write_end)
        with os.fdopen(read_end) as answer:
            ready, _, _ = select.select([answer], [], [], 30 * SCALE)
            self.name = ":" + answer.readline().strip() if ready else ":"
        if self.name == ":":
            self.close()
            raise AssertionError("no virtual screen")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._process.terminate()
        self._process.wait()

    def picture(self, path):
        """Saves the whole screen and returns the number of colours in it."""
        environment = {**os.environ, "DISPLAY": self.name}
        subprocess.run(["import", "-window", "root", path], check=True, timeout=60, env=environment)
        colours = subprocess.run(["identify", "-format", "%k", path], check=True, capture_output=True, text=True)
        return int(colours.stdout)
