"""Writes docs/reference.md, the commands and settings, from the code itself."""

from pathlib import Path

import click

from mediaframe.cli import cli
from mediaframe.config import Settings

TARGET = Path(__file__).resolve().parents[1] / "docs/reference.md"


def reference() -> str:
    """The reference as Markdown."""
    parts = ["# Reference", "Written by `python scripts/reference.py`; do not edit.", "## Commands"]
    with click.Context(cli, info_name="mediaframe", **cli.context_settings) as root:
        for name in cli.list_commands(root):
            command = cli.get_command(root, name)
            if command is not None:
                parts += _command(command, name, root, 3)
    parts += ["## Settings", _SETTINGS, "| setting | default | meaning |\n| --- | --- | --- |"]
    rows = []
    project = str(Path(__file__).resolve().parents[1])
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = ", ".join(map(str, default)) if isinstance(default, list) else str(default)
        rows.append(f"| `{name}` | `{shown.replace(project + '/', '')}` | {field.description} |")
    parts[-1] += "\n" + "\n".join(rows)
    return "\n\n".join(parts) + "\n"


_SETTINGS = (
    "In `mediaframe.toml` of the workspace; an environment variable `MEDIAFRAME_` + NAME in "
    "capitals wins over it. Relative paths are relative to the workspace."
)


def _command(command: click.Command, name: str, parent: click.Context, level: int) -> list[str]:
    with click.Context(command, info_name=name, parent=parent, max_content_width=96) as context:
        usage = command.get_help(context).replace("python -m mediaframe", "mediaframe")
        parts = [f"{'#' * level} `{context.command_path}`", f"```text\n{usage}\n```"]
        if isinstance(command, click.Group):
            for child in command.list_commands(context):
                found = command.get_command(context, child)
                if found is not None:
                    parts += _command(found, child, context, level + 1)
    return parts


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8")
