"""The registry of pages. A page's module is imported when it is first opened, not before."""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import cast

from turbo_admin.ui.page import Page, Workplace

# key -> module of turbo_admin.ui and its class. A test checks that each has a form of the same stem, and that
# every page of the package stands here.
PAGES: dict[str, tuple[str, str]] = {
    "home": ("home", "HomePage"),
    "intake": ("intake", "IntakePage"),
    "sheets": ("sheets", "SheetsPage"),
    "class_issue": ("class_issue", "ClassIssuePage"),
    "accounts": ("accounts", "AccountsPage"),
    "hosts": ("hosts", "HostsPage"),
    "host_file": ("host_file", "HostFilePage"),
    "sync_journal": ("sync_journal", "SyncJournalPage"),
    "actions": ("actions", "ActionsPage"),
    "schools": ("schools", "SchoolsPage"),
    "settings": ("settings", "SettingsPage"),
    "roster_import": ("roster_import", "RosterImportPage"),
    "planning": ("planning", "PlanningPage"),
    "help": ("help", "HelpPage"),
}

# What the menus need of the office once the first page is there, and what follows it: loaded on the tasks' thread, so
# that the screen does not wait. Nothing of Qt: its types are made as modules are imported, and that belongs on Qt's
# own thread.
FIRST = ("turbo_admin.ui.home",)
OFFICE = ("turbo_admin.office.sync.run", "turbo_admin.office.sync.planning", "turbo_admin.office.intake.acts")
NEXT = (
    "turbo_admin.store.engine.preload",
    "turbo_admin.office.intake.detail",
    "turbo_admin.office.credentials.from_requests",
    "turbo_admin.office.sheets.edition",
    "turbo_admin.office.sheets.mail",
    "turbo_admin.office.roster.search",
    "turbo_admin.office.roster.apply",
    "turbo_admin.office.roster.importing",
)
# Half of what pyqtgraph takes to load.
PLOT = ("numpy",)
# What the pages of requests and of sheets are made of, for Qt's own thread, one at a time: together they would hold it
# a tenth of a second when a page is opened.
SCREENS = tuple(
    f"turbo_admin.ui.{stem}"
    for stem in (
        "forms.intake",
        "forms.intake_detail",
        "ticks",
        "files",
        "intake_views",
        "intake_model",
        "intake_detail",
        "intake_filters",
        "choose_diner",
        "refuse",
        "correct_email",
        "second_accounts",
        "revoke",
        "intake_acts",
        "intake_decide",
        "intake",
        "forms.sheets",
        "sheet_preview",
        "printing",
        "sheets_acts",
        "sheets",
    )
)


def load(modules: Iterable[str]) -> None:
    """Import modules ahead of their use."""
    for module in modules:
        import_module(module)


def module_of(key: str) -> str:
    """Return the module of a page.

    Raises:
        KeyError: no such page.
    """
    return f"turbo_admin.ui.{PAGES[key][0]}"


def open_page(key: str, place: Workplace) -> Page:
    """Make a page.

    Raises:
        KeyError: no such page.
    """
    make = cast(Callable[[Workplace], Page], getattr(import_module(module_of(key)), PAGES[key][1]))
    return make(place)
