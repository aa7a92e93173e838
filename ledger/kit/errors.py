"""Errors that reach a person: a code that is stable, and fields that its sentence names."""

import errno

from ledger.kit.locale import Lang, has, say


class LedgerError(Exception):
    """Something a person can act on.

    `code` is stable and CamelCase; for a contract's refusal it is the Solidity error's name. The sentence
    `errors.<code>` of the locale files says what happened and what to do; `fields` fill it.
    """

    def __init__(self, code: str, /, **fields: object) -> None:
        super().__init__(code, fields)
        self.code = code
        self.fields = fields

    def say(self, lang: Lang) -> str:
        """The sentence in one language; code and fields as they are where no sentence is written."""
        key = f"errors.{self.code}"
        if has(key, lang):
            return say(key, lang, **self.fields)
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.fields.items())])

    def __str__(self) -> str:
        """The English sentence: what logs and tracebacks show."""
        return self.say("en")


def of_system(error: OSError) -> LedgerError:
    """What the machine refused, as an error that says what to do: DiskFull, or FileRefused for all else."""
    path = str(error.filename or "…")
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return LedgerError("DiskFull", path=path)
    return LedgerError("FileRefused", path=path, detail=error.strerror or str(error))
