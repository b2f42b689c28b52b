"""What can happen while an environment is driven."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Next:
    """The runtime asks for work: its init is over, or the invocation before."""


@dataclass(frozen=True)
class Answer:
    """The runtime answers an invocation, or reports that its init failed (then there is no request id)."""

    request_id: str | None
    body: bytes
    is_error: bool


@dataclass(frozen=True)
class Exited:
    """The process is gone."""


@dataclass(frozen=True)
class Expired:
    """Nothing of the above until the deadline."""


Event = Next | Answer | Exited | Expired
