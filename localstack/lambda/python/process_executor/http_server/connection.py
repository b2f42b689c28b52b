"""One connection: its requests are answered one after the other, by its thread."""

import contextlib
import io
import logging
import socket
import time
from collections.abc import Callable, Iterable
from socketserver import StreamRequestHandler
from typing import Any
from urllib.parse import unquote

from process_executor.http_server.body import BodyOfKnownLength, body_of
from process_executor.http_server.head import BadRequestError, Head, read_head
from process_executor.http_server.response import Response

LOG = logging.getLogger(__name__)

#: As PEP 3333 has it.
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

#: A body of a known length up to this is there before the application is called (bytes): half of it does nothing.
SMALL = 256 * 1024
#: How much of a request that was answered before its end is still read, and how long (s).
_LINGER_BYTES, _LINGER_S = 4 * 1024 * 1024, 2.0


class Connection(StreamRequestHandler):
    """The requests of one client. It is never closed because nothing comes: a request might just be on its way."""

    disable_nagle_algorithm = True
    rbufsize = 64 * 1024

    def handle(self) -> None:
        """Until either side wants no more."""
        with contextlib.suppress(ConnectionError):  # The client is gone.
            try:
                while (head := read_head(self.rfile)) and self._answer(head):
                    pass
            except BadRequestError as error:
                self.wfile.write(f"HTTP/1.1 {error.status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode())
                self._linger()

    def _answer(self, head: Head) -> bool:
        """Whether the connection can be used again."""
        body = body_of(head, self.rfile, self._go_on if head.waits_to_go_on else lambda: None)
        stream: io.BufferedIOBase
        if isinstance(body, BodyOfKnownLength) and body.left <= SMALL:
            stream = io.BytesIO(body.readall() or b"")
        else:
            stream = io.BufferedReader(body)
        response = Response(self.wfile, head, lambda: body.is_whole)
        try:
            pieces = self.server.application(self._environ(head, stream), response.start)  # type: ignore[attr-defined]
            try:
                response.send(pieces)
            finally:
                if hasattr(pieces, "close"):
                    pieces.close()
        except (BrokenPipeError, ConnectionResetError):
            raise
        except Exception:
            LOG.exception("%s %.200r was not answered", head.method, head.target)
            response.fail()
        if not response.keeps_open:
            self._linger()
        return response.keeps_open

    def _go_on(self) -> None:
        self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _environ(self, head: Head, stream: io.BufferedIOBase) -> dict[str, Any]:
        from rolo.asgi import populate_wsgi_environment

        path, _, query = head.target.partition(b"?")
        environ: dict[str, Any] = {"wsgi.input": stream, "wsgi.input_terminated": True}
        scope = {
            "method": head.method,
            "scheme": "http",
            "path": unquote(path.decode()),
            "raw_path": path,
            "query_string": query,
            "http_version": head.version,
            "headers": head.headers,
            "client": self.client_address[:2],
            "server": self.connection.getsockname()[:2],
        }
        populate_wsgi_environment(environ, scope)
        return environ

    def _linger(self) -> None:
        """Reads on for a while: a connection closed with something unread is reset, and its client may lose the answer."""
        until, left = time.monotonic() + _LINGER_S, _LINGER_BYTES
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(_LINGER_S)
            while left > 0 and time.monotonic() < until and (data := self.connection.recv(self.rbufsize)):
                left -= len(data)
