"""What a rule of a plan looks like, and which invocations it is for."""

import hashlib
import math
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

#: Every fault, and whether ``ms`` may (False), must (True) or must not (None) be with it.
KINDS: dict[str, bool | None] = {
    "kill-before": None,
    "kill-after": None,
    "late-answer": False,
    "throttle": None,
    "duplicate": False,
    "delay": True,
}
#: The longest time that a fault may take (ms): what a function may run on Lambda.
_LONGEST_MS = 900_000
_FIELDS = {"function", "match", "nth", "times", "share", "seed", "fault", "ms"}


class BadPlan(Exception):
    """Why a plan is refused: one sentence a problem."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one invocation."""

    kind: str
    ms: int | None = None


@dataclass
class Rule:
    """One line of a plan, and how many invocations it has met. Not safe to be used by two threads at once."""

    #: A function's name, its end (``charge-payment``), or a pattern (``shop-local-*``).
    function: str
    #: Only invocations whose payload has this text in it, such as a customer's id.
    match: str
    #: From which of the matching invocations on (1 is the first), and how many of them; None for all that follow.
    nth: int
    times: int | None
    #: Instead: which part of the matching invocations, from 0 to 1, chosen by the seed and not by chance.
    share: float | None
    seed: int
    #: With a share, one of several.
    faults: tuple[Fault, ...]
    seen: int = 0

    def decide(self, function: str, payload: bytes) -> Fault | None:
        """The fault for this invocation, if it is one of those that the rule is for."""
        if not self._is_for(function) or self.match.encode() not in payload:
            return None
        self.seen += 1
        if self.share is not None:
            chance, pick = _drawn(self.seed, function, self.seen)
            return self.faults[math.floor(pick * len(self.faults))] if chance < self.share else None
        past = self.seen - self.nth
        return self.faults[0] if past >= 0 and (self.times is None or past < self.times) else None

    def _is_for(self, function: str) -> bool:
        wanted = self.function
        return function.endswith(f"-{wanted}") or fnmatchcase(function, wanted)


def _drawn(seed: int, function: str, count: int) -> tuple[float, float]:
    """Two numbers from 0 to 1 that are the same for the same invocation of every run."""
    digest = hashlib.sha256(f"{seed} {function} {count}".encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64, int.from_bytes(digest[8:16]) / 2**64


def parse(document: Any) -> list[Rule]:
    """
    :raises BadPlan: naming all that is wrong with it
    """
    rules = document.get("rules") if isinstance(document, dict) else None
    if not isinstance(rules, list) or not rules or set(document) != {"rules"}:
        raise BadPlan(['a plan is {"rules": [...]} with one rule at least'])
    problems = [f"rules[{at}]: {problem}" for at, rule in enumerate(rules) for problem in _problems(rule)]
    if problems:
        raise BadPlan(problems)
    return [_rule(rule) for rule in rules]


def _rule(rule: dict[str, Any]) -> Rule:
    kinds = rule["fault"] if isinstance(rule["fault"], list) else [rule["fault"]]
    times = rule.get("times", 1)
    return Rule(
        function=rule["function"],
        match=rule.get("match", ""),
        nth=rule.get("nth", 1),
        times=None if times == "always" else times,
        share=rule.get("share"),
        seed=rule.get("seed", 0),
        faults=tuple(Fault(kind, rule.get("ms") if KINDS[kind] is not None else None) for kind in kinds),
    )


def _problems(rule: Any) -> list[str]:
    if not isinstance(rule, dict):
        return ["a rule is an object"]
    problems = [f"there is no field {name}" for name in sorted(set(rule) - _FIELDS)]
    if not isinstance(rule.get("function"), str) or not rule["function"]:
        problems.append("function is the name of a function, its end or a pattern")
    if not isinstance(rule.get("match", ""), str):
        problems.append("match is a text")
    if not _whole(rule.get("nth", 1), 1):
        problems.append("nth is a whole number from 1")
    if rule.get("times") != "always" and not _whole(rule.get("times", 1), 1):
        problems.append("times is a whole number from 1 or always")
    share = rule.get("share")
    if "share" in rule:
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share <= 1:
            problems.append("share is a number above 0, up to 1")
        if not _whole(rule.get("seed"), 0):
            problems.append("a share has a seed, a whole number from 0")
        if "nth" in rule or "times" in rule:
            problems.append("a share goes without nth and times")
    elif "seed" in rule:
        problems.append("a seed goes with a share")
    return problems + _fault_problems(rule, several="share" in rule)


def _fault_problems(rule: dict[str, Any], several: bool) -> list[str]:
    fault = rule.get("fault")
    if isinstance(fault, list) and not (fault and several):
        return ["several faults go with a share"]
    kinds: list[Any] = fault if isinstance(fault, list) else [fault]
    unknown = [kind for kind in kinds if not isinstance(kind, str) or kind not in KINDS]
    if unknown:
        return [f"fault is one of {', '.join(KINDS)}, not {unknown[0]}"]
    problems = []
    if "ms" in rule and not _whole(rule["ms"], 0, _LONGEST_MS):
        problems.append(f"ms is a whole number from 0 to {_LONGEST_MS}")
    if "ms" not in rule and any(KINDS[kind] for kind in kinds):
        problems.append("delay needs ms")
    if "ms" in rule and all(KINDS[kind] is None for kind in kinds):
        problems.append(f"{kinds[0]} takes no ms")
    return problems


def _whole(value: Any, least: int, most: float = math.inf) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
