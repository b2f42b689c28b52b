"""Code of functions that is replaced while they run, for whoever develops them, at an address of the engine's own gateway:

GET /_code                    the functions that were invoked lately, the latest first
PUT /_code/<function>/<file>  puts the body in the place of a file of its package; 404 when there is no such function or file

An update by Lambda's API takes a package apart, keeps it in S3, and makes pollers and a version anew: 60 ms of the engine's
thread, which a change to what a hundred functions share pays a hundred times. What Lambda's API tells of a function stays what
was deployed, and the next deployment of it replaces all of its package.
"""

import json
import tempfile
import uuid
from pathlib import Path
from typing import Any

from process_executor import engine
from process_executor.poller_wakeup import run_after

_services: list[Any] = []


def apply() -> None:
    """Opens the address. A browser's page cannot call it unasked: PUT is no method of a plain form."""
    run_after(
        engine.module("services.lambda_.invocation.lambda_service").LambdaService,
        "__init__",
        lambda self: _services.append(self),
    )
    router = engine.module("services.edge").ROUTER
    response = engine.module("http").Response

    def recent(_request: Any) -> Any:
        return response(json.dumps({"recent": recently_invoked(_versions())}), 200, mimetype="application/json")

    def put(request: Any, function: str, file: str) -> Any:
        version = next((one for one in _versions() if one.function_version.id.function_name == function), None)
        is_replaced = version is not None and replace(version, file, request.get_data())
        return response(status=204 if is_replaced else 404)

    router.add("/_code", recent, methods=["GET"])
    router.add("/_code/<function>/<file>", put, methods=["PUT"])


def replace(version: Any, file: str, code: bytes) -> bool:
    """Whoever is invoked from now on runs the new code; invocations that are under way end by the old one.

    :returns: whether the package has such a file
    """
    package = version.function_version.config.code
    package.prepare_for_execution()
    folder: Path = package.get_unzipped_code_location()
    if not (folder / file).is_file() or Path(file).name != file:
        return False
    # Beside the package, since whatever begins meanwhile reads either the old file or the new one, and no other.
    with tempfile.NamedTemporaryFile(dir=folder.parent, delete=False) as fresh:
        fresh.write(code)
    Path(fresh.name).replace(folder / file)
    # An environment that is being started has perhaps read the old file: it is filed under the old id, where nobody looks.
    before, version.id = version.id, str(uuid.uuid4())
    version.assignment_service.stop_environments_for_version(before)
    return True


def recently_invoked(versions: list[Any]) -> list[str]:
    """The names of the functions that have environments, by when these were last invoked."""
    last = {}
    for version in versions:
        service = version.assignment_service
        with service.environments_lock:
            returned = [environment.last_returned for environment in service.environments.get(version.id, {}).values()]
        if returned:
            last[version.function_version.id.function_name] = max(returned)
    return sorted(last, key=lambda name: last[name], reverse=True)


def _versions() -> list[Any]:
    """What runs of all functions that is not published under a number."""
    running = [version for service in _services for version in list(service.lambda_running_versions.values())]
    return [version for version in running if version.function_version.id.qualifier == "$LATEST"]
