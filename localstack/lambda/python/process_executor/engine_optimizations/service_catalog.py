"""Before its first request the engine builds an index of the operations of all of AWS's services from 400 files: 5 s of
processor time of its 12 s start (2 cores, median of three). It keeps the index in its own folder, which is empty at each
start. Here the index lies beside the compiled Python, which all engines of this machine share."""

import os
import sys
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

from process_executor import engine
from process_executor.source_check import assert_source

_HOME = "aws.spec"
_SOURCE = "505e05958975d72477957d898ae56049633ec498c8cac896f16b2cd2291881af"


def apply() -> None:
    """
    :raises LookupError: when the index is built in another way
    """
    home = engine.module(_HOME)
    assert_source(home.build_service_index_cache, _SOURCE)
    if sys.pycache_prefix is None:
        return
    folder = Path(sys.pycache_prefix)
    build_anew, load = home.build_service_index_cache, home.load_service_index_cache

    def build(file_path: str) -> Any:
        # Its name has the versions of the engine and of botocore, whose files are indexed.
        shared = folder / Path(file_path).name
        try:
            return load(str(shared))
        except (OSError, EOFError, UnpicklingError):
            return share(shared)

    def share(shared: Path) -> Any:
        folder.mkdir(parents=True, exist_ok=True)
        # Others may start at the same time: each writes a file of its own, and what is read is whole.
        fresh = shared.with_suffix(f".{os.getpid()}")
        index = build_anew(str(fresh))
        fresh.replace(shared)
        return index

    home.build_service_index_cache = build
