"""What runs a function: the command line, and the Runtime API client for Node as plain JavaScript."""

import logging
import subprocess
import threading
from pathlib import Path

from process_executor.settings import settings

LOG = logging.getLogger(__name__)

_lock = threading.Lock()
_built: Path | None = None


def command(runtime: str, code: Path, memory_mb: int) -> list[str]:
    """The command line for a function of a runtime such as nodejs24.x or provided.al2023.

    :raises ValueError: when no such function can be run here
    """
    if runtime.startswith("provided"):
        return [str(code / "bootstrap")]
    if not runtime.startswith("nodejs"):
        raise ValueError(f"the process executor runs nodejs and provided runtimes, not {runtime or 'container images'}")
    # The sizes that AWS's bootstrap gives to Node: 90 % of the memory to the old space, 5 % to each half of the new.
    heap = [f"--max-old-space-size={memory_mb * 9 // 10}", f"--max-semi-space-size={max(1, memory_mb // 20)}"]
    imports = [f"--import={module}" for module in settings().imports]
    return [settings().node, *heap, *imports, str(_build())]


def _build() -> Path:
    """Strips the types off the client, once per engine: in each cold start it would cost 40 ms."""
    global _built
    with _lock:
        if _built is None:
            source, target = settings().runtime, settings().folder / "runtime"
            builder = [settings().node, "--disable-warning=ExperimentalWarning", str(source.parent / "build.ts")]
            done = subprocess.run([*builder, str(target)], capture_output=True, text=True, env={}, check=False)
            if done.returncode != 0:
                raise RuntimeError(f"cannot build the Lambda runtime with {settings().node}: {done.stderr.strip()}")
            _built = target / f"{source.stem}.mjs"
        return _built
