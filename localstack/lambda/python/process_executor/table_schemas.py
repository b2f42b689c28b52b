"""Where the engine keeps the schemas of tables, calls take turns.

LocalEmu keeps them for 20 s in a cache of cachetools that all of its threads use, and such a cache "is not thread-safe"
(https://cachetools.readthedocs.io/en/stable/#cachetools.TTLCache). When it comes apart it stays so: every query by an
index answers 500 with the name of another table, until the engine is stopped.
"""

import threading
from typing import Any

from process_executor import engine
from process_executor.lazy_patches import patch_when_loaded


def apply() -> None:
    """Has the cache guarded before DynamoDB is first used."""
    patch_when_loaded("dynamodb", _guard)


def _guard() -> None:
    """The schemas of tables are read and kept by one thread at a time."""
    utils = engine.module("services.dynamodb.utils")
    utils.SCHEMA_CACHE = TakingTurns(utils.SCHEMA_CACHE)


class TakingTurns:
    """What the engine does with its cache, one call at a time."""

    def __init__(self, cache: Any) -> None:
        self._cache = cache
        self._lock = threading.Lock()

    def get(self, key: str, default: Any = None) -> Any:
        with self._lock:
            return self._cache.get(key, default)

    def __setitem__(self, key: str, value: Any) -> None:
        with self._lock:
            self._cache[key] = value

    def pop(self, key: str, default: Any = None) -> Any:
        with self._lock:
            return self._cache.pop(key, default)
