"""Filter patterns, the part that is a list of terms or one comparison of a JSON property. LocalStack takes every line for
one that matches; LocalEmu knows no index of a list. What is not understood here is refused, where AWS may take it.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import functools
import json
import operator
import re
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from importlib import import_module
from typing import Any

from process_executor import engine
from process_executor.run_before import run_before

Matcher = Callable[[str], bool]

_TERM = re.compile(r'\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\w+))(?=\s|$)')
_JSON = re.compile(
    r'\{\s*\$((?:\.\w+|\.?\[(?:"[^"]+"|\d+)\])+)\s*(<=|>=|!=|=|<|>)\s*("(?:[^"\\]|\\.)*"|[^\s"&|(){}]+)\s*\}'
)
_STEP = re.compile(r'\.?(?:\[(\d+)\]|\["([^"]+)"\]|(\w+))')
_COMPARISONS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def patches() -> Iterable[Callable[[], None]]:
    """What sets patterns right."""
    return (_match_as_documented, _refuse_what_is_unknown)


@functools.lru_cache(maxsize=256)
def matcher(pattern: str) -> Matcher:
    """
    Tells the messages that a pattern is for; an empty pattern is for all.

    :raises ValueError: when the pattern is not understood
    """
    text = pattern.strip()
    if text.startswith("{"):
        return _json_matcher(text)
    terms: dict[str, list[str]] = {"": [], "-": [], "?": []}
    end = 0
    while end < len(text):
        found = _TERM.match(text, end)
        if not found:
            raise ValueError(f"the filter pattern {pattern} is not understood from {text[end:]} on")
        kind, quoted, word = found.groups()
        terms[kind].append(word if quoted is None else re.sub(r"\\(.)", r"\1", quoted))
        end = found.end()
    # As documented, a question mark beside terms of other kinds is ignored.
    optional = [] if terms[""] or terms["-"] else terms["?"]

    def matches(message: str) -> bool:
        return (
            all(term in message for term in terms[""])
            and not any(term in message for term in terms["-"])
            and (not optional or any(term in message for term in optional))
        )

    return matches


def _json_matcher(text: str) -> Matcher:
    found = _JSON.fullmatch(text)
    if not found:
        raise ValueError(f"the filter pattern {text} is not understood")
    path, comparison, written = found.groups()
    steps = [int(index) if index else key or name for index, key, name in _STEP.findall(path)]
    holds = _comparison(comparison, written)

    def matches(message: str) -> bool:
        try:
            value = json.loads(message)
            for step in steps:
                value = value[step]
        except (ValueError, LookupError, TypeError):
            return False
        return holds(value)

    return matches


def _comparison(name: str, written: str) -> Callable[[Any], bool]:
    """Numbers are compared as such; text only for being equal, with * for anything."""
    text = json.loads(written) if written.startswith('"') else written
    try:
        number = float(text)
    except ValueError:
        number = None
    if name in _COMPARISONS:
        if number is None:
            raise ValueError(f"{written} is no number to compare with")
        return lambda value: isinstance(value, int | float) and _COMPARISONS[name](value, number)

    def equals(value: Any) -> bool:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value == number
        shown = value if isinstance(value, str) else json.dumps(value)
        return fnmatchcase(shown, text.replace("[", "[[]").replace("?", "[?]"))

    return equals if name == "=" else lambda value: not equals(value)


def _match_as_documented() -> None:
    """Lines are chosen by the pattern, for subscriptions, metrics and whoever reads a log."""

    def get_pattern_matcher(pattern: str) -> Callable[[str, Any], bool]:
        matches = _known(pattern)
        return lambda _, event: matches(event["message"])

    engine.module("services.logs.provider").get_pattern_matcher = get_pattern_matcher


def _refuse_what_is_unknown() -> None:
    """A filter whose pattern is not understood is not taken: it would choose other lines than it says."""
    logs = import_module("moto.logs.models").LogsBackend
    # The one takes the name of a log group before it, the other has it after it.
    run_before(logs, "put_subscription_filter", lambda _, group, name, pattern, *args, **kwargs: _known(pattern))
    run_before(logs, "put_metric_filter", lambda _, name, pattern, *args, **kwargs: _known(pattern))


def _known(pattern: str | None) -> Matcher:
    try:
        return matcher(pattern or "")
    except ValueError as error:
        raise engine.module("aws.api.logs").InvalidParameterException(f"Invalid filter pattern: {error}") from error
