"""Lists written as Excel workbooks, and how far that is."""

from collections.abc import Callable

from turbo_admin.office.desk.context import Progress

_WRITING = "Écriture du classeur"


def writing(report: Progress) -> Callable[[int, int], None]:
    """Return what the writer of workbooks reports to."""
    return lambda done, total: report(_WRITING, done, total)
