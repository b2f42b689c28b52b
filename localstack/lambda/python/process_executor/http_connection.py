"""HTTP/1.1 on one connection of a runtime, without a thread: h11 (of the engine's own server) knows the protocol."""

import socket
import time
from dataclasses import dataclass

import h11


@dataclass(frozen=True)
class Request:
    """A whole request; the body is None when it is larger than is allowed."""

    method: str
    path: str
    body: bytes | None


class HttpConnection:
    """Reads requests as their bytes arrive and writes responses."""

    def __init__(self, connection: socket.socket, body_limit: int) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setblocking(False)
        self.socket = connection
        self.closed = False
        self._limit = body_limit
        self._http = h11.Connection(h11.SERVER)
        self._head: h11.Request | None = None
        self._body: list[bytes] = []
        self._size = 0

    def read(self) -> Request | None:
        """Takes what has arrived; the request, if that completes one."""
        try:
            self._http.receive_data(self.socket.recv(1 << 18))
            return self._advance()
        except BlockingIOError:
            return None
        except (OSError, h11.RemoteProtocolError):
            self.closed = True
            return None

    def respond(
        self, status: int, body: bytes, headers: dict[str, str] | None = None, deadline: float | None = None
    ) -> bool:
        """Answers the request that was read; False when the runtime does not take it until the deadline."""
        fields = {"content-type": "application/json", "content-length": str(len(body)), **(headers or {})}
        try:
            head = h11.Response(status_code=status, headers=list(fields.items()))
            data = [self._http.send(part) for part in (head, h11.Data(data=body), h11.EndOfMessage())]
            self.socket.settimeout(max(0.01, deadline - time.monotonic()) if deadline else 5)
            self.socket.sendall(b"".join(part for part in data if part))
            self._http.start_next_cycle()
            return True
        except (OSError, h11.ProtocolError):
            self.closed = True
            return False
        finally:
            if self.socket.fileno() >= 0:
                self.socket.setblocking(False)

    def _advance(self) -> Request | None:
        while True:
            match self._http.next_event():
                case h11.Request() as head:
                    self._head, self._body, self._size = head, [], 0
                case h11.Data(data=data):
                    self._size += len(data)
                    if self._size <= self._limit:
                        self._body.append(bytes(data))
                case h11.EndOfMessage():
                    assert self._head
                    body = b"".join(self._body) if self._size <= self._limit else None
                    return Request(self._head.method.decode(), self._head.target.decode(), body)
                case h11.ConnectionClosed():
                    self.closed = True
                    return None
                case _:  # needs more data, or waits for the response
                    return None
