"""How the engine is made to do something before one of its methods."""

import functools
from collections.abc import Callable
from typing import Any


def run_before(owner: Any, name: str, step: Callable[..., object]) -> None:
    """Runs a step before a method, or a function of a module, with the same arguments."""
    method = getattr(owner, name)

    @functools.wraps(method)
    def extended(*args: Any, **kwargs: Any) -> Any:
        step(*args, **kwargs)
        return method(*args, **kwargs)

    setattr(owner, name, extended)
