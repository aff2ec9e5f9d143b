"""What a check of the registries finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One remark about a registry; only an error makes the check fail."""

    level: str
    """error or note."""
    file: str
    item: str
    """Id of the outlet or actor, empty where it is about the file."""
    what: str


def failed(findings: list[Finding]) -> bool:
    """Whether there is an error among them."""
    return any(finding.level == "error" for finding in findings)
