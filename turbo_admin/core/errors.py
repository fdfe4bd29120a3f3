"""The four errors a clerk can act on; anything else is a bug and is shown as one.

Each carries a code whose French stands in `core.wording`, and the values that fill it in. Values may hold
names for the screen: log `error.code`, never the message.
"""

from typing import Any

from turbo_admin.core.wording.sentences import say


class TurboError(Exception):
    """An error that the clerk can act on, with its French text.

    Args:
        code: a key of `core.wording.sentences.ERRORS`.
        values: what fills the sentence in.
    """

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        return say(self.code, **self.values)


class Refused(TurboError):
    """A rule forbids the act. Nothing was done."""


class BadData(TurboError):
    """A file or a message cannot be read as it is.

    Args:
        where: file, sheet, row and column as far as known, ready to be shown; empty when nothing is known.
    """

    def __init__(self, code: str, *, where: str = "", **values: Any) -> None:
        super().__init__(code, **values)
        self.where = where

    def __str__(self) -> str:
        sentence = super().__str__()
        return f"{self.where}\u00a0: {sentence}" if self.where else sentence


class Unreachable(TurboError):
    """The other side did not answer. Nothing is lost: what was to be sent is still waiting."""


class Outdated(TurboError):
    """Versions of protocol, or histories of the two databases, differ."""


class Cancelled(TurboError):
    """The clerk stopped an act; what was finished before stays."""

    def __init__(self) -> None:
        super().__init__("cancelled")
