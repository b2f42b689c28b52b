"""Carries connections from a listener in one network namespace to a server in this one."""

from __future__ import annotations

import contextlib
import socket
import struct
from threading import Thread

CONNECT_SECONDS = 10
CHUNK = 64 * 1024


def serve(listener: socket.socket, target: tuple[str, int]) -> None:
    """Accepts until the process ends. A socket belongs to the namespace that it was made in, whoever holds it."""
    Thread(target=_accept, args=(listener, target), daemon=True).start()


def _accept(listener: socket.socket, target: tuple[str, int]) -> None:
    while True:
        client, _ = listener.accept()
        Thread(target=_carry, args=(client, target), daemon=True).start()


def _carry(client: socket.socket, target: tuple[str, int]) -> None:
    try:
        server = socket.create_connection(target, CONNECT_SECONDS)
    except OSError:
        # Reset rather than closed, which is nearest to the error that a caller without a relay would get.
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
        return
    server.settimeout(None)
    for end in (client, server):
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    back = Thread(target=_pump, args=(server, client), daemon=True)
    back.start()
    _pump(client, server)
    back.join()
    client.close()
    server.close()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    try:
        while data := source.recv(CHUNK):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
