"""The `pledge` command: which module holds which verb. A verb parses, calls one function of the library, and prints."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from pledgegraph import __version__
from pledgegraph.errors import PledgeError, UsageError

# A verb's module is imported when the verb is called: `pledge ask` pays for no other.
_VERBS = {
    "ask": "cli_ask",
    "atlas": "cli_picture",
    "check": "cli_record",
    "cite": "cli_record",
    "conditions": "cli_scenario",
    "export": "cli_record",
    "fmt": "cli_record",
    "network": "cli_picture",
    "show": "cli_show",
    "sparql": "cli_ask",
    "unlock": "cli_scenario",
    "what-if": "cli_scenario",
    "why": "cli_why",
}

# What is said of a verb that takes longer than a second.
_DOING = {
    "ask": "asking",
    "atlas": "drawing the atlas",
    "check": "checking",
    "export": "exporting",
    "fmt": "laying out",
    "network": "drawing the network",
    "sparql": "asking",
}


class _Pledge(click.Group):
    """A group whose library errors become one clear message and their exit code."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except PledgeError as error:
            click.echo(f"pledge: {error}", err=True)
            sys.exit(error.exit_code)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return None
        module = importlib.import_module(f"pledgegraph.{_VERBS[cmd_name]}")
        command = getattr(module, cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in _VERBS and not args[0].startswith("-"):
            from pledgegraph.spelling import nearest

            near = nearest(args[0], self.list_commands(ctx), 50)
            raise UsageError(f"there is no command {args[0]!r}; " + (f"did you mean {near}?" if near else "see 'pledge --help'"))
        name, command, rest = super().resolve_command(ctx, args)
        if name in _VERBS and not ctx.resilient_parsing:
            from pledgegraph.terminal import busy

            ctx.with_resource(busy(f"{_DOING.get(name, 'working')} …"))
        return name, command, rest


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        from pledgegraph import load

        click.echo(f"pledge {__version__}, record of {load().day}")
        ctx.exit()


_LIMITS = (
    "The record rests on five German-language articles of September 2025 and January 2026; docs/limits.md says what it "
    "cannot show and how to report a coding error."
)


@click.group(cls=_Pledge, context_settings={"help_option_names": ["-h", "--help"]}, epilog=_LIMITS)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="The version and the record's day.")
def main() -> None:
    """Ask who promised what for Ukraine's security, how firmly, on which condition, and who says so."""
