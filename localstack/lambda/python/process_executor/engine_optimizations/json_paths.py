"""Step Functions parses a JSONPath anew each time that a state evaluates it, which takes some milliseconds: the
library builds its parser for every path. A parsed path is a constant."""

from functools import lru_cache

from process_executor import engine

#: Modules that hold a `parse` of jsonpath_ng under that name.
_USERS = ("services.stepfunctions.asl.utils.json_path", "services.stepfunctions.asl.component.common.path.result_path")


def apply() -> None:
    """
    :raises LookupError: when `parse` is not the library's
    """
    for user in _USERS:
        module = engine.module(user)
        if not module.parse.__module__.startswith("jsonpath_ng."):
            raise LookupError(f"{user}.parse is not jsonpath_ng's")
        module.parse = lru_cache(4096)(module.parse)
