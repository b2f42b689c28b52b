"""Function URLs at an address of this machine: http://127.0.0.1:<port>/_aws/lambda-url/<id>/

An engine serves them by a host name below its own address, which is none with an address of digits. Requests and answers
have payload format 2.0: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
"""

import base64
import functools
import json
from typing import Any

from process_executor import engine
from process_executor.guard import key

PREFIX = "/_aws/lambda-url/"
#: Between the head and the body of what a function has streamed.
_STREAM_DELIMITER = b"\0" * 8


def apply() -> None:
    """Function URLs are served, and shown, by an address that is one."""
    home = engine.module("services.lambda_.urlrouter")
    utils = engine.module("services.lambda_.api_utils")
    register, show = home.FunctionUrlRouter.register_routes, utils.map_function_url_config
    address = f"http://127.0.0.1:{engine.module('config').GATEWAY_LISTEN[0].port}{PREFIX}"

    @functools.wraps(register)
    def register_routes(self: Any) -> None:
        is_first = not self.registered
        register(self)
        if is_first:
            serve = functools.partial(_serve, self.lambda_service)
            self.router.add(f"{PREFIX}<url_id>", serve)
            self.router.add(f"{PREFIX}<url_id>/", serve)
            self.router.add(f"{PREFIX}<url_id>/<path:path>", serve)

    @functools.wraps(show)
    def map_function_url_config(model: Any) -> Any:
        return {**show(model), "FunctionUrl": f"{address}{model.url_id}/"}

    cors = engine.module("aws.handlers.cors")
    is_execute_api_call = cors.is_execute_api_call

    def decides_itself(context: Any) -> bool:
        return context.request.path.startswith(PREFIX) or is_execute_api_call(context)

    # The engine's own rules for origins are for its services: it would refuse a preflight, and let every page in.
    cors.is_execute_api_call = decides_itself
    home.FunctionUrlRouter.register_routes = register_routes
    utils.map_function_url_config = map_function_url_config


def _serve(service: Any, request: Any, url_id: str, path: str = "") -> Any:
    """Answers as AWS does: the configuration's CORS headers are on every answer, and a preflight is none of the function's."""
    config = _find(url_id)
    if config is None:
        return _response(403, b'{"Message":null}', {"x-amzn-ErrorType": "AccessDeniedException"})
    cors = cors_headers(config.cors, request.headers, request.method)
    if config.cors and request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        return _response(200, b"", cors)
    if config.auth_type == "AWS_IAM" and not key.is_shown(request):
        return _response(403, b'{"Message":"Forbidden"}', {**cors, "x-amzn-ErrorType": "AccessDeniedException"})
    answer = _invoke(service, config, request, url_id)
    for name, value in cors.items():
        answer.headers[name] = value
    return answer


def _find(url_id: str) -> Any:
    stores = engine.module("services.lambda_.invocation.models").lambda_stores
    for account in list(stores.values()):
        for store in list(account.values()):
            for function in list(store.functions.values()):
                for config in list(function.function_url_configs.values()):
                    if config.url_id == url_id:
                        return config
    return None


def cors_headers(cors: Any, headers: Any, method: str) -> dict[str, str]:
    """The CORS headers of an answer: https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors"""
    origin = headers.get("Origin")
    allowed = (cors or {}).get("AllowOrigins") or []
    if not origin or not ("*" in allowed or origin in allowed):
        return {}
    credentials = bool(cors.get("AllowCredentials"))
    told = {"Access-Control-Allow-Origin": "*" if "*" in allowed and not credentials else origin, "Vary": "Origin"}
    if credentials:
        told["Access-Control-Allow-Credentials"] = "true"
    if cors.get("ExposeHeaders"):
        told["Access-Control-Expose-Headers"] = ",".join(cors["ExposeHeaders"])
    if method == "OPTIONS":
        told["Access-Control-Allow-Methods"] = ",".join(cors.get("AllowMethods") or [])
        told["Access-Control-Allow-Headers"] = ",".join(cors.get("AllowHeaders") or [])
        if cors.get("MaxAge") is not None:
            told["Access-Control-Max-Age"] = str(cors["MaxAge"])
    return {name: value for name, value in told.items() if value}


def _invoke(service: Any, config: Any, request: Any, url_id: str) -> Any:
    api = engine.module("aws.api.lambda_")
    arn = config.function_arn.split(":")
    request_id = engine.module("aws.protocol.serializer").gen_amzn_requestid()
    try:
        result = service.invoke(
            function_name=arn[6],
            qualifier=arn[7] if len(arn) > 7 else "$LATEST",
            region=arn[3],
            account_id=arn[4],
            invocation_type="RequestResponse",
            client_context=None,
            request_id=request_id,
            payload=json.dumps(_event(request, url_id)).encode(),
        )
    except api.TooManyRequestsException as error:
        return _response(429, json.dumps({"Reason": error.Reason, "Type": "User", "message": str(error)}).encode())
    except api.RequestTooLargeException as error:
        return _response(413, json.dumps({"Message": str(error)}).encode())
    if result.is_error:
        return _response(502, b"Internal Server Error", {"Content-Type": "application/json"})
    status, body, headers, cookies = answer_of(result.payload or b"")
    response = _response(status, body, {"x-amzn-requestid": request_id, **headers})
    for cookie in cookies:
        response.headers.add("Set-Cookie", cookie)
    return response


def _event(request: Any, url_id: str) -> dict[str, Any]:
    """The engine's own event, with what it leaves out or takes from the address of this machine set right."""
    from rolo.request import get_raw_path

    event: dict[str, Any] = engine.module("services.lambda_.urlrouter").event_for_lambda_url(url_id, request)
    path = get_raw_path(request).removeprefix(f"{PREFIX}{url_id}") or "/"
    source = request.remote_addr or "127.0.0.1"
    event["rawPath"] = path
    event["rawQueryString"] = request.query_string.decode()
    event["requestContext"]["http"].update({"path": path, "sourceIp": source})
    headers = event["headers"]
    headers["x-forwarded-for"] = source
    cookies = headers.pop("cookie", None)
    if cookies:
        event["cookies"] = [cookie.strip() for cookie in cookies.split(";")]
    if not event["queryStringParameters"]:
        del event["queryStringParameters"]
    return event


def answer_of(payload: bytes) -> tuple[int, bytes, dict[str, str], list[str]]:
    """Status, body, headers and cookies of what a function returned: with a statusCode as it says, else as its body."""
    head, delimiter, streamed = payload.partition(_STREAM_DELIMITER)
    try:
        returned = json.loads(head)
    except ValueError:
        return 200, payload, {"Content-Type": "application/json"}, []
    if not isinstance(returned, dict) or "statusCode" not in returned:
        if isinstance(returned, str):
            return 200, returned.encode(), {"Content-Type": "application/json"}, []
        return 200, payload, {"Content-Type": "application/json"}, []
    headers = {"Content-Type": "application/json"}
    for name, value in (returned.get("headers") or {}).items():
        headers = {known: said for known, said in headers.items() if known.lower() != name.lower()}
        headers[name] = str(value)
    body = returned.get("body") or ""
    if not isinstance(body, str):
        body = json.dumps(body)
    raw = base64.b64decode(body) if returned.get("isBase64Encoded") else body.encode()
    return int(returned["statusCode"]), streamed if delimiter else raw, headers, list(returned.get("cookies") or [])


def _response(status: int, body: bytes, headers: dict[str, str] | None = None) -> Any:
    response = engine.module("http").Response(body, status)
    for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
        response.headers[name] = value
    return response
