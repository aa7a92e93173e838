"""Help in the reader's language: click's own headings and its help option are English."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from ledger.kit.locale import Lang, has, say


class Formatter(click.HelpFormatter):
    """Writes click's headings as the locale files have them."""

    def __init__(self, lang: Lang, width: int | None, max_width: int | None) -> None:
        super().__init__(width=width, max_width=max_width)
        self._lang = lang

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How the command is called."""
        super().write_usage(prog, args, prefix or say("usage.prefix", self._lang))

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """A part under its heading."""
        key = f"usage.{name.lower()}"
        with super().section(say(key, self._lang) if has(key, self._lang) else name):
            yield


class Context(click.Context):
    """Knows the reader's language (``obj``)."""

    def make_formatter(self) -> click.HelpFormatter:
        """The formatter of this command's help."""
        return Formatter(self.obj.lang, self.terminal_width, self.max_content_width)


class Spoken(click.Command):
    """A command whose help is in the reader's language throughout."""

    context_class = Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, explained."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = say("usage.help", ctx.obj.lang)
        return found
