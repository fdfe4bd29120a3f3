"""Reads requests for their page on a worker thread: the first at once, then all, then what the next click needs."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.cooperative import Pause
from turbo_admin.office.desk.gc_pause import leave_aside, sweep, uncollected
from turbo_admin.office.intake.lines import first_lines, request_lines, request_numbers
from turbo_admin.office.matching.open_requests import read_rosters
from turbo_admin.office.settings.schools import SchoolSummary, schools
from turbo_admin.ui.intake.request_index import RequestFilter, RequestIndex
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.screen_first import SCREEN

# More than any window shows.
_AT_ONCE = 100
# A garbage collection that traverses so many lines would be felt.
_MANY = 20_000
OnRead = Callable[[tuple[list[SchoolSummary], RequestIndex]], None]


class IntakeReader(QObject):
    """Reads requests and establishments.

    Args:
        page: the parent; nothing is delivered once it is deleted.
    """

    def __init__(self, workplace: Workplace, page: QObject) -> None:
        super().__init__(page)
        self._workplace = workplace

    def read_first(self, done: OnRead) -> None:
        """Read the requests that are shown first, and how many there are of each state."""
        desk = self._workplace.desk
        self._workplace.tasks.read(self, lambda _: _first(desk), done)

    def read(self, shown: RequestIndex, request_filter: RequestFilter, column: int, done: OnRead) -> None:
        """Read all requests.

        Args:
            shown: the requests that are shown now.
            request_filter, column: what is going to be shown of the new ones, and in which order.
        """
        if len(shown.lines) > _MANY:
            sweep()  # the reading sets aside all that is there by its end
        desk = self._workplace.desk
        self._workplace.tasks.read(
            self, lambda _: (schools(desk), _all(desk).ready_for(request_filter, column)), done
        )

    def prepare(self, index: RequestIndex) -> None:
        """Sort by every column before a header is clicked, and read the rosters before a request is opened."""
        desk = self._workplace.desk
        SCREEN.take()
        self._workplace.tasks.read(self, lambda _: _prepare(desk, index, SCREEN.give_way), lambda _: None)


def _prepare(desk: Desk, index: RequestIndex, pause: Pause) -> None:
    with uncollected(set_aside=False):
        index.prepare(pause)
        read_rosters(desk, pause)


def _all(desk: Desk) -> RequestIndex:
    with uncollected(set_aside=False):
        lines = request_lines(desk, SCREEN.give_way)
        if len(lines) > _MANY:
            leave_aside()
        return RequestIndex(lines)


def _first(desk: Desk) -> tuple[list[SchoolSummary], RequestIndex]:
    with uncollected(set_aside=False):
        return schools(desk), RequestIndex(first_lines(desk, _AT_ONCE), request_numbers(desk))
