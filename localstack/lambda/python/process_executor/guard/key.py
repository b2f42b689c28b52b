"""The engine's key, and where a request may carry it.

It is the access key id that counts: random, made anew for each start, and readable by its owner alone, so that whoever
shows it was given it. The signature is not verified: that would prove that a request was made by somebody who knows the
secret as well, which lies in the same file, against somebody who saw the request on its way, which is loopback.
"""

import hmac
import os
import re
from functools import lru_cache
from typing import Any

#: Without = in a key: a header full of "Credential=" would be searched to its end from each of them, for seconds.
_SIGNED = re.compile(r"\s*AWS4-HMAC-SHA256\s.*?\bCredential=([^/,\s=]+)/", re.DOTALL)
_SIGNED_V2 = re.compile(r"\s*AWS\s+([^:\s]+):")
_BEARER = re.compile(r"\s*Bearer\s+(\S+)\s*$", re.IGNORECASE)


@lru_cache(1)
def own() -> str:
    """The key. :raises RuntimeError: when the engine was started without one"""
    key = os.environ.get("AWS_ACCESS_KEY_ID", "")
    if len(key) < 20:
        raise RuntimeError("AWS_ACCESS_KEY_ID names no key for the engine")
    return key


def shown(request: Any) -> list[str]:
    """All that a request shows for a key: of its signature in a header or in its address, as a session token (of a
    function, or for another account), or as a bearer token."""
    header = request.headers.get("Authorization", "")
    found = [match.group(1) for form in (_SIGNED, _SIGNED_V2, _BEARER) if (match := form.match(header))]
    found.append(request.headers.get("X-Amz-Security-Token"))
    found.append(request.args.get("X-Amz-Credential", "").split("/")[0])
    found += [request.args.get(name) for name in ("AWSAccessKeyId", "X-Amz-Security-Token")]
    return [value for value in found if value]


def is_shown(request: Any) -> bool:
    """Whether a request has the key."""
    key = own().encode()
    return any([hmac.compare_digest(value.encode(), key) for value in shown(request)])  # noqa: C419  all are compared, whichever fits


def drop_bearer(request: Any) -> None:
    """A bearer token is for the guard; the engine behind it would take it for something of its own."""
    if _BEARER.match(request.headers.get("Authorization", "")):
        del request.headers["Authorization"]
