"""Imported first: loads Qt without what Python and PySide would do besides.

PySide puts another way of importing in place of Python's own, which looks for « PySide6 » in the source of every module
that is imported, a third of what the desktop takes to start, so that one may write
`from __feature__ import snake_case`. Nobody does here. And what Qt's modules make as they are loaded stays: Python's
collector would look at it twenty times over.
"""

import builtins
import gc

_collects = gc.isenabled()
gc.disable()
import PySide6.QtCore  # noqa: E402
import PySide6.QtGui  # noqa: E402
import PySide6.QtWidgets  # noqa: E402, F401

_plain = getattr(builtins, "__orig_import__", None)
if _plain is not None and builtins.__import__ is getattr(builtins, "__feature_import__", None):
    builtins.__import__ = _plain
if _collects:
    gc.enable()
