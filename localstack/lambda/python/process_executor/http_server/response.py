"""An answer, on its way to the client."""

import io
from collections.abc import Callable, Iterable
from email.utils import formatdate
from types import TracebackType
from typing import Any

from process_executor.http_server.head import Head

#: Headers that are about the connection, which the server decides.
_OF_CONNECTION = ("connection", "keep-alive", "transfer-encoding", "date")


class Response:
    """Sends what a WSGI application answers to one request; the head leaves together with the first piece of the body."""

    def __init__(self, output: io.BufferedIOBase, request: Head, is_read: Callable[[], bool]) -> None:
        """:param is_read: whether the request is, by now: else what is left of it would be taken for the next"""
        self._output = output
        self._request = request
        self._is_read = is_read
        self._has_body = request.method != "HEAD"
        self._head = b""
        self._is_chunked = False
        self._left: int | None = None
        self.keeps_open = False
        self.is_begun = False

    def start(
        self,
        status: str,
        headers: list[tuple[str, str]],
        exc_info: tuple[type[BaseException], BaseException, TracebackType] | None = None,
    ) -> Any:
        """
        As PEP 3333 has it.

        :raises ValueError: for a header that would be two
        """
        if exc_info and self.is_begun:
            raise exc_info[1]
        kept = [(name, value) for name, value in headers if name.lower() not in _OF_CONNECTION]
        is_last = any(name.lower() == "connection" and value.lower() == "close" for name, value in headers)
        self.keeps_open = self._request.wants_to_stay and self._is_read() and not is_last
        if status[:1] == "1" or status[:3] in ("204", "304"):
            self._has_body = False
        if status[:3] == "204":
            kept = [(name, value) for name, value in kept if name.lower() != "content-length"]
        length = next((value for name, value in kept if name.lower() == "content-length"), None)
        self._left = int(length) if length is not None and self._has_body else None
        self._is_chunked = self._has_body and length is None and self._request.version != "1.0"
        if self._is_chunked:
            kept.append(("Transfer-Encoding", "chunked"))
        elif self._has_body and length is None:
            self.keeps_open = False
        kept.append(("Date", formatdate(usegmt=True)))
        kept.append(("Connection", "keep-alive" if self.keeps_open else "close"))
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in kept)]
        if any("\r" in line or "\n" in line for line in lines):
            raise ValueError("a header of the answer has a line break in it")
        self._head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        return self.write

    def write(self, piece: bytes) -> None:
        """
        :raises OSError: when the client is gone
        :raises ValueError: when the body is longer than its Content-Length
        """
        if not piece:
            return
        if self._left is not None:
            self._left -= len(piece)
            if self._left < 0:
                raise ValueError("the answer is longer than its Content-Length")
        self._send(b"%x\r\n%b\r\n" % (len(piece), piece) if self._is_chunked else piece if self._has_body else b"")

    def send(self, pieces: Iterable[bytes]) -> None:
        """
        The whole body.

        :raises OSError: when the client is gone
        :raises ValueError: when its length is not its Content-Length
        """
        for piece in pieces:
            self.write(piece)
        if self._left:
            raise ValueError("the answer is shorter than its Content-Length")
        self._send(b"0\r\n\r\n" if self._is_chunked else b"")

    def fail(self) -> None:
        """The application has thrown: 500 if nothing has left yet. What has begun is cut short, so that the client notices."""
        self.keeps_open = False
        if not self.is_begun:
            self._is_chunked, self._left = False, None
            self._head = b"HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            self._send(b"")

    def _send(self, data: bytes) -> None:
        if not self.is_begun and not self._head:
            raise ValueError("the application has not started its answer")
        self.is_begun = True
        data, self._head = self._head + data, b""
        if data:
            self._output.write(data)
