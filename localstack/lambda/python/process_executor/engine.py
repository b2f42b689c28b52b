"""Which engine this is loaded in, and the names that are needed of it. No other module knows that there are two."""

import sys
from importlib import import_module
from importlib.metadata import version
from typing import Any

#: Package of the engine, and of the distribution that carries its version.
_ENGINES = {"localemu": "localemu", "localstack": "localstack-core"}


def _find() -> str:
    """The engine that is running has been imported before it loads plugins; an installed one will do for tools."""
    for name in _ENGINES:
        if f"{name}.config" in sys.modules:
            return name
    for name in _ENGINES:
        try:
            import_module(f"{name}.config")
            return name
        except ImportError:
            continue
    raise ImportError(f"none of {', '.join(_ENGINES)} is installed beside process_executor")


NAME = _find()
VERSION = version(_ENGINES[NAME])


def module(path: str) -> Any:
    """A module of the engine, by its path below the engine's package; Any, as it is there to be patched."""
    return import_module(f"{NAME}.{path}")


def released(**versions: str) -> bool:
    """Whether the engine is one of these releases: ``released(localemu="1.3.2")``."""
    return versions.get(NAME) == VERSION


_models = module("services.lambda_.invocation.lambda_models")
_runtime_executor = module("services.lambda_.invocation.runtime_executor")
_plugins = module("services.lambda_.invocation.plugins")
_server = module("runtime.server.core")

FunctionVersion = _models.FunctionVersion
InvocationResult = _models.InvocationResult
RuntimeExecutor = _runtime_executor.RuntimeExecutor
RuntimeExecutorPlugin = _plugins.RuntimeExecutorPlugin
RuntimeServer = _server.RuntimeServer
RuntimeServerPlugin = _server.RuntimeServerPlugin
StatusErrorException = module("services.lambda_.invocation.executor_endpoint").StatusErrorException
hooks = module("runtime.hooks")
