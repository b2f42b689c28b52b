"""Whether the engine still has the source that a replacement was written for."""

import hashlib
import inspect
from typing import Any


def assert_source(thing: Any, sha256: str) -> None:
    """
    :param thing: a function or a class of the engine
    :param sha256: the hash of its source in the release that the replacement was written for
    :raises LookupError: when the source is another one
    """
    found = hashlib.sha256(inspect.getsource(thing).encode()).hexdigest()
    if found != sha256:
        raise LookupError(f"{thing.__module__}.{thing.__qualname__} has another source ({found})")
