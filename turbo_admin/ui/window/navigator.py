"""Which page is shown, and the way back."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from turbo_admin.ui.kit.page import Page, Workplace
from turbo_admin.ui.window.pages import open_page

# A way back longer than this is nobody's.
_LONGEST_WAY = 50


class Navigator(QObject):
    """Opens pages in the centre, one at a time, each made once.

    Args:
        stack: where they are shown.
        place: what they work with.

    Signals:
        made: a page exists; its wishes can be heard.
            arg: Page.
        moved: another page is shown.
            arg: Page.
    """

    made = Signal(object)
    moved = Signal(object)

    def __init__(self, stack: QStackedWidget, place: Workplace) -> None:
        super().__init__(stack)
        self._stack = stack
        self._place = place
        self._pages: dict[str, Page] = {}
        self._way: list[str] = []

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages made so far."""
        return tuple(self._pages.values())

    @property
    def current(self) -> Page | None:
        """The page that is shown."""
        return self._pages[self._way[-1]] if self._way else None

    def open(self, key: str, about: object = None) -> Page | None:
        """Show a page.

        Args:
            key: of the registry.
            about: handed to the page.

        Returns:
            The page, or None when the one that is shown may not be left.
        """
        current = self.current
        if current is not None and current.key != key and not current.may_leave():
            return None
        if key not in self._pages:
            self._make(key)
        if not self._way or self._way[-1] != key:
            self._way = [*self._way, key][-_LONGEST_WAY:]
        return self._show(key, about)

    def back(self) -> None:
        """Show the page before; the first one stays."""
        current = self.current
        if len(self._way) > 1 and current is not None and current.may_leave():
            self._way.pop()
            self._show(self._way[-1], None)

    def _make(self, key: str) -> None:
        page = open_page(key, self._place)
        self._pages[key] = page
        self._stack.addWidget(page)
        self.made.emit(page)

    def _show(self, key: str, about: object) -> Page:
        page = self._pages[key]
        self._stack.setCurrentWidget(page)
        self.moved.emit(page)
        page.arrive(about)
        return page
