"""X-Ray, as far as an engine lacks it: trace headers that go on as AWS documents it, the segments that AWS's services
write, the daemon's port for those that functions write, and the API by which traces are read."""

from process_executor.lazy_patches import apply_patch
from process_executor.tracing import api, daemon, executions, gateways, passing


def apply() -> None:
    """Opens the daemon's port and the API, and has headers passed on."""
    daemon.start()
    for patch in (api.apply, passing.apply, gateways.apply, executions.apply):
        apply_patch(patch)
