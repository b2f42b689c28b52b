"""Every id and trace asks the kernel for a few random bytes, and Python lets another thread run meanwhile: the one that asked
waits its turn again, up to 5 ms among busy threads. Here 256 asks are one, and what it gave is handed out piece by piece, each
piece once. The bytes are the kernel's as before."""

import os
import random
from collections import deque
from typing import Any

#: The size of a UUID. Who asks for more gets it from the kernel.
_PIECE = 16
_PIECES = 256


def apply() -> None:
    """
    :raises LookupError: when the source of random numbers takes its bytes from elsewhere
    """
    source: Any = random
    usual = os.urandom
    if source._urandom is not usual:
        raise LookupError("random has a source of its own")
    pieces: deque[bytes] = deque()
    # A process that is forked must not hand out what its parent does.
    os.register_at_fork(after_in_child=pieces.clear)

    def urandom(size: int, /) -> bytes:
        if not 0 < size <= _PIECE:
            return usual(size)
        try:
            piece = pieces.pop()
        except IndexError:
            some = usual(_PIECE * _PIECES)
            piece = some[:_PIECE]
            pieces.extend(some[at : at + _PIECE] for at in range(_PIECE, len(some), _PIECE))
        return piece[:size]

    os.urandom = urandom
    source._urandom = urandom
