"""Requests are read, and answered, as HTTP has it: over sockets, byte by byte where that matters."""

import contextlib
import io
import socket
import threading
import unittest
from collections.abc import Iterator
from typing import Any
from unittest import mock

from process_executor.http_server.connection import SMALL, Connection
from process_executor.http_server.head import Head
from process_executor.http_server.response import Response
from process_executor.http_server.server import Listener

LARGE = bytes(range(256)) * 2048
CHUNKED = b"transfer-encoding: chunked"


def _echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answers with what it was told."""
    body = environ["wsgi.input"].read()
    told = f"{environ['REQUEST_METHOD']} {environ['RAW_URI']} {environ['PATH_INFO']} {environ['SERVER_PROTOCOL']} "
    answer = told.encode() + body
    start_response("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]


@contextlib.contextmanager
def _served(application: Any) -> Iterator[socket.socket]:
    """A client that is connected to a server of that application."""
    with Listener("127.0.0.1", 0, application) as listener:
        thread = threading.Thread(target=listener.serve_forever, args=(0.01,))
        thread.start()
        try:
            with socket.create_connection(listener.socket.getsockname(), timeout=10) as client:
                yield client
        finally:
            listener.shutdown()
            thread.join()


class _Application:
    """Answers always the same."""

    def __init__(self, status: str, headers: list[tuple[str, str]], *pieces: bytes) -> None:
        self.status = status
        self.headers = headers
        self.pieces = pieces
        self.is_closed = False

    def __call__(self, _: Any, start_response: Any) -> "_Application":
        start_response(self.status, self.headers)
        return self

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)

    def close(self) -> None:
        self.is_closed = True


class _Noting:
    """Notes what it is given under these names, and answers with nothing."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self.seen: list[tuple[Any, ...]] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.seen.append(tuple(environ[name] for name in self.names))
        start_response("204 No Content", [])
        return []


def _request(line: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    return b"\r\n".join([line, b"host: localhost", *headers, b"", body])


def _to_end(client: socket.socket) -> bytes:
    return b"".join(iter(lambda: client.recv(1 << 16), b""))


def _asked(application: Any, sent: bytes) -> tuple[bytes, bytes]:
    """Head and body of all that is answered, where the client sends no more."""
    with _served(application) as client:
        client.sendall(sent)
        client.shutdown(socket.SHUT_WR)
        head, _, body = _to_end(client).partition(b"\r\n\r\n")
        return head, body


def _chunks(*pieces: bytes) -> bytes:
    return b"".join(b"%x;name=value\r\n%b\r\n" % (len(piece), piece) for piece in (*pieces, b""))


class Requests(unittest.TestCase):
    """What the application is given."""

    CASES: tuple[tuple[str, bytes, bytes], ...] = (
        ("no body", _request(b"GET /a?b=c HTTP/1.1"), b"GET /a?b=c /a HTTP/1.1 "),
        (
            "a small body",
            _request(b"POST /a HTTP/1.1", b"content-length: 3", body=b"abc"),
            b"POST /a /a HTTP/1.1 abc",
        ),
        (
            "a large body",
            _request(b"PUT / HTTP/1.1", b"content-length: %d" % len(LARGE), body=LARGE),
            b"PUT / / HTTP/1.1 " + LARGE,
        ),
        (
            "chunks",
            _request(b"PUT / HTTP/1.1", CHUNKED, body=_chunks(b"abc", LARGE, b"def")),
            b"PUT / / HTTP/1.1 abc" + LARGE + b"def",
        ),
        (
            "a path that is decoded",
            _request(b"GET //%C3%A9%2f/../b HTTP/1.1"),
            b"GET //%C3%A9%2f/../b //\xc3\x83\xc2\xa9//../b",
        ),
        ("a whole address", _request(b"GET http://localhost/a?b HTTP/1.1"), b"GET /a?b /a HTTP/1.1 "),
        ("a whole address without a path", _request(b"GET http://localhost HTTP/1.1"), b"GET / / HTTP/1.1 "),
        ("a whole address with a query alone", _request(b"GET http://localhost?a HTTP/1.1"), b"GET /?a / HTTP/1.1 "),
        ("the server itself", _request(b"OPTIONS * HTTP/1.1"), b"OPTIONS * * HTTP/1.1 "),
        ("a protocol that is old", _request(b"GET / HTTP/1.0"), b"GET / / HTTP/1.0 "),
        ("a line break before it", b"\r\n" + _request(b"GET / HTTP/1.1"), b"GET / / HTTP/1.1 "),
        (
            "the same length twice",
            _request(b"POST / HTTP/1.1", *[b"content-length: 1"] * 2, body=b"a"),
            b"POST / / HTTP/1.1 a",
        ),
        (
            "a header with many spaces in it",
            _request(b"GET / HTTP/1.1", b"a: x" + b" " * 60_000 + b"x"),
            b"GET / / HTTP/1.1 ",
        ),
    )

    def test_are_passed_on(self) -> None:
        for what, sent, expected in self.CASES:
            with self.subTest(what):
                head, body = _asked(_echo, sent)
                self.assertTrue(head.startswith(b"HTTP/1.1 200 OK\r\n"), head)
                self.assertEqual(body[: len(expected)], expected)

    def test_arrive_in_any_pieces(self) -> None:
        sent = _request(b"PUT / HTTP/1.1", CHUNKED, b"connection: close", body=_chunks(b"abc", b"def"))
        with _served(_echo) as client:
            for byte in sent:
                client.sendall(bytes([byte]))
            self.assertTrue(_to_end(client).endswith(b"abcdef"))

    def test_have_headers_as_they_were_sent(self) -> None:
        application = _Noting("rolo.headers", "HTTP_X_ONE", "REMOTE_ADDR")

        _asked(application, _request(b"GET / HTTP/1.1", b"X-One:  a b ", b"x_two: \xe9"))
        headers = [(b"host", b"localhost"), (b"X-One", b"a b"), (b"x_two", b"\xe9")]
        self.assertEqual(application.seen, [(headers, "a b", "127.0.0.1")])

    def test_are_for_the_host_of_their_address(self) -> None:
        application = _Noting("rolo.headers", "HTTP_HOST", "RAW_URI")

        for authority in (b"localhost", b"example.com:80", b"a@localhost", b"[::1"):
            _asked(application, _request(b"GET http://" + authority + b"/a HTTP/1.1"))
            self.assertEqual(application.seen.pop(), ([(b"Host", authority)], authority.decode(), "/a"))

        _asked(application, _request(b"GET / HTTP/1.1"))
        self.assertEqual(application.seen.pop()[1], "localhost")

    def test_follow_each_other_on_a_connection(self) -> None:
        first = _request(b"POST /1 HTTP/1.1", b"content-length: 1", body=b"a")
        head, rest = _asked(_echo, first + _request(b"GET /2 HTTP/1.1", b"connection: close"))
        self.assertIn(b"Connection: keep-alive", head)
        self.assertRegex(rest, rb"(?s)^POST /1 /1 HTTP/1.1 aHTTP/1.1 200 OK.*Connection: close.*GET /2 /2 HTTP/1.1 $")

    def test_are_waited_for_as_long_as_the_client_likes(self) -> None:
        self.assertIsNone(Connection.timeout)


class NoRequests(unittest.TestCase):
    """What is refused, without asking the application."""

    CASES: tuple[tuple[str, bytes, bytes], ...] = (
        ("no HTTP", b"hello\r\n\r\n", b"400"),
        ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n", b"400"),
        ("a protocol to come", _request(b"GET / HTTP/2.0"), b"505"),
        ("a header without a colon", _request(b"GET / HTTP/1.1", b"what is this"), b"400"),
        ("a continued header", _request(b"GET / HTTP/1.1", b"a: b", b" c"), b"400"),
        ("a space before a colon", _request(b"GET / HTTP/1.1", b"a : b"), b"400"),
        ("a carriage return in a header", _request(b"GET / HTTP/1.1", b"a: b\rc: d"), b"400"),
        ("a zero in a header", _request(b"GET / HTTP/1.1", b"a: b\x00c"), b"400"),
        ("a zero after many spaces", _request(b"GET / HTTP/1.1", b"a:" + b" " * 2000 + b"\x00"), b"400"),
        ("another space than HTTP's", _request(b"POST / HTTP/1.1", b"transfer-encoding: \x0bchunked"), b"400"),
        ("spaces in an address", _request(b"GET /a b HTTP/1.1"), b"400"),
        ("an address without a path", _request(b"GET ?a=b HTTP/1.1"), b"400"),
        ("the address of no host", _request(b"GET http:///a HTTP/1.1"), b"400"),
        ("a tunnel", _request(b"CONNECT localhost:80 HTTP/1.1"), b"400"),
        ("no protocol", _request(b"GET /"), b"400"),
        ("no host", b"GET / HTTP/1.1\r\n\r\n", b"400"),
        ("two hosts", _request(b"GET / HTTP/1.1", b"host: localhost"), b"400"),
        ("an address that is not ASCII", _request("GET /é HTTP/1.1".encode()), b"400"),
        ("two lengths", _request(b"POST / HTTP/1.1", b"content-length: 1", b"content-length: 2"), b"400"),
        ("a length and chunks", _request(b"POST / HTTP/1.1", b"content-length: 1", CHUNKED), b"400"),
        ("a negative length", _request(b"POST / HTTP/1.1", b"content-length: -1"), b"400"),
        ("a length that is too long", _request(b"POST / HTTP/1.1", b"content-length: " + b"9" * 5000), b"400"),
        ("chunks of an old protocol", _request(b"POST / HTTP/1.0", CHUNKED), b"400"),
        ("a length with an underscore", _request(b"POST / HTTP/1.1", b"content-length: 1_0"), b"400"),
        ("another coding", _request(b"POST / HTTP/1.1", b"transfer-encoding: gzip, chunked"), b"501"),
        ("a line that is too long", _request(b"GET /" + b"a" * 70_000 + b" HTTP/1.1"), b"414"),
        ("a header that is too long", _request(b"GET / HTTP/1.1", b"a: " + b"a" * 70_000), b"431"),
        ("headers that are too long", _request(b"GET / HTTP/1.1", *[b"a: b"] * 20_000), b"431"),
    )

    def test_are_refused(self) -> None:
        for what, sent, status in self.CASES:
            with self.subTest(what):
                head, body = _asked(self.fail, sent + _request(b"GET /next HTTP/1.1"))
                self.assertRegex(
                    head, b"^HTTP/1.1 " + status + rb" [\w ()-]+\r\nConnection: close\r\nContent-Length: 0$"
                )
                self.assertEqual(body, b"")


class CutRequests(unittest.TestCase):
    """A request whose client goes away before its end does nothing."""

    CASES: tuple[tuple[str, bytes], ...] = (
        ("its line", b"POST / HT"),
        ("its headers", b"POST / HTTP/1.1\r\nhost: a"),
        ("all of a small body", _request(b"POST / HTTP/1.1", b"content-length: 10")),
        ("a part of a small body", _request(b"POST / HTTP/1.1", b"content-length: 10", body=b"abc")),
        ("a part of a large body", _request(b"POST / HTTP/1.1", b"content-length: %d" % len(LARGE), body=LARGE[:9])),
        ("a part of a chunk", _request(b"POST / HTTP/1.1", CHUNKED, body=b"5\r\nabc")),
        ("the last chunk", _request(b"POST / HTTP/1.1", CHUNKED, body=b"3\r\nabc\r\n")),
        ("the end of the last chunk", _request(b"POST / HTTP/1.1", CHUNKED, body=b"3\r\nabc\r\n0\r\n")),
        ("the size of a chunk", _request(b"POST / HTTP/1.1", CHUNKED, body=b"-3\r\nabc\r\n0\r\n\r\n")),
        ("a chunk that is longer", _request(b"POST / HTTP/1.1", CHUNKED, body=b"3\r\nabcdef\r\n0\r\n\r\n")),
    )

    def test_do_nothing(self) -> None:
        for what, sent in self.CASES:
            with self.subTest(what):
                done: list[bytes] = []

                def application(environ: dict[str, Any], _: Any, done: list[bytes] = done) -> list[bytes]:
                    done.append(environ["wsgi.input"].read())
                    raise AssertionError

                self.assertNotIn(b"200", b"".join(_asked(application, sent)))
                self.assertEqual(done, [])

    def test_are_not_continued_with_what_follows(self) -> None:
        def again(environ: dict[str, Any], start: Any) -> list[bytes]:
            for _ in range(2):
                with contextlib.suppress(ConnectionResetError):
                    done.append(environ["wsgi.input"].read())
            start("400 Bad Request", [("Content-Length", "0")])
            return []

        for what, size in (("no size", b"zz\r\n"), ("a chunk that is longer", b"3\r\nabcdef\r\n")):
            with self.subTest(what):
                done: list[bytes] = []
                sent = _request(b"POST / HTTP/1.1", CHUNKED, body=size + b"1\r\nx\r\n0\r\n\r\n")
                head, rest = _asked(again, sent + _request(b"GET /next HTTP/1.1"))
                self.assertIn(b"Connection: close", head)
                self.assertEqual((done, rest), ([], b""))


class Answers(unittest.TestCase):
    """What the client gets."""

    def test_have_a_body_of_their_kind(self) -> None:
        streamed = [b"abc", b"", b"def"]
        chunked = b"3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n"
        for what, line, status, headers, pieces, expected in (
            ("a known length", b"GET / HTTP/1.1", "200 OK", [("Content-Length", "6")], streamed, b"abcdef"),
            ("an unknown length", b"GET / HTTP/1.1", "200 OK", [], streamed, chunked),
            ("an unknown length for an old client", b"GET / HTTP/1.0", "200 OK", [], streamed, b"abcdef"),
            ("a length alone", b"HEAD / HTTP/1.1", "200 OK", [("Content-Length", "6")], [], b""),
            ("a body to HEAD", b"HEAD / HTTP/1.1", "200 OK", [("Content-Length", "6")], streamed, b""),
            ("nothing", b"GET / HTTP/1.1", "204 No Content", [("Content-Length", "0")], [], b""),
            ("nothing new", b"GET / HTTP/1.1", "304 Not Modified", [], [], b""),
            ("its own coding", b"GET / HTTP/1.1", "200 OK", [("Transfer-Encoding", "chunked")], streamed, chunked),
        ):
            with self.subTest(what):
                application = _Application(status, headers, *pieces)
                head, body = _asked(application, _request(line))
                self.assertTrue(head.startswith(b"HTTP/1.1 " + status.encode() + b"\r\n"), head)
                self.assertEqual(body, expected)
                self.assertEqual(head.count(b"chunked"), int(expected == chunked))
                self.assertIn(b"\r\nDate: ", head)
                self.assertTrue(application.is_closed)

    def test_say_when_they_are_the_last(self) -> None:
        close = [("Connection", "close"), ("Content-Length", "0")]
        for what, sent, headers, last in (
            ("usually not", _request(b"GET / HTTP/1.1"), close[1:], False),
            ("the client's wish", _request(b"GET / HTTP/1.1", b"Connection: close"), close[1:], True),
            ("the application's wish", _request(b"GET / HTTP/1.1"), close, True),
            ("an old client", _request(b"GET / HTTP/1.0"), close[1:], True),
            ("an old client that stays", _request(b"GET / HTTP/1.0", b"connection: keep-alive"), close[1:], False),
            ("more to read", _request(b"PUT / HTTP/1.1", b"content-length: 300000"), close[1:], True),
        ):
            with self.subTest(what):
                head, _ = _asked(_Application("200 OK", headers), sent)
                self.assertIn(b"Connection: close" if last else b"Connection: keep-alive", head)

    def test_arrive_whole_though_the_client_sends_more_than_is_read(self) -> None:
        closing = _request(b"GET / HTTP/1.1", b"connection: close")
        with _served(_Application("200 OK", [("Content-Length", str(len(LARGE) * 4))], *[LARGE] * 4)) as client:
            client.sendall(closing)
            begin = client.recv(1)
            client.sendall(closing)
            _, _, body = (begin + _to_end(client)).partition(b"\r\n\r\n")
        self.assertEqual(len(body), len(LARGE) * 4)

    def test_fail_where_the_application_does(self) -> None:
        def breaks_off(_: Any, start: Any) -> Iterator[bytes]:
            start("200 OK", [])
            yield b"abc"
            raise KeyError

        for what, application, answer in (
            ("it throws", mock.Mock(side_effect=KeyError), rb"^HTTP/1.1 500 "),
            ("it has not begun to answer", lambda *_: [b"a"], rb"^HTTP/1.1 500 "),
            ("a header is two", _Application("200 OK", [("X", "a\r\nSet-Cookie: b")]), rb"^HTTP/1.1 500 "),
            ("it breaks off", breaks_off, rb"^HTTP/1.1 200 (?s:.*)\r\n3\r\nabc\r\n$"),
            ("it says less", _Application("200 OK", [("Content-Length", "5")], b"abc"), rb"(?s)^HTTP/1.1 200 .*abc$"),
            ("it says more", _Application("200 OK", [("Content-Length", "2")], b"abc"), rb"^HTTP/1.1 500 "),
        ):
            with self.subTest(what), self.assertLogs("process_executor.http_server.connection", "ERROR"):
                self.assertRegex(b"\r\n\r\n".join(_asked(application, _request(b"GET / HTTP/1.1"))), answer)

    def test_are_sent_with_their_head(self) -> None:
        output = mock.Mock()
        response = Response(output, Head("GET", b"/", "1.1", []), lambda: True)
        response.start("200 OK", [("Content-Length", "3")])
        response.send([b"abc"])
        self.assertEqual(output.write.call_count, 1)

    def test_tell_to_go_on_when_the_body_is_wanted(self) -> None:
        for what, length in (("small", 3), ("large", 300_000)):
            with self.subTest(what), _served(_echo) as client:
                client.sendall(_request(b"PUT / HTTP/1.1", b"Expect: 100-continue", b"content-length: %d" % length))
                self.assertEqual(client.recv(1000), b"HTTP/1.1 100 Continue\r\n\r\n")
                client.sendall(b"x" * length)
                client.shutdown(socket.SHUT_WR)
                self.assertRegex(_to_end(client), rb"(?s)^HTTP/1.1 200 OK.* x+$")

    def test_do_not_tell_to_go_on_where_nothing_is_wanted(self) -> None:
        with _served(_Application("403 Forbidden", [("Content-Length", "0")])) as client:
            client.sendall(_request(b"PUT / HTTP/1.1", b"Expect: 100-continue", b"content-length: 300000"))
            self.assertTrue(client.recv(1000).startswith(b"HTTP/1.1 403 Forbidden\r\n"))


class SmallBodies(unittest.TestCase):
    def test_are_there_before_the_application_is_called(self) -> None:
        application = _Noting("wsgi.input")

        for length in (SMALL, SMALL + 1):
            _asked(application, _request(b"PUT / HTTP/1.1", b"content-length: %d" % length, body=bytes(length)))
        self.assertEqual([type(body) for (body,) in application.seen], [io.BytesIO, io.BufferedReader])


if __name__ == "__main__":
    unittest.main()
