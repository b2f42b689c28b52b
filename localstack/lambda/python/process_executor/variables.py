"""The environment variables that a function sees: those that AWS documents, and its own. Nothing of the engine's."""

from pathlib import Path

from process_executor.guard import key
from process_executor.tracing import daemon

#: What the engine adds for itself, its containers, or the emulator of AWS's runtime.
_ENGINE_PREFIXES = ("LOCALEMU_", "LOCALSTACK_")
_ENGINE_NAMES = ("EDGE_PORT", "AWS_LAMBDA_FUNCTION_TIMEOUT")


def function_variables(
    given: dict[str, object], own: dict[str, str], runtime: str, code: Path, temp: Path, api: str
) -> dict[str, str]:
    """What the process is started with.

    :param given: what the engine would give to a container, with the function's own variables in it
    :param own: the function's own variables; they win where AWS lets them
    :param temp: stands for /tmp, which an environment has to itself on AWS
    """
    variables = {
        name: str(value)
        for name, value in given.items()
        if value is not None and not name.startswith(_ENGINE_PREFIXES) and name not in _ENGINE_NAMES
    }
    variables |= {
        "LANG": "en_US.UTF-8",
        "PATH": "/usr/local/bin:/usr/bin:/bin:/opt/bin",
        "TZ": ":UTC",
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{runtime}",
        **own,
    }
    return (
        variables
        | daemon.variables()
        | {
            "AWS_LAMBDA_RUNTIME_API": api,
            # As on AWS, a function's calls carry its role's session token; here it is what the engine's guard asks for.
            "AWS_SESSION_TOKEN": key.own(),
            "LAMBDA_TASK_ROOT": str(code),
            "LAMBDA_RUNTIME_DIR": "/var/runtime",
            "HOME": str(temp),
            "TMPDIR": str(temp),
        }
    )
