"""What is set right when a service is first used: to load it earlier would make every start slower."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from process_executor import engine
from process_executor.before import before

LOG = logging.getLogger(__name__)


def when_needed(service: str, *corrections: Callable[[], None]) -> None:
    """Has corrections made just before the engine loads a service. One that does not fit is left out, with a warning."""
    left = list(corrections)
    correcting = threading.Lock()

    def correct(_: Any, name: str, *args: Any, **kwargs: Any) -> None:
        if name != service or not left:
            return
        with correcting:
            while left:
                make(left[0])
                # Only now: whoever comes meanwhile waits until all are made.
                left.pop(0)

    before(engine.module("services.plugins").ServicePluginManager, "require", correct)


def make(correction: Callable[[], None]) -> None:
    """Makes a correction; one that does not fit this release is left out, with a warning."""
    try:
        correction()
    except (ImportError, AttributeError, LookupError) as error:
        LOG.warning("The engine stays as it is: %s: %s", correction.__doc__, error)
