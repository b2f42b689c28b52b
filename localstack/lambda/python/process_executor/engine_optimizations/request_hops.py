"""A request is answered by a thread, and its connection is served by an event loop in another. For each piece of the body, for
its end and for the head of the answer the one waits for the other. Here the loop hands over a small body with the request, and
sends the head of an answer of known length with its first piece."""

import io
from importlib import import_module
from typing import Any

from process_executor.source_check import assert_source

_SOURCES = {
    "ASGIAdapter": "df8cfdb0642db780bf91904732b24c8d1d9230aff6eb8e73962e8b4cdd94ced9",
    "WsgiStartResponse": "2683ffc7359ab87d05357ef7ca0f9e113064423f544d9e34268d451ec126ac7a",
    "RawHTTPRequestEventStreamAdapter": "490f2045e5fb66bfe97d52ea764724d767a529a1a639d4c4d18bde46c46143cb",
    "create_wsgi_input": "b92abd1599e4d58faa5eec536376ac8378f75ca5b157429269ebfa91584dd543",
}
#: Larger bodies, and those of unknown length, are read as they arrive (bytes).
_SMALL = 256 * 1024


def apply() -> None:
    """
    :raises LookupError: when requests are handed over in another way
    """
    home = import_module("rolo.asgi")
    for name, source in _SOURCES.items():
        assert_source(getattr(home, name), source)
    _hand_over_bodies(home)
    _keep_heads(home.WsgiStartResponse)


class _Body:
    """What was received. Stands in for the callable that would be asked for it."""

    def __init__(self, content: bytes) -> None:
        self.content = content


def _hand_over_bodies(home: Any) -> None:
    handle, open_stream = home.ASGIAdapter.handle_http, home.create_wsgi_input

    async def handle_http(self: Any, scope: Any, receive: Any, send: Any) -> None:
        if _is_small(scope["headers"]):
            pieces = []
            # The last event has nothing in it.
            while (event := await receive()).get("more_body", False):
                pieces.append(event["body"])
            # The client is gone, and half a request does nothing (engine_patches).
            if event["type"] == "http.disconnect":
                return
            receive = _Body(b"".join(pieces))
        await handle(self, scope, receive, send)

    def create_wsgi_input(receive: Any, event_loop: Any = None) -> Any:
        if isinstance(receive, _Body):
            return io.BufferedReader(io.BytesIO(receive.content))
        return open_stream(receive, event_loop)

    home.ASGIAdapter.handle_http = handle_http
    home.create_wsgi_input = create_wsgi_input


def _is_small(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether a request has a body of a known and small length, or none."""
    length = b"0"
    for name, value in headers:
        lower = name.lower()
        if lower == b"transfer-encoding":
            return False
        if lower == b"content-length":
            length = value
    return length.isdigit() and int(length) <= _SMALL


def _keep_heads(kind: Any) -> None:
    start, write, close = kind.start_response_sync, kind.write, kind.close

    def start_response_sync(self: Any, status: str, headers: list[tuple[str, str]], exec_info: Any = None) -> Any:
        length = next((value for name, value in headers if name.lower() == "content-length"), None)
        if length is None:
            return start(self, status, headers, exec_info)
        self.head = {
            "type": "http.response.start",
            "status": int(status[:3]),
            "headers": [(name.encode("latin1"), value.encode("latin1")) for name, value in headers],
        }
        self.started = True
        self.content_length = int(length)
        return self.write_sync

    async def send_head(self: Any) -> None:
        head = self.__dict__.pop("head", None)
        if head is not None:
            await self.send(head)

    async def write_after_head(self: Any, data: bytes) -> None:
        await send_head(self)
        await write(self, data)

    async def close_after_head(self: Any) -> None:
        await send_head(self)
        await close(self)

    kind.start_response_sync = start_response_sync
    kind.write = write_after_head
    kind.close = close_after_head
