"""The root command: knows every command by name and loads none of them before it is called."""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError

from ledger.cli.command import FAILED, USAGE, Io, Settings, Spreading, tell
from ledger.kit.errors import LedgerError
from ledger.kit.locale import LANGS, Lang, say

COMMANDS = {
    "up": "ledger.cli.up",
    "down": "ledger.cli.down",
    "doctor": "ledger.cli.doctor",
    "import": "ledger.cli.importing",
    "asset": "ledger.cli.asset",
    "verify": "ledger.cli.verify",
    "cert": "ledger.cli.certificates",
    "trust": "ledger.cli.trust",
    "rebuild": "ledger.cli.mirror:rebuild",
    "resync": "ledger.cli.mirror:resync",
    "rewind": "ledger.cli.mirror:rewind",
    "notices": "ledger.cli.notices",
    "approve": "ledger.cli.approve",
    "mortgage": "ledger.cli.mortgage",
    "expire": "ledger.cli.expire",
    "vault": "ledger.cli.vault",
    "documents": "ledger.cli.documents",
    "key": "ledger.cli.key",
    "chain": "ledger.cli.chain",
    "database": "ledger.cli.database",
}
"""Command -> module, or module:attribute where a module has several; the attribute is otherwise `run`."""


class Root(Spreading):
    """Lists its commands from the locale files, and says wrong use in the reader's language."""

    def main(self, args: Sequence[str] | None = None, *_: Any, **extra: Any) -> Any:
        """Run one command; ends the process. ``extra``: as click has it; ``obj`` are the Settings."""
        given = list(sys.argv[1:] if args is None else args)
        io = Io(_asked(given) or extra["obj"].lang, "--json" in given)
        try:
            code = super().main(given, **{**extra, "standalone_mode": False})
        except NoArgsIsHelpError as error:
            error.show()
            code = USAGE
        except click.ClickException as error:
            from ledger.cli.usage import fault

            tell(io, fault(error, io.lang, given))
            code = USAGE
        except click.Abort:
            tell(io, LedgerError("Aborted"))
            code = FAILED
        sys.exit(code)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which they are used."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found: click.Command = getattr(import_module(module), name or "run")
        return found

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """In the reader's language."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say("cli.help.ledger", ctx.obj.lang))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """One line each, without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, say(f"cli.help.{name}", ctx.obj.lang)) for name in COMMANDS])


root = Root("ledger", context_settings={"help_option_names": ["-h", "--help"]})


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command. Exits 0 ok, 1 failed, 2 usage, 3 verification mismatch."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    root.main(given, prog_name="ledger", obj=Settings(language(given, os.environ)))


def language(arguments: Sequence[str], environment: Mapping[str, Any]) -> Lang:
    """What --lang says, else the machine's language if it is English, else Chinese, the source language."""
    if (asked := _asked(arguments)) is not None:
        return asked
    machine = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return "en" if machine.startswith("en") else "zh"


def _asked(arguments: Sequence[str]) -> Lang | None:
    for at, word in enumerate(arguments):
        name, _, value = word.partition("=")
        if name == "--lang":
            asked = value or (arguments[at + 1] if at + 1 < len(arguments) else "")
            for lang in LANGS:
                if asked == lang:
                    return lang
    return None
