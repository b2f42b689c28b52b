"""What requests to X-Ray have in common: times, pages, and how they are refused."""

import base64
import binascii
import json
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any


class InvalidRequest(Exception):
    """A request that X-Ray answers with InvalidRequestException."""


def moment(body: dict[str, Any], name: str) -> float:
    """A time that the request has to name, in seconds since 1970."""
    value = body.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    try:
        return datetime.fromisoformat(value if isinstance(value, str) else "").timestamp()
    except ValueError as error:
        raise InvalidRequest(f"{name} is missing, or is no time") from error


def span(body: dict[str, Any]) -> tuple[float, float]:
    """From when until when."""
    start, end = moment(body, "StartTime"), moment(body, "EndTime")
    if start > end:
        raise InvalidRequest("StartTime is after EndTime")
    return start, end


def trace_ids(body: dict[str, Any], most: int | None = None) -> list[str]:
    """The ids that a request names, without those that it repeats."""
    ids = body.get("TraceIds")
    if not isinstance(ids, list) or not ids or not all(isinstance(id, str) and 0 < len(id) <= 35 for id in ids):
        raise InvalidRequest("TraceIds is no list of 1 or more trace ids")
    if most is not None and len(ids) > most:
        raise InvalidRequest(f"TraceIds has {len(ids)} ids, more than {most}")
    return list(dict.fromkeys(ids))


def page(body: dict[str, Any], keys: Iterable[str], size: int) -> tuple[list[str], str | None]:
    """The next keys of a list that may have got longer meanwhile, and the token for those after them."""
    after = _last_key(body.get("NextToken"))
    keys = list(keys)
    if after is not None:
        if after not in keys:
            raise InvalidRequest("NextToken is of another request")
        keys = keys[keys.index(after) + 1 :]
    chosen = list(islice(keys, size))
    return chosen, _token(chosen[-1]) if len(keys) > size else None


def _token(key: str) -> str:
    return base64.urlsafe_b64encode(json.dumps({"after": key}).encode()).decode()


def _last_key(token: Any) -> str | None:
    if not token:
        return None
    try:
        return json.loads(base64.urlsafe_b64decode(token))["after"]
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise InvalidRequest("NextToken is invalid") from error
