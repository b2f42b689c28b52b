"""Code of functions that is replaced while they run, for whoever develops them, at an address of the engine's own gateway:

GET    /_code                    the functions that were invoked lately, the latest first, and those whose code was replaced
PUT    /_code/<function>/<file>  puts the body in the place of a file of its package; 404 when there is no such function or file
DELETE /_code/<function>         puts back what was deployed

An update by Lambda's API takes a package apart, keeps it in S3, and makes pollers and a version anew: 60 ms of the engine's
thread, which a change to what a hundred functions share pays a hundred times. What Lambda's API tells of a function stays what
was deployed.
"""

import json
import shutil
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

    def told(_request: Any) -> Any:
        versions = _versions()
        replaced = [_name(version) for version in versions if _deployed(version).is_dir()]
        document = {"recent": recently_invoked(versions), "replaced": replaced}
        return response(json.dumps(document), 200, mimetype="application/json")

    def put(request: Any, function: str, file: str) -> Any:
        version = _version(function)
        is_replaced = version is not None and replace(version, file, request.get_data())
        return response(status=204 if is_replaced else 404)

    def delete(_request: Any, function: str) -> Any:
        version = _version(function)
        if version is not None:
            restore(version)
        return response(status=204 if version is not None else 404)

    router.add("/_code", told, methods=["GET"])
    router.add("/_code/<function>/<file>", put, methods=["PUT"])
    router.add("/_code/<function>", delete, methods=["DELETE"])


def replace(version: Any, file: str, code: bytes) -> bool:
    """Whoever is invoked from now on runs the new code; invocations that are under way end by the old one.

    :returns: whether the package has such a file
    """
    package = version.function_version.config.code
    package.prepare_for_execution()
    folder: Path = package.get_unzipped_code_location()
    if not (folder / file).is_file() or Path(file).name != file:
        return False
    deployed = _deployed(version)
    if not (deployed / file).exists():
        deployed.mkdir(exist_ok=True)
        shutil.copyfile(folder / file, deployed / file)
    # Beside the package, since whatever begins meanwhile reads either the old file or the new one, and no other.
    with tempfile.NamedTemporaryFile(dir=folder.parent, delete=False) as fresh:
        fresh.write(code)
    Path(fresh.name).replace(folder / file)
    _end_environments(version)
    return True


def restore(version: Any) -> None:
    """Whoever is invoked from now on runs what was deployed."""
    deployed = _deployed(version)
    if not deployed.is_dir():
        return
    for file in deployed.iterdir():
        file.replace(version.function_version.config.code.get_unzipped_code_location() / file.name)
    deployed.rmdir()
    _end_environments(version)


def _end_environments(version: Any) -> None:
    # One that is being started has perhaps read the file that was: it is filed under the old id, where nobody looks.
    before, version.id = version.id, str(uuid.uuid4())
    version.assignment_service.stop_environments_for_version(before)


def _deployed(version: Any) -> Path:
    """Where the files of a package are kept that were replaced: gone with it, when another is deployed."""
    location: Path = version.function_version.config.code.get_unzipped_code_location()
    return location.parent / "deployed"


def recently_invoked(versions: list[Any]) -> list[str]:
    """The names of the functions that have environments, by when these were last invoked."""
    last = {}
    for version in versions:
        service = version.assignment_service
        with service.environments_lock:
            returned = [environment.last_returned for environment in service.environments.get(version.id, {}).values()]
        if returned:
            last[_name(version)] = max(returned)
    return sorted(last, key=lambda name: last[name], reverse=True)


def _name(version: Any) -> str:
    name: str = version.function_version.id.function_name
    return name


def _version(function: str) -> Any | None:
    return next((version for version in _versions() if _name(version) == function), None)


def _versions() -> list[Any]:
    """What runs of all functions that is not published under a number."""
    running = [version for service in _services for version in list(service.lambda_running_versions.values())]
    return [version for version in running if version.function_version.id.qualifier == "$LATEST"]
