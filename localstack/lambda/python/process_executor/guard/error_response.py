"""The error response of the service that was meant: https://docs.aws.amazon.com/awssupport/latest/APIReference/CommonErrors.html"""

import json
import re
from typing import Any
from xml.sax.saxutils import escape

from process_executor.guard import key

#: Code and message, with a key that is not the engine's and without any.
_UNKNOWN = ("UnrecognizedClientException", "The security token included in the request is invalid")
_MISSING = ("MissingAuthenticationTokenException", "Missing Authentication Token")
_QUERY_CODES = {_UNKNOWN[0]: "InvalidClientTokenId", _MISSING[0]: "MissingAuthenticationToken"}
_S3_CODES = {_UNKNOWN[0]: "InvalidAccessKeyId", _MISSING[0]: "AccessDenied"}
_HINT = " (npm run -s env prints the key of a local engine; .sst/outputs.<stage>.json names its file)"
_SCOPE = re.compile(r"Credential=[^/,\s=]+/[^/,\s]*/[^/,\s]*/([^/,\s]+)/")
_FORM = "application/x-www-form-urlencoded"
#: Services that take the operation from method and path, and errors as JSON.
_REST_JSON_PATHS = re.compile(
    r"/(\d{4}-\d{2}-\d{2}/|restapis|apikeys|usageplans|domainnames|tags/|account$|TraceSegments|Traces$|TraceSummaries|TraceGraph|ServiceGraph|_)"
)
_REST_JSON = ("lambda", "apigateway", "xray", "execute-api")


def without_key(request: Any) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a 403 for somebody without the key."""
    code, message = _UNKNOWN if key.shown(request) else _MISSING
    message += _HINT
    kind = request.headers.get("Content-Type", "")
    if request.headers.get("Smithy-Protocol") == "rpc-v2-cbor":
        import cbor2

        return cbor2.dumps({"__type": code, "message": message}), _typed("application/cbor", code)
    if "X-Amz-Target" in request.headers or kind.startswith("application/x-amz-json"):
        document = {"__type": code, "message": message}
        return json.dumps(document).encode(), _typed(kind or "application/x-amz-json-1.0", code)
    service = _service(request)
    if kind.startswith(_FORM) or "Action" in request.args:
        error = f"<Type>Sender</Type><Code>{_QUERY_CODES[code]}</Code><Message>{escape(message)}</Message>"
        return _xml(f"<ErrorResponse><Error>{error}</Error><RequestId>local</RequestId></ErrorResponse>")
    if service in _REST_JSON or (not service and _REST_JSON_PATHS.match(request.path)):
        return json.dumps({"message": message}).encode(), _typed("application/json", code)
    error = f"<Code>{_S3_CODES[code]}</Code><Message>{escape(message)}</Message><RequestId>local</RequestId>"
    return _xml(f"<Error>{error}</Error>")


def of_origin(reason: str) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a 403 for a page, whatever it asked for."""
    return json.dumps({"message": f"Forbidden: {reason}"}).encode(), {"Content-Type": "application/json"}


def _service(request: Any) -> str | None:
    """That the request is signed for."""
    scope = _SCOPE.search(request.headers.get("Authorization", ""))
    in_address = request.args.get("X-Amz-Credential", "").split("/")
    return scope.group(1) if scope else in_address[3] if len(in_address) > 3 else None


def _typed(content_type: str, code: str) -> dict[str, str]:
    return {"Content-Type": content_type, "X-Amzn-ErrorType": code}


def _xml(text: str) -> tuple[bytes, dict[str, str]]:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode(), {"Content-Type": "text/xml"}
