"""Holds every call to the IAM policies of whoever makes it, when IAM_ENFORCEMENT is 1, in place of LocalEmu's own enforcement.

LocalEmu 1.3.2 evaluates policies as AWS does (its evaluator is used here), but takes the wrong things to evaluate:

- Of DynamoDB, transactions and batches name no table, so it looks for ``table/*`` and for all actions of a transaction at
  once; indexes and streams are no resources of their own.
- Executions, log streams and parameters that are read by the dozen have the ARN of something else.
- Calls that a service makes for a role (a state machine, an event source mapping, the log of a function) are not evaluated.
  Neither are calls that a service makes by the policy of its target (SNS, API Gateway, EventBridge, CloudWatch Logs), nor
  the policies of functions.

What stays as it is: the account's root (the engine's key) may do everything, and a role's trust policy decides by itself
who may assume it.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

import logging
import os
from typing import Any

from process_executor import engine
from process_executor.permissions.handler import PermissionsHandler

LOG = logging.getLogger(__name__)


def apply() -> None:
    """Puts the check where LocalEmu's own stands in the engine's chain, if the engine enforces."""
    if os.environ.get("IAM_ENFORCEMENT") != "1" or engine.NAME != "localemu":
        return
    theirs: Any = engine.module("services.iam_enforcement.enforcer").iam_enforcement_handler
    chain = engine.module("runtime").get_current_runtime().components.gateway.request_handlers
    chain[chain.index(theirs)] = PermissionsHandler()
    LOG.info("Calls are held to the policies of those who make them")
