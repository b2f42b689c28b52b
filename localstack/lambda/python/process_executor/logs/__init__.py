"""Where the engine's CloudWatch Logs differ from what AWS documents: filter patterns, and what filters are sent."""

from process_executor.lazy_patches import patch_when_loaded
from process_executor.logs import patterns, subscriptions


def apply() -> None:
    """Sets them right when the service is first used."""
    patch_when_loaded("logs", *patterns.patches(), *subscriptions.patches())
