"""How the engine is made to do something first."""

import functools
from collections.abc import Callable
from typing import Any


def before(owner: Any, name: str, step: Callable[..., None]) -> None:
    """Has a step run before a method, or a function of a module, with the same arguments."""
    method = getattr(owner, name)

    @functools.wraps(method)
    def extended(*args: Any, **kwargs: Any) -> Any:
        step(*args, **kwargs)
        return method(*args, **kwargs)

    setattr(owner, name, extended)
