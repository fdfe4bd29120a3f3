"""Imported first: gives Python its own way of importing back, once PySide has put another in its place.

PySide's looks for « PySide6 » in the source of every module that is imported, a third of what the desktop takes to
start, so that one may write `from __feature__ import snake_case`. Nobody does here.
"""

import builtins

import PySide6.QtCore  # noqa: F401

_plain = getattr(builtins, "__orig_import__", None)
if _plain is not None and builtins.__import__ is getattr(builtins, "__feature_import__", None):
    builtins.__import__ = _plain
