"""The reference names every command, option and setting; the README names the two commands."""

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_reference_is_what_the_code_says() -> None:
    script = runpy.run_path(str(ROOT / "scripts/reference.py"))
    written = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
    assert written == script["reference"](), "run: python scripts/reference.py"


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in readme
    assert "make test" in readme
