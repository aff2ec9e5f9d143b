"""Runs the command line in this process."""

import sys

import pytest

from mediaframe.cli import main


def run(capsysbinary: pytest.CaptureFixture[bytes], *arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `mediaframe ARGUMENTS`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["mediaframe", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
    out, errors = capsysbinary.readouterr()
    return code, out.decode(), errors.decode()
