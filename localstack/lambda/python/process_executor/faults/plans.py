"""The plans that are in force, and what came of them."""

import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from process_executor.faults.rules import Fault, Rule

#: Applied faults that are remembered.
_KEPT = 20_000


@dataclass
class Applied:
    """One invocation that met its fault."""

    plan: str
    function: str
    request_id: str
    fault: Fault
    at: str = field(default_factory=lambda: _now())
    #: When the invocation was over, with its late answer or its copy; None until then.
    ended_at: str | None = None

    def end(self) -> None:
        self.ended_at = _now()

    def told(self) -> dict[str, Any]:
        told = {"plan": self.plan, "function": self.function, "requestId": self.request_id, "fault": self.fault.kind}
        ms = {} if self.fault.ms is None else {"ms": self.fault.ms}
        return {**told, **ms, "at": self.at, "endedAt": self.ended_at}


_lock = threading.Lock()
_plans: dict[str, tuple[list[Rule], Any]] = {}
_applied: deque[Applied] = deque(maxlen=_KEPT)


def put(name: str, rules: list[Rule], document: Any) -> None:
    """Puts a plan in force, in place of the one of that name; it begins to count anew."""
    with _lock:
        _plans[name] = (rules, document)
        _forget(name)


def remove(name: str | None = None) -> None:
    """Takes one plan out of force, or all, with what is remembered of it. What is under way goes its way."""
    with _lock:
        for each in [name] if name is not None else list(_plans):
            _plans.pop(each, None)
        if name is None:
            _applied.clear()
        else:
            _forget(name)


def in_force() -> bool:
    """Whether there is any plan: asked for every invocation, so without the lock."""
    return bool(_plans)


def decide(function: str, payload: bytes, request_id: str) -> Applied | None:
    """The fault that this invocation is to meet: the first rule that takes it has it, and those after it never see it,
    so that none is used up by an invocation that another one has."""
    with _lock:
        for name, (rules, _) in _plans.items():
            for rule in rules:
                fault = rule.decide(function, payload)
                if fault:
                    applied = Applied(name, function, request_id, fault)
                    _applied.append(applied)
                    return applied
        return None


def told(name: str | None = None) -> dict[str, Any]:
    """Plans and what was applied, of one name or of all."""
    with _lock:
        return {
            "plans": {each: document for each, (_, document) in _plans.items() if name in (None, each)},
            "applied": [one.told() for one in _applied if name in (None, one.plan)],
        }


def _forget(name: str) -> None:
    kept = [one for one in _applied if one.plan != name]
    _applied.clear()
    _applied.extend(kept)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
