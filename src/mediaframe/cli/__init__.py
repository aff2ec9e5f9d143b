"""The command line: each command parses, calls one workflow and renders."""

import sys
from importlib import import_module

import click

from mediaframe.cli import garbage
from mediaframe.errors import MediaframeError

# Command -> (module, what it is for): a command's module is imported only when it is called, so
# that `--help` and the light commands do not pay for the heavy libraries.
_COMMANDS = {
    "init": ("workspace", "Create a workspace."),
    "outlets": ("outlets", "List, check and add outlets."),
    "actors": ("actors", "List, check and add actors."),
    "import": ("importing", "Import articles from files."),
    "collect": ("collect", "Collect articles from the outlets' sites."),
    "reextract": ("reextract", "Read archived pages again with today's extraction."),
    "analyze": ("analyze", "Find and code every mention."),
    "trends": ("trends", "Framing trends per outlet, country and period."),
    "stories": ("stories", "Achievement, service and rights stories."),
    "search": ("search", "Find articles by Arabic words in any spelling."),
    "report": ("report", "Write the bilingual report."),
    "explain": ("explain", "Show what the codes of an article rest on."),
    "annotate": ("annotate", "Store codes that people gave, and give them back."),
    "models": ("models", "List and check the models of the scorers."),
    "evaluate": ("evaluate", "Score detection and codes against labelled mentions."),
    "train": ("train", "Train the transformer classifier."),
    "detect": ("filters", "Filter: article JSONL in, mentions out."),
    "code": ("filters", "Filter: marked mentions in, codes out."),
    "db": ("db", "Upgrade, check and back up the database."),
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        with garbage.kept():
            module = import_module(f"mediaframe.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, what) for name, (_, what) in _COMMANDS.items()])


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mediaframe")
def cli() -> None:
    """Measure the media image of civil society in Arabic news."""


def main() -> None:
    """Run the command line; an error that a user can act on is one line, exit code 2."""
    try:
        # without standalone mode click returns the code of `Exit` and does not raise it
        if status := cli(standalone_mode=False):
            sys.exit(status)
    except click.Abort:
        click.echo("Interrupted. Run the same command again to go on.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except MediaframeError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of a pipe went away: nothing to say
        sys.exit(141)
