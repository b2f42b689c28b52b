"""What the engine writes, it writes into its own folder: two engines, or two users, never meet in a folder of the system's.
And into its log it writes what happened, not what the tables hold."""

import logging
import tempfile
from pathlib import Path
from typing import Any

from process_executor import engine
from process_executor.run_before import run_before


def apply() -> None:
    """Moves the objects of S3, keeps the checkout out of functions, and items of tables out of the log."""
    _move_objects()
    _begin_packages()
    logging.getLogger(f"{engine.NAME}.services.dynamodb.utils").addFilter(_leave_out_items)


def _begin_packages() -> None:
    """A function's code has no package above it, as in /var/task: Node would take the checkout's, which is of ES modules."""
    (Path(tempfile.gettempdir()) / "package.json").write_text("{}\n")


def _leave_out_items(record: logging.LogRecord) -> bool:
    """A warning about a transaction quotes its items, password hashes and addresses with them."""
    record.msg, record.args = str(record.msg).split("%")[0].rstrip(" '"), ()
    return True


def _move_objects() -> None:
    """S3 keeps its objects in a folder of the system's by a fixed name, whatever TMPDIR says; here it obeys TMPDIR."""

    def move(_: Any, name: str, *args: Any, **kwargs: Any) -> None:
        if name == "s3":
            engine.module("services.s3.provider").DEFAULT_S3_TMP_DIR = str(Path(tempfile.gettempdir()) / "s3")

    # Just before S3 is loaded: to load it earlier would make every start slower.
    run_before(engine.module("services.plugins").ServicePluginManager, "require", move)
