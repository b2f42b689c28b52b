"""Takes avoidable costs out of the engine. Each is one file and replaces one thing.

A replacement is made only in the release that it was written for, and only if what it replaces still is what it was
then; otherwise the engine stays as it is and the log says so. LAMBDA_PROCESS_SPEED names those that
are made, with commas between them: without it all, at 0 none.
"""

import logging
import os
from types import ModuleType

from process_executor import engine
from process_executor.engine_optimizations import (
    batch_states,
    cloudtrail,
    configurations,
    dashboard,
    existing_items,
    function_updates,
    garbage_collection,
    idle_pollers,
    internal_calls,
    item_copies,
    json_paths,
    metrics,
    operations,
    queries,
    random_bytes,
    service_catalog,
    service_metrics,
    state_machines,
    stream_backend,
    stream_records,
    task_clients,
    update_expressions,
)

LOG = logging.getLogger(__name__)

#: The releases that the replacements were written for and measured with.
_RELEASES = {"localemu": "1.3.2", "localstack": "2026.3.0"}

#: What is before the plugin brings parts of the engine up. LocalStack was not measured.
_START = {"localemu": (service_catalog, batch_states, dashboard)}
_BOTH = (garbage_collection, json_paths, state_machines, task_clients, configurations, idle_pollers, metrics)
#: LocalStack keeps no record for CloudTrail, and its tables in DynamoDB Local instead of moto.
_ONLY = {
    "localemu": (
        cloudtrail,
        operations,
        existing_items,
        queries,
        item_copies,
        update_expressions,
        stream_records,
        stream_backend,
        internal_calls,
        service_metrics,
        function_updates,
        random_bytes,
    )
}


def apply_to_start() -> list[str]:
    """Makes the replacements that fit of what the engine does while it starts, before it does it; their names."""
    return _apply(_START.get(engine.NAME, ()))


def apply() -> list[str]:
    """Makes all other replacements that fit; their names."""
    return _apply((*_BOTH, *_ONLY.get(engine.NAME, ())))


def _apply(changes: tuple[ModuleType, ...]) -> list[str]:
    named = os.environ.get("LAMBDA_PROCESS_SPEED")
    chosen = [change for change in changes if named is None or _name(change) in named.split(",")]
    if not chosen:
        return []
    if not engine.released(**_RELEASES):
        LOG.warning("%s %s is unknown: it runs without the optimizations", engine.NAME, engine.VERSION)
        return []
    applied = []
    for change in chosen:
        name = _name(change)
        try:
            change.apply()
            applied.append(name)
        except (ImportError, AttributeError, LookupError) as error:
            LOG.warning("The engine runs without the optimization %s: %s", name, error)
    return applied


def _name(change: ModuleType) -> str:
    return change.__name__.rpartition(".")[2]
