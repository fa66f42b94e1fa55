"""The Windows packages under Wine, with clients and publishers on Linux."""

import glob
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(ROOT, "build", "windows")
PACKAGES = os.path.join(BUILD, "packages")
os.environ.setdefault("TICKGATE_EXECUTABLE", "wine64")
os.environ.setdefault("TICKGATE_TEST_SCALE", "4")
sys.path.insert(0, os.path.join(ROOT, "tests", "integration"))

from support.bus import Publisher  # noqa: E402
from support.client import Client  # noqa: E402
from support.crowd import Crowd, plain_bind  # noqa: E402
from support.display import VirtualDisplay  # noqa: E402
from support.process import wait_until  # noqa: E402

SCREEN = None
WINE = shutil.which("wine64") or "/usr/lib/wine/wine64"
WINESERVER = shutil.which("wineserver") or "/usr/lib/wine/wineserver"


def windows_path(path):
    return "Z:" + path.replace("/", "\\")


def one(pattern):
    found = glob.glob(os.path.join(PACKAGES, pattern))
    assert len(found) == 1, found
    return found[0]


def wine(*arguments, timeout=120, **options):
    return subprocess.run([WINE, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          errors="replace", timeout=timeout, check=False, **options)


def subsystem(path):
    """2: a windowed program, 3: a console program (PE format, optional header)."""
    with open(path, "rb") as file:
        start = file.read(4096)
    header = int.from_bytes(start[0x3C:0x40], "little")
    return int.from_bytes(start[header + 24 + 68:header + 24 + 70], "little")


def version_strings(path):
    """The texts of the version resource, name -> text, as far as they follow each other."""
    with open(path, "rb") as file:
        content = file.read()
    texts = {}
    for name in ("FileVersion", "ProductVersion", "ProductName"):
        at = content.find(name.encode("utf-16-le") + b"\0\0")
        value = content[at + 2 * len(name) + 2:at + 2 * len(name) + 2 + 80].decode("utf-16-le", errors="replace")
        texts[name] = value.lstrip("\0").split("\0")[0] if at >= 0 else None
    return texts


def setUpModule():
    global SCREEN
    SCREEN = VirtualDisplay()
    os.environ["DISPLAY"] = SCREEN.name
    os.makedirs(os.environ["WINEPREFIX"], exist_ok=True)
    wine("wineboot", "-i", timeout=300)
    for font in ("Segoe UI", "MS Shell Dlg", "MS Shell Dlg 2", "Tahoma"):
        wine("reg", "add", r"HKCU\Software\Wine\Fonts\Replacements", "/v", font, "/d", "DejaVu Sans", "/f")


def tearDownModule():
    # A desktop left over from a screen that has gone makes the next program fail to open a window.
    subprocess.run([WINESERVER, "-k"], check=False)
    subprocess.run([WINESERVER, "-w"], check=False)
    SCREEN.close()


class Folder(unittest.TestCase):
    """The zip, unpacked, runs from where it is."""

    @classmethod
    def setUpClass(cls):
        cls.work = tempfile.mkdtemp(prefix="tickgate-wine-")
        cls.addClassCleanup(shutil.rmtree, cls.work, ignore_errors=True)
        with zipfile.ZipFile(one("*.zip")) as archive:
            archive.extractall(cls.work)
        cls.folder = glob.glob(os.path.join(cls.work, "tickgate-*"))[0]
        cls.console = os.path.join(cls.folder, "tickgate.com")
        cls.program = os.path.join(cls.folder, "tickgate.exe")
        cls.version = os.path.basename(cls.folder).split("-")[1]

    def setUp(self):
        self.config = tempfile.mkdtemp(dir=self.work)
        self.common = ["--config-dir", windows_path(self.config), "--instance", os.path.basename(self.config)[-8:]]

    def verb(self, *arguments, timeout=120):
        return wine(self.console, *arguments, *self.common, timeout=timeout)

    def start(self, *arguments, program=None):
        """Starts the service and returns (process, ws port, bus port)."""
        output = open(os.path.join(self.config, "stdout"), "w+", encoding="utf-8")
        self.addCleanup(output.close)
        process = subprocess.Popen([WINE, program or self.console, *arguments, "--ws-port", "0", "--zmq-port", "0", *self.common],
                                   stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)

        def ports():
            self.assertIsNone(process.poll(), "ended before listening")
            with open(output.name, encoding="utf-8", errors="replace") as lines:
                for line in lines:
                    if line.startswith("listening ws="):
                        return [int(part.split("=")[1]) for part in line.split()[1:]]
            return None

        ws_port, bus_port = wait_until(ports, 20, "the line that says it listens")
        return process, ws_port, bus_port

    def test_the_version_is_printed_by_the_console_twin(self):
        result = self.verb("--version")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn(self.version, result.stdout)

    def test_a_prompt_finds_the_console_twin_and_prints_its_answer(self):
        result = wine("cmd", "/c", "tickgate --version", cwd=self.folder)
        self.assertEqual((result.returncode, result.stdout.split()), (0, ["tickgate", self.version]), result.stderr)
        result = wine("cmd", "/c", "tickgate status", *self.common, cwd=self.folder)
        self.assertEqual(result.returncode, 3)
        self.assertIn("No running Tickgate", result.stderr)

    def test_only_the_twin_is_a_console_program(self):
        self.assertEqual(subsystem(self.program), 2)
        self.assertEqual(subsystem(self.console), 3)

    def test_the_files_say_the_version(self):
        for path in (self.program, self.console):
            self.assertEqual(version_strings(path), {
                "FileVersion": self.version, "ProductVersion": self.version, "ProductName": "Tickgate"})
        self.assertEqual(version_strings(one("*-setup.exe"))["ProductVersion"], self.version)

    def test_wrong_usage_exits_2_and_says_so(self):
        result = self.verb("--nonsense")
        self.assertEqual(result.returncode, 2)
        self.assertTrue(result.stderr.strip())

    def test_the_program_brings_every_library_it_needs_but_windows_own(self):
        brought = {name.lower() for name in os.listdir(self.folder)}
        of_windows = {
            "advapi32.dll", "authz.dll", "bcrypt.dll", "comctl32.dll", "comdlg32.dll", "crypt32.dll", "cfgmgr32.dll", "d2d1.dll",
            "d3d11.dll", "d3d9.dll", "d3d12.dll", "dbghelp.dll", "dnsapi.dll", "dwmapi.dll", "dwrite.dll", "dxgi.dll",
            "gdi32.dll", "imm32.dll", "iphlpapi.dll", "kernel32.dll", "mpr.dll", "msvcrt.dll", "ncrypt.dll", "netapi32.dll",
            "ntdll.dll", "ole32.dll", "oleaut32.dll", "powrprof.dll", "psapi.dll", "rpcrt4.dll", "rstrtmgr.dll",
            "secur32.dll", "setupapi.dll", "shcore.dll", "shell32.dll", "shlwapi.dll", "user32.dll", "userenv.dll",
            "uxtheme.dll", "version.dll", "winhttp.dll", "winmm.dll", "winspool.drv", "ws2_32.dll", "wtsapi32.dll", "wsock32.dll",
        }
        files = [path for kind in ("exe", "com", "dll") for path in glob.glob(f"{self.folder}/**/*.{kind}", recursive=True)]
        for path in files:
            listing = subprocess.run(["x86_64-w64-mingw32-objdump", "-p", path], capture_output=True, text=True, check=True)
            for line in listing.stdout.splitlines():
                if "DLL Name:" in line:
                    name = line.split(":")[1].strip().lower()
                    self.assertTrue(name in brought or name in of_windows or name.startswith("api-ms-win-"), f"{os.path.basename(path)} needs {name}")

    def test_a_headless_demo_serves_a_client_on_linux(self):
        _, ws_port, _ = self.start("--headless", "--demo")
        with Client(ws_port, "demo-key") as client:
            client.subscribe("NSE:RELIANCE", mode=1)
            tick = client.next_tick(20)
            self.assertEqual((tick["symbol"], tick["broker"]), ("RELIANCE", "demo"))

    def test_ticks_published_on_linux_arrive_complete_and_in_order(self):
        added = self.verb("key", "add", "grace")
        self.assertEqual(added.returncode, 0, added.stderr)
        key = added.stdout.rstrip().splitlines()[-1]
        _, ws_port, bus_port = self.start("--headless")
        with Publisher(f"tcp://127.0.0.1:{bus_port}") as bus, Crowd(ws_port, key, 5, ["WINE"]) as crowd:
            bus.wait_for_subscription()
            for number in range(2000):
                bus.tick("NSE", "WINE", "LTP", n=number)
                if number % 500 == 499:
                    crowd.wait_for_ticks(number + 1)
            for member in crowd.members:
                self.assertEqual(member.ticks, [("WINE", number) for number in range(2000)])

    def test_the_port_is_held_alone(self):
        _, ws_port, _ = self.start("--headless", "--demo")
        for reuse in (0, 1):
            with socket.socket() as other:
                other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, reuse)
                with self.assertRaises(OSError):
                    other.bind(("127.0.0.1", ws_port))
                    other.listen(1)
        second = wine(self.console, "--headless", "--demo", "--ws-port", str(ws_port), "--zmq-port", "0", "--config-dir",
                      windows_path(tempfile.mkdtemp(dir=self.work)), "--instance", "second")
        self.assertEqual(second.returncode, 5, second.stderr)

    def test_quit_through_the_control_socket_says_1001_and_frees_the_port(self):
        process, ws_port, bus_port = self.start("--headless", "--demo")
        with Crowd(ws_port, "demo-key", 10) as crowd:
            status = self.verb("status")
            self.assertEqual(status.returncode, 0, status.stderr)
            self.assertEqual(self.verb("quit").returncode, 0)
            self.assertEqual(process.wait(60), 0)
            plain_bind(ws_port)
            plain_bind(bus_port)
            crowd.wait_for_end()
            self.assertEqual({member.close_code for member in crowd.members}, {1001})
        self.assertEqual(self.verb("status").returncode, 3)

    def test_the_panel_opens_and_serves(self):
        picture = os.path.join(PACKAGES, "panel.png")
        process, ws_port, _ = self.start("--demo", program=self.program)
        with Client(ws_port, "demo-key") as client:
            client.subscribe("NSE:RELIANCE", "NSE_INDEX:NIFTY", mode=2)
            for _ in range(20):
                client.next_tick(20)

        wait_until(lambda: SCREEN.picture(picture) > 50, 20, "a window on the screen")
        time.sleep(2)  # for the person who looks at the picture: let the numbers settle
        SCREEN.picture(picture)
        self.assertEqual(self.verb("quit").returncode, 0)
        process.wait(60)


class Installer(unittest.TestCase):
    """Silent installation for the user, and nothing left after uninstalling but what the user made."""

    def query(self, key, value):
        result = wine("reg", "query", key, "/v", value)
        return result.stdout if result.returncode == 0 else ""

    def test_install_run_and_uninstall(self):
        prefix = os.environ["WINEPREFIX"]
        self.assertEqual(wine(one("*-setup.exe"), "/S", "/LOGIN=1", timeout=300).returncode, 0)
        users = [path for path in glob.glob(f"{prefix}/drive_c/users/*/AppData/Local/Programs/Tickgate")]
        self.assertEqual(len(users), 1)
        folder = users[0]
        self.assertTrue(os.path.exists(os.path.join(folder, "tickgate.exe")))
        shortcuts = glob.glob(f"{prefix}/drive_c/users/*/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Tickgate.lnk")
        self.assertEqual(len(shortcuts), 1)
        uninstall_key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Tickgate"
        run_key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
        self.assertIn("Tickgate", self.query(uninstall_key, "DisplayName"))
        self.assertIn(os.path.basename(one("*.zip")).split("-")[1], self.query(uninstall_key, "DisplayVersion"))
        self.assertIn("--minimized", self.query(run_key, "Tickgate"))
        self.assertEqual(wine(os.path.join(folder, "tickgate.com"), "--version").returncode, 0)

        # A second installation over the first is an upgrade.
        self.assertEqual(wine(one("*-setup.exe"), "/S", timeout=300).returncode, 0)

        with open(os.path.join(folder, "mine.txt"), "w", encoding="ascii") as mine:
            mine.write("the user's own")
        wine(os.path.join(folder, "uninstall.exe"), "/S", timeout=300)
        # The uninstaller copies itself elsewhere and goes on after its first process has ended.
        wait_until(lambda: os.listdir(folder) == ["mine.txt"], 30, "an empty folder")
        wait_until(lambda: self.query(uninstall_key, "DisplayName") == "", 10)
        self.assertEqual(self.query(run_key, "Tickgate"), "")
        self.assertFalse(os.path.exists(shortcuts[0]))


if __name__ == "__main__":
    unittest.main(verbosity=2)
