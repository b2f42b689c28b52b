"""Emails that were sent raw are shown in the mailbox as all others are: with address, subject and both forms."""

import email
import email.policy
from typing import Any

from process_executor import engine
from process_executor.lazy_patches import patch_when_loaded


def apply() -> None:
    """SES reads what it is sent raw."""
    patch_when_loaded("ses", _read_raw_emails)


def _read_raw_emails() -> None:
    """The mailbox shows a raw email as text alone."""
    provider = engine.module("services.ses.provider")
    save = provider.save_for_retrospection

    def save_read(sent: dict[str, Any]) -> None:
        save({**_read(sent["RawData"]), **sent} if sent.get("RawData") else sent)

    provider.save_for_retrospection = save_read


def _read(raw: str) -> dict[str, Any]:
    message = email.message_from_string(raw, policy=email.policy.default)
    return {
        "Destination": {"ToAddresses": [address.addr_spec for address in getattr(message["To"], "addresses", ())]},
        "Subject": str(message["Subject"] or ""),
        "Body": {"text_part": _content(message, "plain"), "html_part": _content(message, "html")},
        "Headers": {name: str(value) for name, value in message.items()},
    }


def _content(message: Any, kind: str) -> str | None:
    part = message.get_body((kind,))
    return part.get_content() if part else None
