"""What the executor is told through the engine's environment."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """How functions are run here."""

    #: Program that runs Node functions, of the major version that is deployed (LAMBDA_PROCESS_NODE).
    node: str
    #: Entry of the Runtime API client for Node, a TypeScript file (LAMBDA_PROCESS_RUNTIME).
    runtime: Path
    #: Modules that Node imports before the runtime, for tests (LAMBDA_PROCESS_IMPORT, none or one).
    imports: tuple[str, ...]
    #: Folder for the environments' temporary folders and the list of processes (LAMBDA_PROCESS_DIR).
    folder: Path
    #: Whether an environment's processes stand still between invocations, as on AWS (LAMBDA_PROCESS_FREEZE, on).
    freeze: bool
    #: Environments that may be in their init phase at once; more would only slow each other down.
    starts_at_once: int


@lru_cache(1)
def settings() -> Settings:
    """The settings, read once."""
    env = os.environ
    runtime = env.get("LAMBDA_PROCESS_RUNTIME")
    imported = env.get("LAMBDA_PROCESS_IMPORT")
    folder = env.get("LAMBDA_PROCESS_DIR")
    return Settings(
        node=env.get("LAMBDA_PROCESS_NODE") or shutil.which("node") or "node",
        runtime=Path(runtime) if runtime else Path(__file__).parents[2] / "runtime" / "main.ts",
        imports=(imported,) if imported else (),
        folder=Path(folder) if folder else Path(tempfile.gettempdir()) / "lambda-processes",
        freeze=env.get("LAMBDA_PROCESS_FREEZE", "1").lower() not in ("0", "false"),
        starts_at_once=2 * (os.cpu_count() or 1),
    )
