"""Where a page can send the window: page keys, destinations with arguments, and the window's commands."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:  # the office loads its database's library, which the first window does not wait for
    from turbo_admin.office.overview.home import HomeData


class PageKey(StrEnum):
    """The pages of the window; `window.pages.PAGES` has the module and class of each."""

    HOME = "home"
    INTAKE = "intake"
    SHEETS = "sheets"
    CLASS_ISSUE = "class_issue"
    ACCOUNTS = "accounts"
    DINERS = "diners"
    DINER_FILE = "diner_file"
    SYNC_JOURNAL = "sync_journal"
    AGREEMENT = "agreement"
    ACTIONS = "actions"
    SCHOOLS = "schools"
    SETTINGS = "settings"
    ROSTER_IMPORT = "roster_import"
    PLANNING = "planning"
    HELP = "help"


class Command(StrEnum):
    """What the window does besides opening a page; `window.commands.Commands` runs each."""

    ADD_SCHOOL = "add_school"
    EXPORT = "export"
    BACKUP = "backup"
    RESTORE = "restore"
    QUIT = "quit"
    SYNC = "sync"
    REPLAN = "replan"
    FIND = "find"
    BACK = "back"
    HOME = "home"
    SHEETS = "sheets"
    SHORTCUTS = "shortcuts"
    REPORT = "report"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A list page, with another text in its search field; requests are searched in all states.

    Attributes:
        text: empty shows the whole list, and of the requests those to deal with.
    """

    page: Literal[PageKey.INTAKE, PageKey.ACCOUNTS, PageKey.DINERS, PageKey.ACTIONS]
    text: str = ""


@dataclass(frozen=True, slots=True)
class ShowBatch:
    """The sheets of one batch."""

    page: ClassVar[PageKey] = PageKey.SHEETS
    batch_id: str


@dataclass(frozen=True, slots=True)
class ShowDiner:
    """Everything about one diner."""

    page: ClassVar[PageKey] = PageKey.DINER_FILE
    diner_id: str


@dataclass(frozen=True, slots=True)
class ShowRefusedChanges:
    """What the portal refused, below the journal of runs."""

    page: ClassVar[PageKey] = PageKey.SYNC_JOURNAL


@dataclass(frozen=True, slots=True)
class ReconcileSchool:
    """The plan that makes office and portal agree about one establishment, read at once."""

    page: ClassVar[PageKey] = PageKey.AGREEMENT
    uai: str


@dataclass(frozen=True, slots=True)
class ConfigureSchool:
    """The settings of one establishment.

    Attributes:
        uai: empty to pair an establishment that is not known yet.
    """

    page: ClassVar[PageKey] = PageKey.SETTINGS
    uai: str = ""


@dataclass(frozen=True, slots=True)
class ShowFigures:
    """The home page, with figures that were read a moment ago."""

    page: ClassVar[PageKey] = PageKey.HOME
    figures: "HomeData"


# A bare key opens a page as the clerk left it.
Destination = (
    PageKey
    | SearchPage
    | ShowBatch
    | ShowDiner
    | ShowRefusedChanges
    | ReconcileSchool
    | ConfigureSchool
    | ShowFigures
)


def page_of(destination: Destination) -> PageKey:
    """Return the page that a destination stands on."""
    return destination if isinstance(destination, PageKey) else destination.page
