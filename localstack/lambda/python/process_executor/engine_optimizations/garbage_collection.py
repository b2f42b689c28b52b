"""Python's collector of cyclic garbage looks at all objects that live, time and again, while every thread waits: for a second and
more once the engine's services and their models are loaded, at times twice a minute. Here what has survived such a collection is
looked at no more (gc.freeze, https://docs.python.org/3/library/gc.html#gc.freeze). It still goes when nothing refers to it;
cycles alone stay, of what was in use at that moment."""

import gc
import time

#: A collection of all generations that takes longer has looked at much that lives on (s of the processor).
_LONG_S = 0.05
_OLDEST = 2


def apply() -> None:
    """From now on objects that survive a long collection are looked at no more."""
    gc.callbacks.append(_Watch())


class _Watch:
    """Is told of each collection, in the thread that does it, before and after."""

    def __init__(self) -> None:
        self._began = 0.0

    def __call__(self, phase: str, info: dict[str, int]) -> None:
        if info["generation"] != _OLDEST:
            return
        if phase == "start":
            self._began = time.thread_time()
        elif time.thread_time() - self._began > _LONG_S:
            gc.freeze()
