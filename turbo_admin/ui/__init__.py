"""The screen: Qt, French, no rules. A page is one file and one form with the same stem."""

import builtins

# First PySide, which puts an `__import__` of its own in the place of Python's.
import PySide6.QtCore  # noqa: F401


def _import_plainly() -> None:
    """Give Python its own way of importing back.

    PySide's looks for « PySide6 » in the source of every module that is imported, a third of what the desktop takes to
    start, so that another may write `from __feature__ import snake_case`. Nobody does here.
    """
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None and builtins.__import__ is getattr(builtins, "__feature_import__", None):
        builtins.__import__ = plain


_import_plainly()
