#!/usr/bin/env python3
# Runs OpenAlgo's broker adapters for Tickgate: python adapter_host.py OPENALGO_FOLDER
#
# One JSON object a line: requests on stdin, replies and events on stdout, everything else on stderr. The adapters publish
# their ticks on the ZeroMQ bus themselves, as they do under OpenAlgo's own proxy. End of stdin ends the program.
#
#   request  {"id":1,"op":"connect"|"subscribe"|"unsubscribe"|"disconnect"|"invalidate"|"status",
#             "user":U,"broker":B,"symbol":S,"exchange":E,"mode":1|2|3,"depth":5}
#   reply    {"id":1,"status":"success"|"error","code":C,"message":M,"actual_depth":N}
#   event    {"event":"ready"}  {"event":"state","user":U,"broker":B,"connected":true,"symbols":N}
#            {"event":"log","level":"error","message":M}
#
# Threads: the main one reads requests; each user has one that makes all calls into that user's adapter, in order, so that
# a slow broker holds up nobody else; one more watches whether adapters say they are connected.

import importlib
import inspect
import json
import os
import queue
import signal
import sys
import threading
import time
import types

GOODBYE_SECONDS = 3.0
WATCH_SECONDS = 1.0
SIGN_SECONDS = 5.0
EXIT_CANNOT_IMPORT = 3

# What brokers and OpenAlgo say when a login has run out.
LOGIN_WORDS = (
    "401",
    "403",
    "unauthorized",
    "unauthorised",
    "forbidden",
    "authentication failed",
    "auth failed",
    "token not found",
    "authentication token",
    "invalid token",
    "invalid access token",
    "token expired",
    "token has expired",
    "token is expired",
    "access denied",
    "invalid credentials",
    "session expired",
)


class Channel:
    """The pipe to Tickgate. Takes stdout for itself, so that what adapters print cannot get between the lines."""

    def __init__(self):
        self._lock = threading.Lock()
        sys.stdout.flush()
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
        os.dup2(2, 1)
        sys.stdout = sys.stderr

    def send(self, message):
        line = json.dumps(message, default=str)
        with self._lock:
            try:
                self._out.write(line + "\n")
                self._out.flush()
            except (OSError, ValueError):
                pass  # nobody listens any more; the end of stdin is on its way

    def log(self, level, message):
        self.send({"event": "log", "level": level, "message": message})


class AdapterError(Exception):
    """An adapter said no: code and message for the reply."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
        self.message = message


def failed(result):
    """Adapters answer {"status": ...} or {"success": ...}, some answer nothing when all is well."""
    if isinstance(result, bool):
        return not result
    if not isinstance(result, dict):
        return False
    if result.get("success") is False:
        return True
    return str(result.get("status", "")).lower() in ("error", "failed", "failure")


def message_of(result, fallback):
    if isinstance(result, dict):
        for key in ("message", "error"):
            if result.get(key):
                return str(result[key])
    return fallback


def is_login_error(adapter, message):
    check = getattr(adapter, "is_auth_error", None)
    if callable(check):
        try:
            if check(message):
                return True
        except Exception:
            pass
    lowered = str(message).lower()
    return any(word in lowered for word in LOGIN_WORDS)


def check(adapter, result, code, fallback):
    """Raises when the result of an adapter's call means failure."""
    if not failed(result):
        return
    message = message_of(result, fallback)
    raise AdapterError("AUTH_ERROR" if is_login_error(adapter, message) else code, message)


def takes(function, name):
    """Whether a function has a parameter of this name."""
    try:
        return name in inspect.signature(function).parameters
    except (TypeError, ValueError):
        return False


def forget_credentials(adapter, user):
    """Drops what OpenAlgo's modules in this process remember about a login, so that the next read is fresh."""
    clear = getattr(adapter, "clear_auth_cache_for_user", None)
    if callable(clear):
        clear(user)
    auth_db = sys.modules.get("database.auth_db")
    for name in ("auth_cache", "feed_token_cache", "broker_cache"):
        cache = getattr(auth_db, name, None)
        if hasattr(cache, "clear"):
            cache.clear()


class Session:
    """One user's adapter, and the thread that makes every call into it."""

    def __init__(self, host, user):
        self.user = user
        self.broker = ""
        self.adapter = None
        self.subscriptions = {}  # (exchange, symbol, mode) -> depth
        self._host = host
        self._reported = None
        self._last_sign = time.monotonic()
        self._requests = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="adapter-" + user, daemon=True)
        self._thread.start()

    def put(self, request):
        self._requests.put(request)

    def end(self):
        self._requests.put(None)

    def join(self, seconds):
        self._thread.join(seconds)

    def connected(self):
        adapter = self.adapter
        if adapter is None:
            return False
        return bool(getattr(adapter, "connected", True))

    def _show_life(self):
        """In the course of something long, so that nobody takes this session for hung."""
        if time.monotonic() - self._last_sign > SIGN_SECONDS:
            self._reported = None
            self.report()

    def report(self):
        """Tells Tickgate when something about this session has changed."""
        state = (self.broker, self.connected(), len(self.subscriptions))
        if state == self._reported:
            return
        self._reported = state
        self._last_sign = time.monotonic()
        broker, connected, symbols = state
        self._host.channel.send(
            {"event": "state", "user": self.user, "broker": broker, "connected": connected, "symbols": symbols}
        )

    def _run(self):
        try:  # some adapters ask for the thread's event loop
            import asyncio

            asyncio.set_event_loop(asyncio.new_event_loop())
        except Exception:
            pass
        while True:
            request = self._requests.get()
            if request is None:
                self._leave()
                return
            self._answer(request)

    def _answer(self, request):
        reply = {"id": request.get("id"), "status": "success"}
        try:
            reply.update(getattr(self, "_do_" + request["op"])(request) or {})
        except AdapterError as error:
            reply.update(status="error", code=error.code, message=error.message)
        except Exception as error:
            print(f"{request['op']} for {self.user}: {error!r}", file=sys.stderr)
            code = "AUTH_ERROR" if is_login_error(self.adapter, str(error)) else "BROKER_ERROR"
            reply.update(status="error", code=code, message=str(error) or type(error).__name__)
        self._host.channel.send(reply)
        self.report()

    def _do_connect(self, request):
        return {"message": "Connected", "failed": self._ensure(request.get("broker"))}

    def _do_subscribe(self, request):
        symbol, exchange, mode = self._instrument(request)
        depth = int(request.get("depth") or 5)
        self._ensure(request.get("broker"))
        result = self._subscribe(symbol, exchange, mode, depth)
        self.subscriptions[(exchange, symbol, mode)] = depth
        actual = result.get("actual_depth") if isinstance(result, dict) else None
        return {"message": message_of(result, "Subscribed"), "actual_depth": depth if actual is None else actual}

    def _do_unsubscribe(self, request):
        symbol, exchange, mode = self._instrument(request)
        known = self.subscriptions.pop((exchange, symbol, mode), None)
        if self.adapter is None or known is None:
            return {"message": "Not subscribed"}
        result = self.adapter.unsubscribe(symbol, exchange, mode)
        check(self.adapter, result, "BROKER_ERROR", "The broker did not unsubscribe")
        return {"message": message_of(result, "Unsubscribed")}

    def _do_disconnect(self, _request):
        self._leave()
        return {"message": "Disconnected"}

    def _do_invalidate(self, request):
        broker = request.get("broker") or self.broker
        forget_credentials(self.adapter, self.user)
        if self.adapter is None and not request.get("broker"):
            return {"message": "Forgotten"}
        return {"message": "Connected with fresh credentials", "failed": self._rebuild(broker, force=True)}

    @staticmethod
    def _instrument(request):
        symbol, exchange, mode = request.get("symbol"), request.get("exchange"), request.get("mode")
        if not symbol or not exchange or mode not in (1, 2, 3) or isinstance(mode, bool):
            raise AdapterError("INVALID_PARAMETERS", "symbol, exchange and a mode of 1, 2 or 3 are needed")
        return symbol, exchange, mode

    def _subscribe(self, symbol, exchange, mode, depth):
        result = self.adapter.subscribe(symbol, exchange, mode, depth)
        check(self.adapter, result, "BROKER_ERROR", "The broker did not accept the subscription")
        return result

    def _ensure(self, broker):
        if self.adapter is not None and (not broker or broker == self.broker):
            return []
        if not broker:
            raise AdapterError("BROKER_INIT_ERROR", "No broker was named")
        return self._rebuild(broker, force=False)

    def _rebuild(self, broker, force):
        """A new adapter with the subscriptions of the old one; returns those that it refused. When it cannot be made,
        they are kept for the next attempt."""
        wanted = dict(self.subscriptions)
        self._leave()
        self.subscriptions = wanted
        self._build(broker, force)
        refused = []
        for (exchange, symbol, mode), depth in wanted.items():
            self._show_life()
            try:
                self._subscribe(symbol, exchange, mode, depth)
            except AdapterError as error:
                del self.subscriptions[(exchange, symbol, mode)]
                refused.append({"symbol": symbol, "exchange": exchange, "mode": mode, "message": error.message})
        return refused

    def _build(self, broker, force):
        """Makes, initializes and connects an adapter; keeps it only when all of that worked."""
        self.broker = broker
        adapter = self._host.create_broker_adapter(broker)
        if adapter is None:
            raise AdapterError("BROKER_INIT_ERROR", f"OpenAlgo has no adapter for {broker}")
        try:
            extra = {"force": True} if force and takes(adapter.initialize, "force") else {}
            result = adapter.initialize(broker, self.user, **extra)
            check(adapter, result, "BROKER_INIT_ERROR", f"The {broker} adapter could not be initialized")
            result = adapter.connect()
            check(adapter, result, "BROKER_CONNECTION_ERROR", f"The {broker} adapter could not connect")
        except Exception:
            self._discard(adapter)
            raise
        self.adapter = adapter

    def _leave(self):
        adapter, self.adapter = self.adapter, None
        self.subscriptions = {}
        if adapter is not None:
            self._discard(adapter)
        self._host.forget_pools(self.user)

    def _discard(self, adapter):
        try:
            adapter.disconnect()
        except Exception as error:
            print(f"disconnect for {self.user}: {error!r}", file=sys.stderr)


class Host:
    """Reads requests and hands them to the sessions."""

    OPS = ("connect", "subscribe", "unsubscribe", "disconnect", "invalidate")

    def __init__(self, channel, factory):
        self.channel = channel
        self.create_broker_adapter = factory.create_broker_adapter
        self._factory = factory
        self._sessions = {}
        self._leaving = threading.Event()

    def forget_pools(self, user):
        """Newer OpenAlgo keeps connection pools by user; one of them must not outlive its credentials."""
        forget = getattr(self._factory, "cleanup_pools_for_user", None)
        if callable(forget):
            try:
                forget(user)
            except Exception as error:
                print(f"pools of {user}: {error!r}", file=sys.stderr)

    def run(self):
        threading.Thread(target=self._watch, name="watch", daemon=True).start()
        self.channel.send(
            {"event": "ready", "pid": os.getpid(), "python": sys.version.split()[0], "folder": os.getcwd()}
        )
        with os.fdopen(os.dup(0), encoding="utf-8", errors="replace") as requests:
            for line in requests:
                if line.strip():
                    self._take(line)

    def leave(self):
        """Disconnects every adapter, all at once, and does not wait for the slow ones for ever."""
        self._leaving.set()
        for session in self._sessions.values():
            session.end()
        deadline = time.monotonic() + GOODBYE_SECONDS
        for session in self._sessions.values():
            session.join(max(0.0, deadline - time.monotonic()))

    def _take(self, line):
        try:
            request = json.loads(line)
            op = request["op"]
        except (ValueError, KeyError, TypeError):
            self.channel.log("error", "A line that is no request was ignored")
            return
        if op == "status":
            self._status(request)
        elif op not in self.OPS:
            self._refuse(request, f"There is no operation {op}")
        elif request.get("user"):
            self._session(str(request["user"])).put(request)
        elif op in ("disconnect", "invalidate"):
            for session in self._sessions.values():
                session.put({"op": op, "user": session.user})
            self.channel.send({"id": request.get("id"), "status": "success", "message": "Begun for every user"})
        else:
            self._refuse(request, "No user was named")

    def _refuse(self, request, message):
        self.channel.send(
            {"id": request.get("id"), "status": "error", "code": "INVALID_PARAMETERS", "message": message}
        )

    def _status(self, request):
        adapters = [
            {
                "user": session.user,
                "broker": session.broker,
                "connected": session.connected(),
                "symbols": len(session.subscriptions),
            }
            for session in self._sessions.values()
            if session.adapter is not None
        ]
        self.channel.send({"id": request.get("id"), "status": "success", "adapters": adapters})

    def _session(self, user):
        if user not in self._sessions:
            self._sessions[user] = Session(self, user)
        return self._sessions[user]

    def _watch(self):
        while not self._leaving.wait(WATCH_SECONDS):
            for session in list(self._sessions.values()):
                if session.adapter is not None:
                    session.report()


def load_environment(folder):
    """OpenAlgo's own settings, below what Tickgate set; OpenAlgo's logging does the same, but only once imported."""
    try:
        from dotenv import load_dotenv
    except ImportError:
        return
    load_dotenv(os.path.join(folder, ".env"), override=False)


class Placeholder(types.ModuleType):
    """Stands in for a module whose names are imported, but never used here."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return None


def import_factory(folder):
    """The broker factory. OpenAlgo's package also pulls in its proxy server, which has no business here."""
    os.chdir(folder)
    sys.path[0] = folder
    load_environment(folder)
    sys.modules["websocket_proxy.server"] = Placeholder("websocket_proxy.server")
    return importlib.import_module("websocket_proxy.broker_factory")


def main():
    # Ctrl+C in a terminal goes to the whole group; the end of this program is Tickgate's business.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel = Channel()
    if len(sys.argv) != 2 or not os.path.isdir(sys.argv[1]):
        channel.log("error", "usage: adapter_host.py OPENALGO_FOLDER")
        return 2
    try:
        factory = import_factory(os.path.abspath(sys.argv[1]))
        host = Host(channel, factory)
    except Exception as error:
        channel.log("error", f"OpenAlgo's broker factory cannot be imported: {error}")
        raise
    host.run()
    host.leave()
    return 0


if __name__ == "__main__":
    try:
        code = main()
    except Exception:
        import traceback

        traceback.print_exc()
        code = EXIT_CANNOT_IMPORT
    # Adapters leave threads behind that never end by themselves.
    sys.stderr.flush()
    os._exit(code)
