"""Base class of the pages: key, title, what it shows, and the signals to the window."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from turbo_admin.office.desk.context import Desk
from turbo_admin.ui.kit.memory import Memory
from turbo_admin.ui.kit.navigation import Command, Destination, PageKey
from turbo_admin.ui.kit.tasks import Tasks
from turbo_admin.ui.kit.theme import Theme
from turbo_admin.ui.kit.typed_signals import TypedSignal

if TYPE_CHECKING:  # it writes workbooks, whose library the first window does not wait for
    from turbo_admin.ui.kit.exporting import Exported
    from turbo_admin.ui.kit.page_acts import PageActs


class Tone(StrEnum):
    """How a message is meant; it comes with an icon, never by colour alone."""

    GOOD = "good"
    WARNING = "warning"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class BarMessage:
    """A sentence for the message bar.

    Attributes:
        link: text of a button at its end, empty for none.
        opens: what the button opens; None without a button.
    """

    text: str
    tone: Tone = Tone.GOOD
    link: str = ""
    opens: Destination | None = None


@dataclass(frozen=True, slots=True)
class Workplace:
    """What pages and dialogs work with."""

    desk: Desk
    tasks: Tasks
    theme: Theme
    memory: Memory


class PageSignals(QObject):
    """What a page asks of the window. Pages call the methods; the window connects the signals.

    Signals:
        page_requested: another page.
            arg: Destination.
        command_requested: one of the window's commands.
            arg: Command.
        message_raised: a sentence in the message bar.
            arg: BarMessage.
        records_changed: the records changed; the status bar reads its figures again.
    """

    page_requested = TypedSignal[Destination]()
    command_requested = TypedSignal[Command]()
    message_raised = TypedSignal[BarMessage]()
    records_changed = Signal()

    def open_page(self, destination: Destination) -> None:
        """Open another page."""
        self.page_requested.emit(destination)

    def run(self, command: Command) -> None:
        """Run one of the window's commands."""
        self.command_requested.emit(command)

    def show_message(self, message: BarMessage) -> None:
        """Show a sentence in the message bar."""
        self.message_raised.emit(message)

    def synchronise(self) -> None:
        """Start a synchronisation now."""
        self.run(Command.SYNC)


class Page(QWidget):
    """A page of the centre.

    Attributes:
        key: its name in the registry.
        title: its French title.
        crumbs: its path in the menus; empty for the home page.
        offers_sync: whether « Synchroniser maintenant » stands beside the title.
        offers_export: whether it shows a list that « Exporter la liste… » writes.

    Signals:
        filled: what was read is shown.
    """

    filled = Signal()

    key: ClassVar[PageKey]
    title: ClassVar[str]
    crumbs: ClassVar[str] = ""
    offers_sync: ClassVar[bool] = False
    offers_export: ClassVar[bool] = False

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workplace = workplace
        # A child of the page: it is deleted with it, and its connections end.
        self.signals = PageSignals(self)

    @property
    def memory_key(self) -> str:
        """The name under which this PC remembers the page's columns and filters."""
        return self.key.value

    def arrive(self, destination: Destination) -> None:
        """Be shown: read what is to be shown.

        Args:
            destination: what the page is opened for; its bare key when the clerk comes back.
        """
        self.refresh()

    def refresh(self) -> None:
        """Read again what is shown, after a synchronisation or on another PC's act."""

    def exported(self) -> "Exported | None":
        """Return the list as it is shown, to be written as a workbook; None when it is empty, or there is none."""
        return None

    # Called before another page is shown and before the window closes.
    def may_leave(self, leave: Callable[[], object]) -> bool:
        """Whether nothing typed would be lost by leaving; a page that says no has asked the clerk already.

        Args:
            leave: goes where the clerk wanted to; called once the answer allows it.
        """
        return True

    def remember(self) -> None:
        """Keep columns, sort and filters in `workplace.memory`."""

    def follow(self, acts: "PageActs") -> None:
        """Read again what acts have changed, and hand their messages to the window."""
        acts.changed.connect(self.refresh)
        acts.changed.connect(self.signals.records_changed)
        acts.sync_wanted.connect(self.signals.synchronise)
        acts.message_raised.connect(self.signals.message_raised)
