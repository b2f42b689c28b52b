"""X-Ray's filter expressions, the part that is used here: what is not understood is refused, and never ignored.

https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html
"""

import operator
import re
from collections.abc import Callable
from typing import Any

from process_executor.tracing.api.requests import InvalidRequest
from process_executor.tracing.api.summaries import Summary

Filter = Callable[[Summary], bool]

_TOKEN = re.compile(
    r'\s*(?:("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?)(?![\w.])|(annotation\[(?:"[^"]+"|[\w.]+)\])|([A-Za-z_][\w.]*)|(<=|>=|!=|[=<>!(){}]))'
)
_NUMBERS: dict[str, Callable[[Summary], Any]] = {
    "responsetime": lambda summary: summary.response_time,
    "duration": lambda summary: summary.duration,
    "http.status": lambda summary: summary.root.get("http", {}).get("response", {}).get("status"),
}
_TEXTS: dict[str, Callable[[Summary], Any]] = {
    "http.url": lambda summary: summary.root.get("http", {}).get("request", {}).get("url"),
    "http.method": lambda summary: summary.root.get("http", {}).get("request", {}).get("method"),
    "user": lambda summary: summary.root.get("user"),
    "name": lambda summary: summary.root["name"],
}
_TRUTHS: dict[str, Filter] = {
    "fault": lambda summary: bool(summary.root.get("fault")),
    "error": lambda summary: bool(summary.root.get("error")),
    "throttle": lambda summary: any(part.get("throttle") for part in summary.parts),
    "ok": lambda summary: not any(summary.root.get(flag) for flag in ("fault", "error", "throttle")),
    "partial": lambda summary: summary.is_partial,
}
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "CONTAINS": lambda text, part: part in text,
    "BEGINSWITH": lambda text, part: text.startswith(part),
    "ENDSWITH": lambda text, part: text.endswith(part),
}
_OF_TEXTS = ("=", "!=", "CONTAINS", "BEGINSWITH", "ENDSWITH")


def parse(expression: Any) -> Filter:
    """
    :raises InvalidRequest: when the expression is not understood
    """
    if expression in (None, ""):
        return lambda summary: True
    if not isinstance(expression, str):
        raise InvalidRequest("FilterExpression is no text")
    return _Parser(expression).all()


class _Parser:
    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._tokens: list[str] = []
        at = 0
        while expression[at:].strip():
            found = _TOKEN.match(expression, at)
            if not found:
                raise InvalidRequest(f"FilterExpression is not understood from {expression[at:].strip()} on")
            self._tokens.append(found.group().strip())
            at = found.end()

    def all(self) -> Filter:
        matches = self._either()
        if self._tokens:
            raise self._bad(self._tokens[0])
        return matches

    def _bad(self, token: str | None) -> InvalidRequest:
        what = f"{token} is not expected" if token else "something is missing at its end"
        return InvalidRequest(f"FilterExpression {self._expression} is not understood: {what}")

    def _next(self) -> str:
        if not self._tokens:
            raise self._bad(None)
        return self._tokens.pop(0)

    def _take(self, token: str) -> bool:
        if self._tokens and self._tokens[0].upper() == token:
            self._tokens.pop(0)
            return True
        return False

    def _either(self) -> Filter:
        choices = [self._both()]
        while self._take("OR"):
            choices.append(self._both())
        return lambda summary: any(matches(summary) for matches in choices)

    def _both(self) -> Filter:
        parts = [self._one()]
        while self._take("AND"):
            parts.append(self._one())
        return lambda summary: all(matches(summary) for matches in parts)

    def _one(self) -> Filter:
        if self._take("!") or self._take("NOT"):
            matches = self._one()
            return lambda summary: not matches(summary)
        if self._take("("):
            inner = self._either()
            self._expect(")")
            return inner
        keyword = self._next()
        if keyword.startswith(("annotation[", "annotation.")):
            return self._annotation(keyword.removeprefix("annotation").strip('.[]"'))
        if keyword == "service":
            return self._service()
        if keyword in _TRUTHS:
            return self._truth(_TRUTHS[keyword])
        if keyword in _NUMBERS:
            return self._compared(_NUMBERS[keyword], (int, float))
        if keyword in _TEXTS:
            return self._compared(_TEXTS[keyword], (str,))
        raise self._bad(keyword)

    def _expect(self, token: str) -> None:
        if not self._take(token):
            raise self._bad(self._tokens[0] if self._tokens else None)

    def _truth(self, holds: Filter) -> Filter:
        """A word that is true or not, alone or compared with one of both."""
        if not self._tokens or self._tokens[0] not in ("=", "!="):
            return holds
        compare, value = _COMPARISONS[self._next()], self._value()
        if not isinstance(value, bool):
            raise self._bad(str(value))
        return lambda summary: compare(holds(summary), value)

    def _compared(self, of: Callable[[Summary], Any], kinds: tuple[type, ...]) -> Filter:
        name = self._next().upper()
        compare, value = _COMPARISONS.get(name), self._value()
        if compare is None or not isinstance(value, kinds) or (str in kinds and name not in _OF_TEXTS):
            raise self._bad(name)
        return lambda summary: (found := of(summary)) is not None and compare(found, value)

    def _annotation(self, key: str) -> Filter:
        if not self._tokens or self._tokens[0].upper() not in _COMPARISONS:
            return lambda summary: key in summary.annotations
        compare, value = _COMPARISONS[self._next().upper()], self._value()

        def matches(summary: Summary) -> bool:
            return any(
                type(found) is type(value) and compare(found, value)
                if isinstance(value, str | bool)
                else isinstance(found, int | float) and not isinstance(found, bool) and compare(found, value)
                for found, _ in summary.annotations.get(key, ())
            )

        return matches

    def _service(self) -> Filter:
        """A service of a name, and what holds for a segment of it."""
        name = None
        if self._take("("):
            name = self._value() if self._tokens and self._tokens[0].startswith('"') else None
            self._expect(")")
        holds: Filter = lambda summary: True  # noqa: E731
        if self._take("{"):
            holds = self._either()
            self._expect("}")

        def matches(summary: Summary) -> bool:
            own = [segment for segment in summary.segments if name in (None, segment["name"])]
            return any(holds(Summary(summary.trace, [segment])) for segment in own)

        return matches

    def _value(self) -> Any:
        token = self._next()
        if token.startswith('"'):
            return re.sub(r"\\(.)", r"\1", token[1:-1])
        if token in ("true", "false"):
            return token == "true"
        try:
            return float(token)
        except ValueError:
            raise self._bad(token) from None
