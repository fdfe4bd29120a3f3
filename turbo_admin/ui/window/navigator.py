"""Shows pages and keeps the history for « back »."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget

from turbo_admin.ui.kit.navigation import Destination, PageKey, page_of
from turbo_admin.ui.kit.page import Page, Workplace
from turbo_admin.ui.kit.typed_signals import TypedSignal
from turbo_admin.ui.window.page_area import PageArea
from turbo_admin.ui.window.pages import open_page

# Of page keys only; a bound, because the program runs all day.
_LONGEST_HISTORY = 50


class Navigator(QObject):
    """Opens pages in the centre, one at a time, each made once.

    Args:
        stack: where they are shown.
        workplace: what they work with.

    Signals:
        made: a page exists; its signals can be connected.
            arg: Page.
        moved: another page is shown.
            arg: Page.
    """

    made = TypedSignal[Page]()
    moved = TypedSignal[Page]()

    def __init__(self, stack: QStackedWidget, workplace: Workplace) -> None:
        super().__init__(stack)
        self._stack = stack
        self._workplace = workplace
        self._pages: dict[PageKey, Page] = {}
        self._areas: dict[PageKey, PageArea] = {}
        self._history: list[PageKey] = []

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages made so far."""
        return tuple(self._pages.values())

    @property
    def current(self) -> Page | None:
        """The page that is shown."""
        return self._pages[self._history[-1]] if self._history else None

    def open(self, destination: Destination) -> Page | None:
        """Show a page.

        Args:
            destination: handed to the page.

        Returns:
            The page, or None when the one that is shown may not be left.
        """
        key, current = page_of(destination), self.current
        if (
            current is not None
            and current.key != key
            and not current.may_leave(lambda: self.open(destination))
        ):
            return None
        if key not in self._pages:
            self._make(key)
        # Opening the page that is shown, for something else, adds no step to the history.
        if not self._history or self._history[-1] != key:
            self._history = [*self._history, key][-_LONGEST_HISTORY:]
        return self._show(destination)

    def back(self) -> None:
        """Show the page before; the first one stays."""
        current = self.current
        if len(self._history) > 1 and current is not None and current.may_leave(self.back):
            self._history.pop()
            self._show(self._history[-1])

    def _make(self, key: PageKey) -> None:
        page = open_page(key, self._workplace)
        self._pages[key] = page
        area = self._areas[key] = PageArea(page, self._stack)
        self._stack.addWidget(area)
        self.made.emit(page)

    def _show(self, destination: Destination) -> Page:
        key = page_of(destination)
        page = self._pages[key]
        self._stack.setCurrentWidget(self._areas[key])
        # Before arrive(): the title changes at once, the content when it has been read.
        self.moved.emit(page)
        page.arrive(destination)
        return page
