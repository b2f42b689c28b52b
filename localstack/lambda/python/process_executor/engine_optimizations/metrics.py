"""Every invocation and every message is a metric, and each metric is a write of its own: the engine opens its database
anew for it, creates what is already there, and waits for the disk. Under load the threads that do so are hundreds, and
hold up all else. Here a file is opened once, and what is written is safe when the engine is killed, but not when the
machine loses its power."""

import inspect
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from process_executor import engine

_HOME = "services.cloudwatch.cloudwatch_database_helper"


def apply() -> None:
    """
    :raises LookupError: when the metrics are kept in another way
    """
    home = engine.module(_HOME)
    source = inspect.getsource(home)
    if source.count("sqlite3.connect(") != source.count("with self.DATABASE_LOCK, sqlite3.connect("):
        raise LookupError(f"{_HOME} uses its database in another way")
    files = _Files()
    home.sqlite3 = SimpleNamespace(connect=files.connect)
    database = home.CloudwatchDatabase
    if hasattr(database, "_ensure_ready"):
        database._ensure_ready = _once_for_each_file(database._ensure_ready, files)


class _Files:
    """One connection to each file. Whoever uses one holds the database's lock, so it serves every thread."""

    def __init__(self) -> None:
        self._open: dict[str, sqlite3.Connection] = {}

    def connect(self, database: str, uri: bool = False) -> sqlite3.Connection:
        if database not in self._open:
            connection = sqlite3.connect(database, uri=uri, check_same_thread=False)
            if not uri:
                connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;")
            self._open[database] = connection
        return self._open[database]

    def holds(self, database: str) -> bool:
        """Whether it is open and still there."""
        return database in self._open and Path(database).exists()

    def close(self) -> None:
        for connection in self._open.values():
            connection.close()
        self._open.clear()


def _once_for_each_file(ensure_ready: Any, files: _Files) -> Any:
    """Creates the tables again only when the file is gone, which is what it is there for."""

    def ensure(self: Any) -> None:
        if files.holds(self.METRICS_DB):
            return
        with self.DATABASE_LOCK:
            files.close()
            ensure_ready(self)

    return ensure
