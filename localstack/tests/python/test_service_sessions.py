"""A session that the engine has for a role outlives the hour after which others expire."""

import unittest
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from unittest import mock

from process_executor import engine, service_sessions

ACCOUNT = "000000000000"
HELD = "LSIAQAAAAAAAHELDBYIT"
OTHERS = "LSIAQAAAAAAAOTHERSKE"


@unittest.skipUnless(engine.NAME == "localemu", "the other engine has no sessions that expire")
class ServiceSessionsTest(unittest.TestCase):
    def test_do_not_expire_and_others_do(self) -> None:
        models = engine.module("services.sts.models")
        clients: Any = engine.module("aws.connect").ClientFactory
        accounts: Any = engine.module("aws.accounts")
        sessions = models.sts_stores[ACCOUNT]["us-east-1"].sessions
        at = datetime(2026, 1, 1, tzinfo=UTC)
        sessions.update({key: {"expiration": at} for key in (HELD, OTHERS)})
        self.addCleanup(sessions.clear)

        def assume(_: Any, **_options: Any) -> Any:
            return SimpleNamespace(_client_creation_params={"aws_access_key_id": HELD})

        with (
            mock.patch.object(clients, "with_assumed_role", assume),
            mock.patch.object(accounts, "get_account_id_from_access_key_id", return_value=ACCOUNT),
        ):
            service_sessions.apply()
            clients.with_assumed_role(object(), role_arn="arn:aws:iam::000000000000:role/poller")
        self.assertIsNone(sessions[HELD]["expiration"])
        self.assertEqual(sessions[OTHERS]["expiration"], at)


if __name__ == "__main__":
    unittest.main()
