"""The cache of tables' schemas beside many threads."""

import threading
import time
import unittest
from typing import Any

from process_executor.table_schemas import TakingTurns


class Watched(dict[str, Any]):
    """A cache that notices when two are in it at once."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = 0
        self.met = 0

    def _visit(self) -> None:
        self.inside += 1
        # Lets the other threads run, which come in unless they are kept out.
        time.sleep(0)
        self.met = max(self.met, self.inside)
        self.inside -= 1

    def get(self, key: str, default: Any = None) -> Any:
        self._visit()
        return super().get(key, default)

    def __setitem__(self, key: str, value: Any) -> None:
        self._visit()
        super().__setitem__(key, value)

    def pop(self, key: str, default: Any = None) -> Any:
        self._visit()
        return super().pop(key, default)


class TakingTurnsTest(unittest.TestCase):
    def test_one_at_a_time(self) -> None:
        watched = Watched()
        cache = TakingTurns(watched)

        def use() -> None:
            for number in range(300):
                cache[f"table {number % 5}"] = number
                cache.get(f"table {number % 5}")
                cache.pop(f"table {number % 7}")

        threads = [threading.Thread(target=use) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        self.assertEqual(1, watched.met)

    def test_it_is_the_cache_still(self) -> None:
        cache = TakingTurns({})
        cache["a"] = 1
        self.assertEqual((1, None, 1, None), (cache.get("a"), cache.get("b"), cache.pop("a"), cache.pop("a")))
