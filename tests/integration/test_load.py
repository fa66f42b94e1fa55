"""Many clients, many symbols: nothing lost, nothing out of order."""

import threading

from support.bus import Publisher
from support.case import ServiceCase, main
from support.crowd import Crowd
from support.process import SCALE

ROUNDS = 40 if SCALE == 1 else 12


class Load(ServiceCase):
    def test_50_clients_with_50_symbols_lose_nothing_and_keep_the_order(self):
        symbols = [f"LOAD{number}" for number in range(50)]
        bus = self.publisher()
        with Crowd(self.service.ws_port, self.key, 50, symbols) as crowd:
            sent = []
            for number in range(ROUNDS):
                for symbol in symbols:
                    bus.tick("NSE", symbol, "LTP", n=number)
                    sent.append((symbol, number))
                # Readers keep up here: how those who do not are treated is another test's business.
                if number % 4 == 3:
                    crowd.wait_for_ticks(len(sent), 60)
            crowd.wait_for_ticks(len(sent), 60)
            for member in crowd.members:
                self.assertEqual(member.ticks, sent)

    def test_clients_coming_and_going_do_not_disturb_the_others(self):
        bus = self.publisher()
        with Crowd(self.service.ws_port, self.key, 5, ["STEADY"]) as crowd:
            sent = 0
            for _ in range(20):
                with Crowd(self.service.ws_port, self.key, 3, ["STEADY", "OTHER"]):
                    for _ in range(20):
                        bus.tick("NSE", "STEADY", "LTP", n=sent)
                        bus.tick("NSE", "OTHER", "LTP", n=sent)
                        sent += 1
            crowd.wait_for_ticks(sent)
            for member in crowd.members:
                self.assertEqual(member.ticks, [("STEADY", number) for number in range(sent)])

    def test_publishers_restarted_under_load_leave_no_gap_within_a_life(self):
        with Crowd(self.service.ws_port, self.key, 10, ["LIFE"]) as crowd:
            expected = []
            for life in range(4):
                bus = Publisher(self.service.bus).wait_for_subscription()
                numbers = range(life * 1000, life * 1000 + 200)
                for number in numbers:
                    bus.tick("NSE", "LIFE", "LTP", n=number)
                expected += [("LIFE", number) for number in numbers]
                crowd.wait_for_ticks(len(expected))
                bus.close()
            for member in crowd.members:
                self.assertEqual(member.ticks, expected)


class StopUnderLoad(ServiceCase):
    def test_a_stop_under_load_loses_nothing_before_the_close_frame(self):
        bus = self.publisher()
        stopping = threading.Event()

        def flood():
            number = 0
            while not stopping.is_set():
                bus.tick("NSE", "FLOOD", "LTP", n=number)
                number += 1
                # As fast as a feed of a few thousand symbols, not as fast as Python can.
                stopping.wait(0.0005)

        with Crowd(self.service.ws_port, self.key, 20, ["FLOOD"]) as crowd:
            publisher = threading.Thread(target=flood)
            publisher.start()
            try:
                crowd.wait_for_ticks(200)
                self.assertEqual(self.service.stop(), 0)
            finally:
                stopping.set()
                publisher.join()
            crowd.wait_for_end()
            for member in crowd.members:
                self.assertEqual(member.close_code, 1001)
                numbers = [number for _, number in member.ticks]
                self.assertEqual(numbers, list(range(numbers[0], numbers[0] + len(numbers))))


if __name__ == "__main__":
    main()
