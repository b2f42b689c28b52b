"""The engine's main loop: it listens, and starts a thread for each client that connects."""

import logging
import socket
import socketserver
import threading
from typing import Any

from process_executor import engine
from process_executor.http_server.connection import Application, Connection

LOG = logging.getLogger(__name__)


class ThreadedServer(engine.RuntimeServer):
    """Serves gateways as long as the engine runs."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._ended = threading.Event()

    def register(self, gateway: Any, listen: list[Any], ssl_creds: tuple[str, str] | None = None) -> None:
        """
        Listens at these addresses, and answers from now on. The certificate is not used.

        :raises OSError: when an address cannot be listened at
        """
        from rolo.gateway.wsgi import WsgiGateway

        application = WsgiGateway(gateway)
        for address in listen:
            listener = Listener(address.host, address.port, application)
            self._listeners.append(listener)
            threading.Thread(target=listener.serve_forever, name=f"http-{address.port}", daemon=True).start()

    def run(self) -> None:
        """Blocks until the server is shut down."""
        self._ended.wait()

    def shutdown(self) -> None:
        """Takes no more connections; what is being answered ends with the process at the latest."""
        for listener in self._listeners:
            listener.shutdown()
            listener.server_close()
        self._ended.set()


class Listener(socketserver.ThreadingTCPServer):
    """One address."""

    allow_reuse_address = True
    daemon_threads = True
    #: Connections that wait to be accepted: many functions start at once.
    request_queue_size = 1024

    def __init__(self, host: str, port: int, application: Application) -> None:
        """
        :raises OSError: when the address cannot be listened at
        """
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.application = application
        super().__init__((host, port), Connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that fails does not concern the others."""
        LOG.debug("A connection of %s has failed", client_address, exc_info=True)
