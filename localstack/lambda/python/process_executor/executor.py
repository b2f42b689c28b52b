"""What the engine calls: a runtime executor as its Docker one, with a process where that has a container."""

import logging
import shutil
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from process_executor import engine, failure, invocation_path, runtime
from process_executor.driver import Driver
from process_executor.environment import INIT_LIMIT_S, Environment
from process_executor.invocation import Invocation, Limits
from process_executor.process import FunctionProcess
from process_executor.registry import Registry
from process_executor.report import Reporter
from process_executor.runtime_api import RuntimeApi
from process_executor.settings import settings
from process_executor.tracing import functions
from process_executor.variables import function_variables

LOG = logging.getLogger(__name__)

#: AWS's limit for a response, which is 100 bytes above the one for a request.
RESPONSE_LIMIT_BYTES = 6 * 1024 * 1024 + 100
#: A provisioned environment may take this long to start.
PROVISIONED_INIT_LIMIT_S = 130
#: A start that takes longer makes room for others: it waits for something else than this machine.
_START_SLOT_S = 1.0

registry = Registry(settings().folder)
_starts = threading.BoundedSemaphore(settings().starts_at_once)


class ProcessExecutor(engine.RuntimeExecutor):
    """One execution environment, for the engine."""

    def __init__(self, id: str, function_version: engine.FunctionVersion) -> None:
        super().__init__(id, function_version)
        self._environment: Environment | None = None
        self._last_log = ""
        #: Whether the function's own tracing is on.
        self._active = function_version.config.tracing_config_mode == "Active"
        #: Of the invocation that follows; the engine has no place for it in what it hands over.
        self.client_context: str | None = None

    def start(self, env_vars: dict[str, Any]) -> None:
        """Runs the init phase. A function's failure is not raised: the first invocation repeats the init and reports
        it, unless the environment is a provisioned one, for which the engine has to know."""
        config = self.function_version.config
        config.code.prepare_for_execution()  # only looks, unless somebody cleared the temporary folder
        code = Path(config.code.get_unzipped_code_location())
        command = runtime.command(config.runtime or "", code, config.memory_size)
        api = RuntimeApi(RESPONSE_LIMIT_BYTES)
        temp = Path(tempfile.mkdtemp(prefix="environment-", dir=settings().folder))
        variables = function_variables(
            env_vars, config.environment or {}, config.runtime or "", code, temp, api.address
        )
        reporter = Reporter(
            self.function_version.id.qualifier,
            as_json=variables.get("AWS_LAMBDA_LOG_FORMAT") == "JSON",
            traced=self._active,
            system_level=(config.logging_config or {}).get("SystemLogLevel", "INFO"),
        )
        limits = Limits(config.timeout, config.memory_size)
        driver = Driver(
            lambda: FunctionProcess(command, code, variables, registry),
            api,
            limits,
            settings().freeze,
            on_close=lambda: shutil.rmtree(temp, ignore_errors=True),
        )
        self._environment = environment = Environment(driver, api.take_log, limits, reporter)
        provisioned = variables.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "provisioned-concurrency"
        with _StartSlot():
            failed = environment.init(PROVISIONED_INIT_LIMIT_S if provisioned else INIT_LIMIT_S)
        if failed and provisioned:
            raise engine.StatusErrorException("Environment startup failed", payload=failed.payload)

    def invoke(self, payload: dict[str, str], function_timeout: int | None = None) -> engine.InvocationResult:
        assert self._environment
        request_id, arn = payload["invoke-id"], payload["invoked-function-arn"]
        trace = functions.begin(payload.get("trace-id"), arn, request_id, self._active)
        invocation = Invocation(
            request_id=request_id,
            function_arn=arn,
            trace_id=str(trace.header),
            payload=payload["payload"].encode(),
            client_context=self.client_context,
        )
        result = invocation_path.perform(self._environment, invocation)
        self._last_log = result.logs
        trace.end(result.init_ms, failure.reported(result.payload).error_type if result.is_error else None)
        return engine.InvocationResult(
            request_id=invocation.request_id, payload=result.payload, is_error=result.is_error, logs=result.logs
        )

    def stop(self) -> None:
        if self._environment:
            self._environment.retire()

    def get_logs(self) -> str:
        return self._last_log

    def get_address(self) -> str:
        return "127.0.0.1"

    def get_endpoint_from_executor(self) -> str:
        return "127.0.0.1"

    def get_runtime_endpoint(self) -> str:
        return "http://127.0.0.1"

    @classmethod
    def prepare_version(cls, function_version: engine.FunctionVersion) -> None:
        config = function_version.config
        time_before = time.perf_counter()
        if config.code:
            config.code.prepare_for_execution()
        # Fails here, where the engine can say so, rather than at the first invocation.
        runtime.command(config.runtime or "", Path(), config.memory_size)
        LOG.debug("Prepared %s in %.0f ms", function_version.qualified_arn, (time.perf_counter() - time_before) * 1000)

    @classmethod
    def cleanup_version(cls, function_version: engine.FunctionVersion) -> None:
        """Nothing: an update of the configuration shares its code with the version before; the engine counts."""

    @classmethod
    def validate_environment(cls) -> bool:
        return True


class _StartSlot:
    """One of the few places for starting environments, held for a second at most."""

    def __enter__(self) -> None:
        _starts.acquire()
        self._release = threading.Timer(_START_SLOT_S, self._leave)
        self._left = threading.Lock()
        self._release.daemon = True
        self._release.start()

    def __exit__(self, *_: object) -> None:
        self._release.cancel()
        self._leave()

    def _leave(self) -> None:
        if self._left.acquire(blocking=False):
            _starts.release()
