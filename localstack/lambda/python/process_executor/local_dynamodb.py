"""LocalStack keeps tables in DynamoDB Local, a server of its own on loopback. Its guard (LoopbackServer.java) lets in whoever
begins the path with the engine's key, so that no page and no other user reaches the tables past the engine."""

import os
from typing import Any

from process_executor import engine
from process_executor.guard import key
from process_executor.run_before import run_before


def apply() -> None:
    """Has LocalStack call that server by an address with the key in it."""
    if not os.environ.get("DYNAMODB_LOCAL_CHECKS_KEY"):
        return

    def name_key(_: Any, service: str, *args: Any, **kwargs: Any) -> None:
        if service in ("dynamodb", "dynamodbstreams"):
            server = engine.module("services.dynamodb.server").DynamodbServer
            options_of = server._get_java_vm_options
            server.url = property(lambda self: f"{self.protocol}://{self.host}:{self.port}/{key.own()}")
            # Or Java leaves a folder in /tmp: https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html
            server._get_java_vm_options = lambda self: [*options_of(self), "-XX:-UsePerfData"]

    run_before(engine.module("services.plugins").ServicePluginManager, "require", name_key)
