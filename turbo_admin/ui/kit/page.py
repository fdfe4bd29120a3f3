"""What every page is: a widget of the centre, with a name, a place in the house, and wishes."""

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from turbo_admin.office.desk.context import Desk
from turbo_admin.ui.kit.memory import Memory
from turbo_admin.ui.kit.tasks import Tasks
from turbo_admin.ui.kit.theme import Theme

if TYPE_CHECKING:  # it writes workbooks, whose library the first window does not wait for
    from turbo_admin.ui.kit.exporting import Exported


class Tone(StrEnum):
    """How a message is meant; it comes with an icon, never by colour alone."""

    GOOD = "good"
    WARNING = "warning"
    TROUBLE = "trouble"


class Notice(NamedTuple):
    """A sentence for the message bar.

    Attributes:
        link: text of a button at its end, empty for none.
        page: key of the page that the button opens.
    """

    text: str
    tone: Tone = Tone.GOOD
    link: str = ""
    page: str = ""


class Workplace(NamedTuple):
    """What pages work with."""

    desk: Desk
    tasks: Tasks
    theme: Theme
    memory: Memory


class Wishes(QObject):
    """What a page asks the window for.

    Signals:
        page: another page.
            args: its key, what about (None, or what that page's `arrive` says).
        sync: a synchronisation, now.
        act: one of the window's acts.
            arg: its key in `menus`.
        tell: a sentence in the message bar.
            arg: Notice.
        changed: the records changed; the status bar looks again.
    """

    page = Signal(str, object)
    sync = Signal()
    act = Signal(str)
    tell = Signal(object)
    changed = Signal()


class Page(QWidget):
    """A page of the centre.

    Attributes:
        key: its name in the registry and in the screen's memory.
        title: its French title.
        crumbs: where it stands, as the menus have it; empty for the home page.
        offers_sync: whether « Synchroniser maintenant » stands beside the title.
        offers_export: whether it shows a list that « Exporter la liste… » writes.

    Signals:
        filled: what was read is shown.
    """

    filled = Signal()

    key: ClassVar[str]
    title: ClassVar[str]
    crumbs: ClassVar[str] = ""
    offers_sync: ClassVar[bool] = False
    offers_export: ClassVar[bool] = False

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self.wishes = Wishes(self)

    def arrive(self, about: object = None) -> None:
        """Be shown: read what is to be shown.

        Args:
            about: what the asker meant; each page says what it understands. None when coming back.
        """
        self.refresh()

    def refresh(self) -> None:
        """Read again what is shown, after a synchronisation or on another PC's act."""

    def exported(self) -> "Exported | None":
        """Return the list as it is shown, to be written as a workbook; None when it is empty, or there is none."""
        return None

    def may_leave(self) -> bool:
        """Whether nothing typed would be lost by leaving; a page that says no has told why."""
        return True

    def remember(self) -> None:
        """Keep columns, sort and filters in `place.memory`."""
