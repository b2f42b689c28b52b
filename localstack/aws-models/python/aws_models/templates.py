"""Lints CloudFormation templates by the schemas of AWS's resources (cfn-lint), which hold what an API says only in prose.

Run as ``python -m aws_models.templates FILE...``; prints the findings as JSON.
"""

import json
import sys
from pathlib import Path

from cfnlint.api import ManualArgs, lint


def main(files: list[str]) -> None:
    """Lints each file by itself, for the region that the shop is deployed to."""
    findings = [
        {
            "rule": match.rule.id,
            "resource": str((list(match.path or []) + [""] * 2)[1]),
            "at": ".".join(str(part) for part in list(match.path or [])[2:]),
            "message": match.message,
        }
        for file in files
        for match in lint(Path(file).read_text(encoding="utf-8"), config=ManualArgs(regions=["us-east-1"]))
    ]
    json.dump(findings, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
