"""X-Ray, as far as an engine lacks it: trace headers that go on as AWS documents it, the segments that AWS's services
write, the daemon's port for those that functions write, and the API by which traces are read."""

from process_executor.tracing import api, daemon, executions, gateways, passing
from process_executor.when_needed import make


def apply() -> None:
    """Opens the daemon's port and the API, and has headers passed on."""
    daemon.start()
    for correction in (api.apply, passing.apply, gateways.apply, executions.apply):
        make(correction)
