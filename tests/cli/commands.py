"""Runs a command as the program does, and returns its exit code."""

import sys

import pytest

from mediaframe import cli
from mediaframe.workspace import Workspace


def run(
    monkeypatch: pytest.MonkeyPatch, command: str, workspace: Workspace, *arguments: str
) -> int:
    monkeypatch.setattr(sys, "argv", ["mediaframe", command, "-w", str(workspace.path), *arguments])
    try:
        cli.main()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0
