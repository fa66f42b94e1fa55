"""Publishers of market data, as OpenAlgo's broker adapters are: they connect to the bus and publish."""

import json

import zmq

from .process import SCALE


class Publisher:
    """A publisher that knows when the bus has subscribed to it, so that nothing is published into the void."""

    def __init__(self, endpoint, bind=False):
        self._context = zmq.Context()
        # XPUB is PUB that also hands out the subscriptions it receives.
        self._socket = self._context.socket(zmq.XPUB)
        self._socket.setsockopt(zmq.LINGER, 0)
        self._socket.setsockopt(zmq.SNDHWM, 0)
        self._socket.setsockopt(zmq.XPUB_VERBOSE, 1)
        if bind:
            self._socket.bind(endpoint)
        else:
            self._socket.connect(endpoint)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def wait_for_subscription(self, seconds=10):
        """Until a subscription arrives; every new connection of the bus brings one."""
        if not self._socket.poll(int(seconds * 1000 * SCALE)):
            raise AssertionError("the bus did not subscribe")
        assert self._socket.recv()[0] == 1
        return self

    def send(self, *frames):
        self._socket.send_multipart([frame.encode() if isinstance(frame, str) else frame for frame in frames])

    def tick(self, exchange, symbol, mode, **fields):
        """Publishes one tick and returns the payload as it went out."""
        payload = json.dumps(fields, ensure_ascii=False)
        self.send(f"{exchange}_{symbol}_{mode}", payload)
        return payload

    def order(self, user, **fields):
        payload = json.dumps({"type": "order_update", "user_id": user, **fields})
        self.send(f"{user}_orders", payload)
        return payload

    def close(self):
        self._socket.close(0)
        self._context.term()
