"""The port that the X-Ray daemon has on AWS: one for each engine, on loopback, by UDP.

One thread only receives: datagrams that nobody takes are lost once the socket's buffer is full, and the system's default
is small. Another reads what came. https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-daemon
"""

import json
import logging
import queue
import socket
import threading
from contextlib import suppress

from process_executor.tracing.documents import BadDocument, take

LOG = logging.getLogger(__name__)

#: What the system may keep of what was not received yet, in bytes; it gives less where it allows less.
_BUFFER = 8 * 1024 * 1024
#: Documents that may wait to be read; more are left out, as a daemon's own queue would.
_WAITING = 20_000
_DATAGRAM = 64 * 1024

_received: "queue.Queue[bytes]" = queue.Queue(_WAITING)
_address: tuple[str, int] | None = None


def start() -> None:
    """Opens the port. Safe to be called twice."""
    global _address
    if _address:
        return
    port = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for option in (socket.SO_RCVBUF, getattr(socket, "SO_RCVBUFFORCE", None)):
        with suppress(OSError):
            if option is not None:
                port.setsockopt(socket.SOL_SOCKET, option, _BUFFER)
    port.bind(("127.0.0.1", 0))
    _address = port.getsockname()
    threading.Thread(target=_receive, args=(port,), name="xray-receive", daemon=True).start()
    threading.Thread(target=_read, name="xray-read", daemon=True).start()


def variables() -> dict[str, str]:
    """What tells functions where the port is."""
    if not _address:
        return {}
    host, port = _address
    return {
        "AWS_XRAY_DAEMON_ADDRESS": f"{host}:{port}",
        "_AWS_XRAY_DAEMON_ADDRESS": host,
        "_AWS_XRAY_DAEMON_PORT": str(port),
    }


def _receive(port: socket.socket) -> None:
    while True:
        try:
            _received.put_nowait(port.recv(_DATAGRAM))
        except queue.Full:
            continue
        except OSError:
            return


def _read() -> None:
    while True:
        datagram = _received.get()
        try:
            _take(datagram)
        except BadDocument as bad:
            LOG.warning("A segment is left out: %s", bad)
        except Exception:
            LOG.exception("A segment could not be kept")


def _take(datagram: bytes) -> None:
    """A line that says how it is written, and the document."""
    head, _, document = datagram.partition(b"\n")
    try:
        known = json.loads(head) == {"format": "json", "version": 1}
    except ValueError:
        known = False
    if not known:
        raise BadDocument('the datagram does not begin with {"format": "json", "version": 1}')
    take(document)
