"""Lambda's Runtime API for one execution environment: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html

There is no server thread. Whoever drives the environment (an invocation has a thread of its own in the engine) waits
here for whatever comes first: a request of the runtime, output of the function, the process's end, or the deadline.
An idle environment costs a listening socket and nothing else.
"""

import hmac
import os
import secrets
import selectors
import socket
import time
from functools import partial

from process_executor.events import Answer, Event, Exited, Expired, Next
from process_executor.http_connection import HttpConnection, Request
from process_executor.process import FunctionProcess

_PREFIX = "/2018-06-01/runtime"


class RuntimeApi:
    """A listening socket on loopback and the conversation on it. Not safe to be used by two threads at once."""

    def __init__(self, response_limit: int) -> None:
        self._limit = response_limit
        self._selector = selectors.PollSelector()  # takes no file descriptor of its own
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        self._listener.setblocking(False)
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        #: Part of the address, so that nobody else on this machine, or in a browser on it, can take an invocation or answer it.
        self._secret = "/" + secrets.token_urlsafe(24)
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}{self._secret}"
        self._events: list[Event] = []
        self._waiting: HttpConnection | None = None
        self._connections: set[HttpConnection] = set()
        self._process: FunctionProcess | None = None
        self._log = bytearray()

    def attach(self, process: FunctionProcess) -> None:
        """Serves this process from now on, and forgets what was heard of the one before."""
        self.detach()
        self._process = process
        self._selector.register(process.output, selectors.EVENT_READ, self._read_output)
        self._selector.register(process.death, selectors.EVENT_READ, lambda: self._events.append(Exited()))

    def detach(self) -> None:
        """Ends the process and the conversation with it."""
        for connection in list(self._connections):
            self._drop(connection)
        self._events.clear()
        if self._process:
            self._selector.unregister(self._process.death)
            self._process.kill()
            self._stop_reading_output()
            self._process.close()
            self._process = None

    def close(self) -> None:
        self.detach()
        self._selector.close()
        self._listener.close()

    def wait(self, deadline: float) -> Event:
        """The next event, `Expired` at the deadline (of time.monotonic)."""
        while not self._events:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                return Expired()
            for key, _ in self._selector.select(remaining):
                key.data()
        # What was said before the end counts first.
        self._events.sort(key=lambda event: isinstance(event, Exited))
        return self._events.pop(0)

    def hand_over(self, headers: dict[str, str], payload: bytes, deadline: float) -> bool:
        """Gives the waiting runtime an invocation; False when it no longer listens or reads."""
        connection, self._waiting = self._waiting, None
        if connection is None:
            return False
        return connection.respond(200, payload, headers, deadline)

    def take_log(self) -> str:
        """All output since the last call."""
        if self._process:
            self._read_output()
        text = self._log.decode(errors="replace")
        self._log.clear()
        return text

    def _accept(self) -> None:
        try:
            connection = HttpConnection(self._listener.accept()[0], self._limit)
        except OSError:
            return
        self._connections.add(connection)
        self._selector.register(connection.socket, selectors.EVENT_READ, partial(self._read, connection))

    def _drop(self, connection: HttpConnection) -> None:
        self._connections.discard(connection)
        if self._waiting is connection:
            self._waiting = None
        self._selector.unregister(connection.socket)
        connection.socket.close()

    def _read(self, connection: HttpConnection) -> None:
        request = connection.read()
        if request:
            self._handle(connection, request)
        elif connection.closed:
            self._drop(connection)

    def _handle(self, connection: HttpConnection, request: Request) -> None:
        if not hmac.compare_digest(request.path[: len(self._secret)].encode(), self._secret.encode()):
            connection.respond(403, b'{"errorType":"Forbidden"}')
            self._drop(connection)
            return
        path = request.path[len(self._secret) :]
        match request.method, path.removeprefix(_PREFIX).strip("/").split("/"):
            case "GET", ["invocation", "next"]:
                self._waiting = connection
                self._events.append(Next())
            case "POST", ["invocation", request_id, "response"]:
                too_large = request.body is None
                connection.respond(413 if too_large else 202, b'{"status":"OK"}')
                body = too_large_error(self._limit) if request.body is None else request.body
                self._events.append(Answer(request_id, body, is_error=too_large))
            case "POST", ["invocation", request_id, "error"]:
                connection.respond(202, b'{"status":"OK"}')
                self._events.append(Answer(request_id, request.body or b"{}", is_error=True))
            case "POST", ["init", "error"]:
                connection.respond(202, b'{"status":"OK"}')
                self._events.append(Answer(None, request.body or b"{}", is_error=True))
            case _:
                connection.respond(404, b'{"errorType":"NotFound"}')

    def _read_output(self) -> None:
        assert self._process
        try:
            while chunk := os.read(self._process.output.fileno(), 65536):
                self._log += chunk
            self._stop_reading_output()  # all writers are gone
        except (BlockingIOError, ValueError, OSError):
            return

    def _stop_reading_output(self) -> None:
        if self._process and self._process.output in self._selector.get_map():
            self._selector.unregister(self._process.output)


def too_large_error(limit: int) -> bytes:
    """What AWS answers instead of a response above the limit."""
    message = f"Response payload size exceeded maximum allowed payload size ({limit} bytes)."
    return b'{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"%s"}' % message.encode()
