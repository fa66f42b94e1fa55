"""RFC 6455 as raw bytes: what no client library would send, and what it must be answered with."""

import json

from support.case import ServiceCase, main
from support.client import RawClient
from support.process import SCALE, wait_until

MIB = 1024 * 1024


class Handshake(ServiceCase):
    def raw(self, **options):
        client = RawClient(self.service.ws_port, **options)
        self.addCleanup(client.socket.close)
        return client

    def test_an_ordinary_upgrade_is_accepted_on_both_addresses(self):
        self.assertEqual(self.raw().upgrade(), 101)
        six = self.raw(host="::1")
        self.assertEqual(six.upgrade(Host=f"[::1]:{six.port}"), 101)

    def test_header_names_and_tokens_are_read_in_any_case(self):
        self.assertEqual(self.raw().upgrade(Upgrade="WebSocket", Connection="keep-alive, Upgrade"), 101)

    def test_a_handshake_in_pieces_is_accepted(self):
        client = self.raw()
        for byte in client.request_text().encode():
            client.socket.sendall(bytes([byte]))
        self.assertEqual(client.read_status(), 101)

    def test_frames_in_the_same_packet_as_the_handshake_are_served(self):
        client = self.raw()
        early = client.frame(client.TEXT, json.dumps({"action": "ping", "_pingId": 1}).encode())
        client.socket.sendall(client.request_text().encode() + early)
        self.assertEqual(client.read_status(), 101)
        self.assertEqual(client.read_json()["_pingId"], 1)

    def test_what_is_no_upgrade_is_refused(self):
        for headers in ({"Upgrade": None}, {"Connection": None}, {"Sec_WebSocket_Key": None}, {"Sec_WebSocket_Version": "8"}):
            with self.subTest(headers=headers):
                status = self.raw().upgrade(**headers)
                self.assertTrue(status is None or 400 <= status < 500, status)

    def test_rubbish_instead_of_a_handshake_ends_the_connection(self):
        for rubbish in (b"\x00\x01\x02\x03\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\r\n\r\n\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"):
            with self.subTest(rubbish=rubbish):
                client = self.raw()
                client.socket.sendall(rubbish)
                status = client.read_status()
                self.assertTrue(status is None or 400 <= status < 600, status)

    def test_a_handshake_over_8_KiB_is_refused(self):
        client = self.raw()
        try:
            status = client.upgrade(X_Padding="x" * 9000)
        except (BrokenPipeError, ConnectionResetError):
            status = None
        self.assertNotEqual(status, 101)

    def test_a_handshake_that_never_ends_is_given_5_seconds(self):
        client = self.raw()
        client.socket.sendall(client.request_text().encode()[:-2])
        client.socket.settimeout(15 * SCALE)
        self.assertIsNone(client.read_status())


class Frames(ServiceCase):
    def connected(self, authenticated=True, **options):
        client = RawClient(self.service.ws_port, **options)
        self.addCleanup(client.socket.close)
        self.assertEqual(client.upgrade(), 101)
        if authenticated:
            client.authenticate(self.key)
        return client

    def ping(self, client, marker):
        client.send_json({"action": "ping", "_pingId": marker})
        self.assertEqual(client.read_json()["_pingId"], marker)

    def test_an_unmasked_frame_is_a_protocol_error(self):
        for authenticated in (False, True):
            with self.subTest(authenticated=authenticated):
                client = self.connected(authenticated)
                client.send_frame(client.TEXT, b'{"action":"ping"}', masked=False)
                self.assertEqual(client.close_code(), 1002)

    def test_reserved_bits_and_opcodes_are_protocol_errors(self):
        for options in ({"opcode": 1, "rsv": 4}, {"opcode": 1, "rsv": 1}, {"opcode": 3}, {"opcode": 11}):
            with self.subTest(**options):
                client = self.connected()
                client.send_frame(options["opcode"], b"{}", rsv=options.get("rsv", 0))
                self.assertEqual(client.close_code(), 1002)

    def test_a_fragmented_or_long_control_frame_is_a_protocol_error(self):
        client = self.connected()
        client.send_frame(client.PING, b"a", fin=False)
        self.assertEqual(client.close_code(), 1002)
        client = self.connected()
        client.send_frame(client.PING, b"a" * 126)
        self.assertEqual(client.close_code(), 1002)

    def test_a_continuation_of_nothing_is_a_protocol_error(self):
        client = self.connected()
        client.send_frame(client.CONTINUATION, b"{}")
        self.assertEqual(client.close_code(), 1002)

    def test_a_message_over_1_MiB_is_too_big_whole_or_in_fragments(self):
        client = self.connected()
        client.send_frame(client.TEXT, b"", length=2 * MIB)
        self.assertEqual(client.close_code(), 1009)
        client = self.connected()
        try:
            client.send_frame(client.TEXT, b"a" * (700 * 1024), fin=False)
            client.send_frame(client.CONTINUATION, b"a" * (700 * 1024))
        except (BrokenPipeError, ConnectionResetError):
            pass
        self.assertEqual(client.close_code(), 1009)

    def test_a_message_of_just_under_1_MiB_is_read(self):
        client = self.connected()
        padding = "x" * (MIB - 200)
        client.send_json({"action": "ping", "_pingId": 1, "padding": padding})
        self.assertEqual(client.read_json()["_pingId"], 1)

    def test_bad_utf8_in_text_is_1007(self):
        for payload in (b"\xff", b'{"a":"\xc0\xaf"}', b'"\xed\xa0\x80"', b"\xf4\x90\x80\x80", b'"\xe2\x82'):
            with self.subTest(payload=payload):
                client = self.connected()
                client.send_frame(client.TEXT, payload)
                self.assertEqual(client.close_code(), 1007)

    def test_text_in_fragments_is_one_message_even_where_a_character_is_split(self):
        client = self.connected()
        data = json.dumps({"action": "ping", "_pingId": "€😀"}, ensure_ascii=False).encode()
        for cut in range(data.index("€".encode()), len(data)):
            client.send_frame(client.TEXT, data[:cut], fin=False)
            client.send_frame(client.CONTINUATION, b"", fin=False)
            client.send_frame(client.CONTINUATION, data[cut:])
            self.assertEqual(client.read_json()["_pingId"], "€😀")

    def test_control_frames_between_fragments_are_served(self):
        client = self.connected()
        data = b'{"action":"ping","_pingId":9}'
        client.send_frame(client.TEXT, data[:10], fin=False)
        client.send_frame(client.PING, b"between")
        self.assertEqual(client.read_frame(), (client.PONG, b"between"))
        client.send_frame(client.CONTINUATION, data[10:])
        self.assertEqual(client.read_json()["_pingId"], 9)

    def test_a_ping_is_answered_with_its_own_payload(self):
        client = self.connected()
        for payload in (b"", b"x", b"\x00\xff" * 62):
            client.send_frame(client.PING, payload)
            self.assertEqual(client.read_frame(), (client.PONG, payload))

    def test_an_unasked_pong_is_ignored(self):
        client = self.connected()
        client.send_frame(client.PONG, b"unasked")
        self.ping(client, 1)

    def test_frames_arriving_byte_by_byte_and_many_at_once_are_all_served(self):
        client = self.connected()
        for byte in client.frame(client.TEXT, b'{"action":"ping","_pingId":1}'):
            client.socket.sendall(bytes([byte]))
        self.assertEqual(client.read_json()["_pingId"], 1)
        client.socket.sendall(b"".join(
            client.frame(client.TEXT, json.dumps({"action": "ping", "_pingId": n}).encode()) for n in range(200)))
        self.assertEqual([client.read_json()["_pingId"] for _ in range(200)], list(range(200)))

    def test_a_binary_message_gets_an_answer_and_the_connection_survives(self):
        client = self.connected()
        client.send_frame(client.BINARY, b"\x00\x01\x02")
        reply = client.read_json()
        self.assertEqual((reply["status"], reply["code"]), ("error", "INVALID_JSON"))
        self.ping(client, 2)

    def test_a_close_is_answered_with_its_own_code_and_the_connection_ends(self):
        for code in (1000, 1001, 3000, 4999):
            with self.subTest(code=code):
                client = self.connected()
                client.send_frame(client.CLOSE, code.to_bytes(2, "big") + b"bye")
                self.assertEqual(client.close_code(), code)
                self.assertTrue(client.read_to_end())

    def test_who_closes_with_much_unread_still_gets_all_of_it_and_the_answer(self):
        bus = self.publisher()
        client = self.connected(receive_buffer=4096)
        client.send_json({"action": "subscribe", "symbol": "LATE", "exchange": "NSE", "mode": 1})
        client.read_json()
        with self.client() as other:
            other.subscribe("NSE:LATE", mode=1)
            for number in range(50):
                bus.tick("NSE", "LATE", "LTP", n=number, padding="x" * 1000)
            for _ in range(50):
                other.next_tick()
        client.send_frame(client.CLOSE, (1000).to_bytes(2, "big"))
        self.assertEqual([client.read_json()["data"]["n"] for _ in range(50)], list(range(50)))
        self.assertEqual(client.close_code(), 1000)

    def test_a_close_with_a_forbidden_code_is_a_protocol_error(self):
        for payload in (b"\x03", (1005).to_bytes(2, "big"), (999).to_bytes(2, "big")):
            with self.subTest(payload=payload):
                client = self.connected()
                client.send_frame(client.CLOSE, payload)
                self.assertEqual(client.close_code(), 1002)

    def test_one_broken_client_does_not_disturb_another(self):
        bus = self.publisher()
        with self.client() as good:
            good.subscribe("NSE:STEADY", mode=1)
            for round_number in range(10):
                bad = self.connected()
                bad.send_frame(bad.TEXT, b"\xff")
                bus.tick("NSE", "STEADY", "LTP", n=round_number)
            self.assertEqual([good.next_tick()["data"]["n"] for _ in range(10)], list(range(10)))

    def test_a_client_that_vanishes_is_forgotten(self):
        bus = self.publisher()
        client = self.connected()
        client.send_json({"action": "subscribe", "symbol": "GONE", "exchange": "NSE"})
        client.read_json()
        client.socket.close()
        with self.client() as good:
            good.subscribe("NSE:GONE", mode=2)
            for number in range(100):
                bus.tick("NSE", "GONE", "QUOTE", n=number)
            self.assertEqual([good.next_tick()["data"]["n"] for _ in range(100)], list(range(100)))
        wait_until(self.service.running)


if __name__ == "__main__":
    main()
