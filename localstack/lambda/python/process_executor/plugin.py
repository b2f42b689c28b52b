"""What the engine finds through the entry points."""

import logging
import os
from typing import Any

from process_executor import engine

LOG = logging.getLogger(__name__)


class ProcessRuntimeExecutorPlugin(engine.RuntimeExecutorPlugin):
    """LAMBDA_RUNTIME_EXECUTOR=process"""

    name = "process"

    def load(self, *args: Any, **kwargs: Any) -> type[engine.RuntimeExecutor]:
        from process_executor.executor import ProcessExecutor

        return ProcessExecutor


class ThreadedServerPlugin(engine.RuntimeServerPlugin):
    """GATEWAY_SERVER=threaded"""

    name = "threaded"

    def load(self, *args: Any, **kwargs: Any) -> engine.RuntimeServer:
        from process_executor.http_server.server import ThreadedServer

        return ThreadedServer()


@engine.hooks.on_infra_start()
def process_executor_start() -> None:
    """Before the engine's first request: nobody gets in without the key; a clean folder, the patches and optimizations."""
    from process_executor import guard

    try:
        guard.apply()
    except Exception:
        # The engine goes on after a hook that failed, and would answer everybody.
        LOG.exception("The guard does not fit this engine, which therefore ends")
        logging.shutdown()
        os._exit(1)
    from process_executor import startup

    startup.prepare()


@engine.hooks.on_infra_shutdown()
def process_executor_stop() -> None:
    """No process outlives an engine that ends by itself."""
    from process_executor.executor import registry

    registry.kill_all()
