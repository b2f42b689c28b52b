"""Patches of a service are applied when it is first used: to load it earlier would make every start slower."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from process_executor import engine
from process_executor.run_before import run_before

LOG = logging.getLogger(__name__)


def patch_when_loaded(service: str, *patches: Callable[[], None]) -> None:
    """Applies patches just before the engine loads a service; one that does not fit is left out, with a warning."""
    left = list(patches)
    patching = threading.Lock()

    def patch(_: Any, name: str, *args: Any, **kwargs: Any) -> None:
        if name != service or not left:
            return
        with patching:
            while left:
                apply_patch(left[0])
                # Removed last, so that a concurrent first use waits until all patches are applied.
                left.pop(0)

    run_before(engine.module("services.plugins").ServicePluginManager, "require", patch)


def apply_patch(patch: Callable[[], None]) -> None:
    """Applies a patch; one that does not fit this release is left out, with a warning."""
    try:
        patch()
    except (ImportError, AttributeError, LookupError) as error:
        LOG.warning("The engine stays as it is: %s: %s", patch.__doc__, error)
