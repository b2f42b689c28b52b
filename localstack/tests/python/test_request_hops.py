"""Requests and answers pass between the loop and the threads as without the optimization, piece by piece."""

import asyncio
import contextlib
import importlib
import unittest
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest import mock

from process_executor import engine_patches
from process_executor.engine_optimizations import request_hops

HOME: Any = importlib.import_module("rolo.asgi")
LARGE = b"x" * (256 * 1024 + 1)
#: Headers of requests, and the pieces that come in.
REQUESTS: dict[str, tuple[list[tuple[bytes, bytes]], list[bytes]]] = {
    "no body": ([], []),
    "a small body": ([(b"Content-Length", b"3")], [b"abc"]),
    "a small body in pieces": ([(b"content-length", b"6")], [b"abc", b"def"]),
    "a body cut short": ([(b"content-length", b"10")], [b"abc"]),
    "a large body": ([(b"content-length", str(len(LARGE)).encode())], [LARGE[:9], LARGE[9:]]),
    "a body of unknown length": ([(b"transfer-encoding", b"chunked")], [b"abc", b"def"]),
    "a length that is none": ([(b"content-length", b"many")], [b"abc"]),
}
#: Requests whose client goes away before their end.
CUT: dict[str, tuple[list[tuple[bytes, bytes]], list[bytes]]] = {
    "nothing of a body": ([(b"content-length", b"10")], []),
    "a part of a small body": ([(b"content-length", b"10")], [b"abc"]),
    "a part of a large body": ([(b"content-length", str(len(LARGE)).encode())], [LARGE[:9]]),
    "a part of a body of unknown length": ([(b"transfer-encoding", b"chunked")], [b"abc"]),
}
#: Headers of answers, and what the application gives back.
ANSWERS: dict[str, tuple[list[tuple[str, str]], Any]] = {
    "a known length": ([("Content-Length", "6")], [b"abc", b"def"]),
    "nothing": ([("content-length", "0")], []),
    "an unknown length": ([], [b"abc", b"def"]),
    "a generator": ([], lambda: (piece for piece in (b"abc", b"def"))),
    "a generator of a known length": ([("content-length", "6")], lambda: (piece for piece in (b"abc", b"def"))),
}


class Connection:
    """What the server would be asked for and told."""

    closed = False

    def __init__(self, pieces: list[bytes], is_cut: bool = False) -> None:
        self._pieces = list(pieces)
        self._is_cut = is_cut
        self.sent: list[dict[str, Any]] = []

    async def receive(self) -> dict[str, Any]:
        if self._pieces:
            return {"type": "http.request", "body": self._pieces.pop(0), "more_body": True}
        if self._is_cut:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(self, event: dict[str, Any]) -> None:
        self.sent.append(event)


def exchange(request: str, answer: str) -> tuple[bytes, list[dict[str, Any]], int]:
    """What the application reads, what is sent, and how often the thread has waited for the loop."""
    headers, pieces = REQUESTS[request]
    answer_headers, body = ANSWERS[answer]
    connection = Connection(pieces)
    read = b""

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        nonlocal read
        read = environ["wsgi.input"].read()
        start_response("201 Created", answer_headers)
        return body() if callable(body) else body

    async def serve() -> None:
        with ThreadPoolExecutor(1) as executor:
            adapter = HOME.ASGIAdapter(application, asyncio.get_running_loop(), executor)
            scope = {"type": "http", "http_version": "1.1", "path": "/", "raw_path": b"/", "headers": headers}
            await adapter(scope, connection.receive, connection.send)

    with mock.patch.object(
        asyncio, "run_coroutine_threadsafe", side_effect=asyncio.run_coroutine_threadsafe
    ) as crossing:
        asyncio.run(serve())
    return read, connection.sent, crossing.call_count


def work_on(headers: list[tuple[bytes, bytes]], pieces: list[bytes]) -> list[bytes]:
    """What an application works on of a request whose client goes away: the bodies that it takes for whole."""
    taken: list[bytes] = []

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        taken.append(environ["wsgi.input"].read())
        start_response("200 OK", [("content-length", "0")])
        return []

    async def serve() -> None:
        connection = Connection(pieces, is_cut=True)
        with ThreadPoolExecutor(1) as executor:
            adapter = HOME.ASGIAdapter(application, asyncio.get_running_loop(), executor)
            scope = {"type": "http", "http_version": "1.1", "path": "/", "raw_path": b"/", "headers": headers}
            with contextlib.suppress(ConnectionResetError), mock.patch.object(HOME, "LOG"):
                await adapter(scope, connection.receive, connection.send)

    asyncio.run(serve())
    return taken


class RequestHopsTest(unittest.TestCase):
    def setUp(self) -> None:
        kind = HOME.WsgiStartResponse
        for thing, name in (
            (HOME.ASGIAdapter, "handle_http"),
            (HOME, "create_wsgi_input"),
            (HOME.RawHTTPRequestEventStreamAdapter, "__init__"),
            (kind, "start_response_sync"),
            (kind, "write"),
            (kind, "close"),
        ):
            patch = mock.patch.object(thing, name, getattr(thing, name))
            patch.start()
            self.addCleanup(patch.stop)

    def test_what_is_read_and_sent_is_the_same(self) -> None:
        cases = [(request, answer) for request in REQUESTS for answer in ANSWERS]
        before = [exchange(*case)[:2] for case in cases]
        request_hops.apply()
        for case, usual in zip(cases, before, strict=True):
            with self.subTest(" and ".join(case)):
                self.assertEqual(exchange(*case)[:2], usual)

    def test_a_small_request_with_an_answer_of_known_length_waits_for_no_loop(self) -> None:
        self.assertEqual(exchange("a small body", "a known length")[2], 3)
        request_hops.apply()
        self.assertEqual(exchange("a small body", "a known length")[2], 0)

    def test_half_a_request_does_nothing(self) -> None:
        engine_patches._refuse_cut_requests()
        for step in (None, request_hops.apply):
            if step:
                step()
            for name, case in CUT.items():
                with self.subTest(name, optimized=step is not None):
                    self.assertEqual(work_on(*case), [])

    def test_the_head_of_a_streamed_answer_does_not_wait_for_its_first_piece(self) -> None:
        request_hops.apply()
        self.assertEqual(exchange("no body", "a generator")[2], 1)


if __name__ == "__main__":
    unittest.main()
