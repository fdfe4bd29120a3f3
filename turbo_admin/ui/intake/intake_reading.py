"""Reads requests on a worker thread: the first hundred, then all, then the rosters for matching."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake.lines import first_lines, request_lines, request_numbers
from turbo_admin.office.matching.open_requests import read_rosters
from turbo_admin.office.settings.schools import SchoolSummary, schools
from turbo_admin.ui.intake.request_index import RequestFilter, RequestIndex
from turbo_admin.ui.kit.page import Workplace

# Rows; more than fit on any screen.
_AT_ONCE = 100
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

    def read(self, request_filter: RequestFilter, column: int, done: OnRead) -> None:
        """Read all requests.

        Args:
            request_filter, column: what is going to be shown of them, and in which order.
        """
        desk = self._workplace.desk
        self._workplace.tasks.read(
            self, lambda _: (schools(desk), _all(desk).ready_for(request_filter, column)), done
        )

    def read_rosters(self) -> None:
        """Index the rosters, so that the first request opened does not wait for that."""
        desk = self._workplace.desk
        self._workplace.tasks.read(self, lambda _: read_rosters(desk), lambda _: None)


def _all(desk: Desk) -> RequestIndex:
    return RequestIndex(request_lines(desk))


def _first(desk: Desk) -> tuple[list[SchoolSummary], RequestIndex]:
    return schools(desk), RequestIndex(first_lines(desk, _AT_ONCE), request_numbers(desk))
