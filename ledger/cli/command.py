"""What every command has in common: --json, --lang, help from the locale files, one sentence for every error."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import click

from ledger.cli.helping import Spoken
from ledger.kit.errors import LedgerError, of_system
from ledger.kit.locale import LANGS, Lang, has, say

OK, FAILED, USAGE, MISMATCH = 0, 1, 2, 3
"""Exit codes."""


@dataclass(frozen=True)
class Settings:
    """What is known before a command runs: what the machine says, then what stands before the command's last word."""

    lang: Lang
    json: bool = False


@dataclass(frozen=True)
class Io:
    """How a command speaks: one JSON document or plain lines on stdout, everything else on stderr."""

    lang: Lang
    json: bool

    def say(self, key: str, /, **fields: object) -> str:
        """A sentence of the area `cli`."""
        return say(f"cli.{key}", self.lang, **fields)

    def note(self, text: str) -> None:
        """Progress and remarks, on stderr."""
        click.echo(text, err=True)

    def result(self, document: dict[str, Any], lines: Iterable[str]) -> None:
        """The command's one answer."""
        if self.json:
            import orjson

            click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
            return
        for line in lines:
            click.echo(line)


class Command(Spoken):
    """A command whose help is `cli.help.<name>`, the options' `cli.option.<name>`."""

    def __init__(self, *args: Any, word: str = "", **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.word = word or str(self.name)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """In the reader's language."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say(f"cli.help.{self.word}", ctx.obj.lang))

    def get_short_help_str(self, limit: int = 45) -> str:
        """For a group's list."""
        return say(f"cli.help.{self.word}", click.get_current_context().obj.lang)


class Option(click.Option):
    """An option whose help is a sentence."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """In the reader's language."""
        key = f"cli.option.{self.name}"
        self.help = say(key, ctx.obj.lang) if has(key, ctx.obj.lang) else None
        return super().get_help_record(ctx)


def option(*names: str, **settings: Any) -> Callable[[Any], Any]:
    """Declare an option."""
    return click.option(*names, cls=Option, **settings)


def _settle(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value:
        ctx.obj = replace(ctx.obj, **{str(param.name).rstrip("_"): value})


class Spreading(Spoken, click.Group):
    """A group before whose commands --json and --lang may stand, too: they hold for what follows."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        common: dict[str, Any] = {"callback": _settle, "expose_value": False, "is_eager": True}
        json = Option(["--json", "json_"], is_flag=True, **common)
        super().__init__(*args, params=[json, Option(["--lang"], type=click.Choice(LANGS), **common)], **settings)


class Group(Spreading):
    """A command with commands below it."""

    format_help_text = Command.format_help_text
    word = property(lambda self: self.name)


def command(name: str, group: click.Group | None = None) -> Callable[[Callable[..., int | None]], click.Command]:
    """Declare a command; the function gets `io` first and returns its exit code, None for 0."""

    def declare(function: Callable[..., int | None]) -> click.Command:
        def run(json_: bool, lang: Lang | None, **given: Any) -> None:
            settings = click.get_current_context().obj
            io = Io(lang or settings.lang, json_ or settings.json)
            sys.exit(attempt(io, function, given))

        run.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined]
        wrapped = option("--lang", type=click.Choice(LANGS))(option("--json", "json_", is_flag=True)(run))
        word = f"{group.name}_{name}" if group is not None else name
        made: click.Command = click.command(name, cls=Command, word=word)(wrapped)
        if group is not None:
            group.add_command(made)
        return made

    return declare


def attempt(io: Io, function: Callable[..., int | None], given: dict[str, Any]) -> int:
    """Run a command; an error that a person can act on becomes its sentence."""
    try:
        return function(io, **given) or OK
    except BrokenPipeError:
        raise  # whoever read our output has gone
    except (LedgerError, OSError) as error:
        tell(io, error if isinstance(error, LedgerError) else of_system(error))
        return FAILED


def tell(io: Io, fault: LedgerError) -> None:
    """Say an error: its sentence on stderr, and with --json the one document on stdout."""
    words = fault.say(io.lang)
    if io.json:
        shown = {name: str(value) for name, value in fault.fields.items()}
        io.result({"error": {"code": fault.code, "says": words, "fields": shown}}, ())
    io.note(words)
