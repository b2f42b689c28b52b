"""The body of a request, as the application reads it."""

import io
from collections.abc import Callable

from process_executor.http_server.head import BadRequestError, Head

#: Digits of a length. More are no length, and int() refuses thousands.
_LONGEST = 18


class Body(io.RawIOBase):
    """Reads from the connection what belongs to one request, and not more."""

    def __init__(self, stream: io.BufferedIOBase, before_first: Callable[[], None]) -> None:
        """:param before_first: called before the first byte is read"""
        super().__init__()
        self._stream = stream
        self._before_first: Callable[[], None] | None = before_first
        self.is_whole = False
        self._is_broken = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """
        :raises ConnectionResetError: when the client has gone before the end: half a request is none. From then on always:
            what follows would be taken for the body of this request
        """
        if self.is_whole or not buffer:
            return 0
        if self._before_first:
            self._before_first()
            self._before_first = None
        if self._is_broken:
            raise ConnectionResetError("the request was not whole")
        self._is_broken = True
        count = self._read(memoryview(buffer))
        self._is_broken = False
        return count

    def _read(self, buffer: memoryview) -> int:
        raise NotImplementedError

    def _take(self, buffer: memoryview) -> int:
        count = self._stream.readinto1(buffer)
        if not count:
            raise ConnectionResetError("the client has gone before the end of its request")
        return count


class BodyOfKnownLength(Body):
    """Content-Length bytes."""

    def __init__(self, stream: io.BufferedIOBase, before_first: Callable[[], None], length: int) -> None:
        super().__init__(stream, before_first)
        self.left = length
        self.is_whole = length == 0

    def _read(self, buffer: memoryview) -> int:
        count = self._take(buffer[: self.left])
        self.left -= count
        self.is_whole = self.left == 0
        return count


class ChunkedBody(Body):
    """Transfer-Encoding: chunked (https://www.rfc-editor.org/rfc/rfc9112#section-7.1)."""

    _left = 0

    def _read(self, buffer: memoryview) -> int:
        if not self._left:
            self._left = self._next_size()
        if not self._left:
            while self._line():
                pass  # Trailers.
            self.is_whole = True
            return 0
        count = self._take(buffer[: self._left])
        self._left -= count
        if not self._left and self._line():
            raise ConnectionResetError("a chunk is longer than it says")
        return count

    def _next_size(self) -> int:
        size = self._line().partition(b";")[0].strip(b" \t")
        # int() would also take signs and underscores.
        if not size or size.strip(b"0123456789abcdefABCDEF"):
            raise ConnectionResetError("the size of a chunk is no number")
        return int(size, 16)

    def _line(self) -> bytes:
        line = self._stream.readline(4096)
        if not line.endswith(b"\n"):
            raise ConnectionResetError("the client has gone before the end of its request")
        return line.rstrip(b"\r\n")


def body_of(head: Head, stream: io.BufferedIOBase, before_first: Callable[[], None]) -> Body:
    """
    What follows the head.

    :raises BadRequestError: when the head does not say clearly where the body ends
    """
    codings, lengths = head.tokens(b"transfer-encoding"), set(head.values(b"content-length"))
    length = min(lengths, default=b"0")
    is_old = head.version == "1.0"  # And knows no chunks: what stands before it may have taken their end for another.
    if len(lengths) + bool(codings) > 1 or (codings and is_old) or not length.isdigit() or len(length) > _LONGEST:
        raise BadRequestError("400 Bad Request")
    if codings and codings != [b"chunked"]:
        raise BadRequestError("501 Not Implemented")
    return ChunkedBody(stream, before_first) if codings else BodyOfKnownLength(stream, before_first, int(length))
