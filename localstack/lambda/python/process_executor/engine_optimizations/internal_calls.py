"""The engine calls itself for every log line, poll and task, and signs each call, though nobody verifies a signature here:
the access key alone decides (guard). It also puts together the name of its client anew each time. Here such a call names its key
in the same header, with a signature that is none, and the client's name is kept. What goes elsewhere, S3 (whose signature
covers how a body is sent) and presigned addresses are signed as ever."""

from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from process_executor import engine
from process_executor.source_check import assert_source

_ADD_AUTH = "d17116f7fc982a571554b35ee169d4f3e25722513f2915f573988e94432fc1e4"
_USER_AGENT = "26483d9ecd45bd21c14142fb045c1a2aa52da43698e578f30eab71ae673eff72"
#: As long as one that was made.
_NO_SIGNATURE = "0" * 64


def apply() -> None:
    """
    :raises LookupError: when calls are signed, or name their client, in another way
    """
    import_module("botocore.auth")
    signer = import_module("botocore.crt.auth").CrtSigV4Auth
    agent = import_module("botocore.useragent").UserAgentString
    assert_source(signer.add_auth, _ADD_AUTH)
    assert_source(agent, _USER_AGENT)
    _leave_unsigned(signer, engine.module("config").internal_service_url())
    _keep_name(agent, import_module("botocore.context").get_context)


def _leave_unsigned(signer: Any, own_url: str) -> None:
    sign = signer.add_auth

    def add_auth(self: Any, request: Any) -> None:
        credentials = self.credentials
        # Subclasses sign addresses and S3.
        if type(self) is not signer or credentials is None or not request.url.startswith(own_url):
            sign(self, request)
            return
        self._modify_request_before_signing(request)
        now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        scope = f"{now[:8]}/{self._region_name}/{self._service_name}/aws4_request"
        request.headers["X-Amz-Date"] = now
        if credentials.token:
            request.headers["X-Amz-Security-Token"] = credentials.token
        request.headers["Authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={credentials.access_key}/{scope}, "
            f"SignedHeaders=host;x-amz-date, Signature={_NO_SIGNATURE}"
        )

    signer.add_auth = add_auth


def _keep_name(agent: Any, context: Any) -> None:
    """The name depends on the client, and on the features that a call says it uses."""
    put_together = agent.to_string
    configure = agent.set_session_config
    feature = agent.set_client_features

    def to_string(self: Any) -> str:
        current = context()
        features = frozenset(current.features) if current else frozenset()
        # A client's name begins as a copy of its session's, with what that has kept.
        names: dict[frozenset[str], str]
        owner, names = self.__dict__.get("_kept") or (None, {})
        if owner is not self:
            names = {}
            self._kept = (self, names)
        if features not in names:
            names[features] = put_together(self)
        return names[features]

    def changed(change: Any) -> Any:
        def and_forget(self: Any, *args: Any, **kwargs: Any) -> Any:
            self.__dict__.pop("_kept", None)
            return change(self, *args, **kwargs)

        return and_forget

    agent.to_string = to_string
    agent.set_session_config = changed(configure)
    agent.set_client_features = changed(feature)
