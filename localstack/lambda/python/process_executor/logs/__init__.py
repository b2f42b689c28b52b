"""Where the engine's CloudWatch Logs differ from what AWS documents: filter patterns, and what filters are sent."""

from process_executor.logs import patterns, subscriptions
from process_executor.when_needed import when_needed


def apply() -> None:
    """Sets them right when the service is first used."""
    when_needed("logs", *patterns.corrections(), *subscriptions.corrections())
