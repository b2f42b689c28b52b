"""What is done once, when the engine starts."""

import logging
import os
import resource
import shutil

from process_executor import (
    abandoned_calls,
    admission_queue,
    changes,
    engine,
    engine_files,
    engine_optimizations,
    engine_patches,
    live_code,
    local_dynamodb,
    logs,
    permissions,
    raw_emails,
    retries,
    sent_requests,
    table_schemas,
    tracing,
    transactions,
    used_permissions,
)
from process_executor.executor import registry
from process_executor.faults import address, gate
from process_executor.settings import settings

LOG = logging.getLogger(__name__)

#: Seven file descriptors an environment, beside the engine's own.
_FILE_DESCRIPTORS = 8192


def prepare() -> None:
    """Makes the folder, clears away what an engine before left in it, allows enough open files, makes the store transactional."""
    folder = settings().folder
    os.umask(0o077)
    optimizations = engine_optimizations.apply_to_start()
    folder.mkdir(parents=True, exist_ok=True)
    registry.kill_leftovers()
    for leftover in folder.glob("environment-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILE_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(_FILE_DESCRIPTORS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    if engine.released(localemu="1.3.2"):
        transactions.apply()
    engine_files.apply()
    local_dynamodb.apply()
    table_schemas.apply()
    engine_patches.apply()
    raw_emails.apply()
    logs.apply()
    abandoned_calls.apply()
    admission_queue.apply()
    gate.apply()
    address.apply()
    live_code.apply()
    retries.apply()
    tracing.apply()
    sent_requests.apply()
    changes.apply()
    permissions.apply()
    used_permissions.apply()
    optimizations += engine_optimizations.apply()
    LOG.info("Lambda functions run as processes; optimizations: %s", ", ".join(optimizations) or "none")
