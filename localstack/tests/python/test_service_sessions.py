"""A session that a service of the engine has for a role outlives the time after which others expire."""

import unittest
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from unittest import mock

from process_executor import engine, service_sessions

ACCOUNT = "000000000000"
AT = datetime(2026, 1, 1, tzinfo=UTC)


@unittest.skipUnless(engine.NAME == "localemu", "the other engine has no sessions that expire")
class ServiceSessionsTest(unittest.TestCase):
    def test_of_services_do_not_expire_and_others_do(self) -> None:
        home: Any = engine.module("services.sts.provider")
        sessions = engine.module("services.sts.models").sts_stores[ACCOUNT]["us-east-1"].sessions
        self.addCleanup(sessions.clear)

        def assume_role(_self: Any, _context: Any, role_arn: str) -> Any:
            key = role_arn.rpartition("/")[2]
            sessions[key] = {"expiration": AT}
            role = {"Arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{key}/session"}
            return {"AssumedRoleUser": role, "Credentials": {"AccessKeyId": key}}

        with mock.patch.object(home.StsProvider, "assume_role", assume_role):
            service_sessions._keep_sessions_of_services()
            for key, params, expires in (
                ("A-POLLER", {"service_principal": "lambda"}, None),
                ("A-CALL-OF-NO-SERVICE", {}, AT),
                ("A-CLIENT", None, AT),
            ):
                with self.subTest(key):
                    context = SimpleNamespace(internal_request_params=params)
                    home.StsProvider.assume_role(None, context, f"arn:aws:iam::{ACCOUNT}:role/{key}")
                    self.assertEqual(sessions[key]["expiration"], expires)


if __name__ == "__main__":
    unittest.main()
