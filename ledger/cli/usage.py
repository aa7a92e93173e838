"""Wrong use of the command line, as errors with code and sentence like all others; click's own words are English."""

import re
from collections.abc import Sequence

import click
from click import exceptions as wrong

from ledger.kit.errors import LedgerError
from ledger.kit.locale import Lang, say


def fault(error: click.ClickException, lang: Lang, given: Sequence[str]) -> LedgerError:
    """Return what was wrong with the words that were ``given``, and the command whose help says more."""
    context = getattr(error, "ctx", None)
    # Some of click's errors do not know where they happened.
    command = context.command_path if context is not None else " ".join(["ledger", *given[:1]])
    match error:
        case wrong.NoSuchOption():
            return LedgerError("OptionUnknown", option=error.option_name, command=command)
        case wrong.NoSuchCommand():
            return LedgerError("CommandUnknown", name=error.command_name, command=command)
        case wrong.MissingParameter():
            code = "OptionMissing" if isinstance(error.param, click.Option) else "ArgumentMissing"
            return LedgerError(code, name=_name(error), command=command)
        case wrong.BadParameter():
            return LedgerError("ValueWrong", name=_name(error), wanted=_wanted(error, lang), command=command)
        case wrong.BadOptionUsage():
            return LedgerError("OptionMisused", option=error.option_name, command=command)
    if extra := re.search(r"unexpected extra arguments? \((.*)\)$", error.message):
        return LedgerError("ArgumentsTooMany", arguments=extra[1], command=command)
    return LedgerError("UsageWrong", says=error.message, command=command)


def _name(error: wrong.BadParameter) -> str:
    """What the person typed or should have: the longest form of an option, an argument as the help shows it."""
    if error.param is None:
        return error.param_hint if isinstance(error.param_hint, str) else ""
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    return error.param.human_readable_name


def _wanted(error: wrong.BadParameter, lang: Lang) -> str:
    """What the value must be."""
    match error.param.type if error.param is not None else None:
        case click.Choice() as choice:
            return say("usage.choice", lang, choices=("、" if lang == "zh" else ", ").join(map(str, choice.choices)))
        case click.IntRange(min=low, max=None):
            return say("usage.least", lang, low=low)
        case click.IntRange(min=low, max=high):
            return say("usage.range", lang, low=low, high=high)
        case click.DateTime():
            return say("usage.date", lang)
        case click.Path(exists=exists):
            return say("usage.file" if exists else "usage.path", lang)
        case kind if kind is click.INT:
            return say("usage.number", lang)
    return error.message
