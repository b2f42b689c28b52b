"""Asks parliament whether each action of a policy is there and can be allowed on the resources that are named with it.

Run as ``python -m aws_models.policies FILE``; the file is a list of ``{"of": ..., "policy": ...}``, each policy a document
as text. Prints the findings as JSON.
"""

import json
import sys
from pathlib import Path
from typing import Any

from parliament import analyze_policy_string


def _findings(of: str, policy: str) -> list[dict[str, Any]]:
    return [
        {"of": of, "issue": finding.issue, "detail": json.dumps(finding.detail, default=str)}
        for finding in analyze_policy_string(policy).findings
    ]


def main(file: str) -> None:
    """Asks about each policy of a file."""
    policies = json.loads(Path(file).read_text(encoding="utf-8"))
    json.dump([found for one in policies for found in _findings(one["of"], one["policy"])], sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
