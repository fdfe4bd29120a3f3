"""The registry of pages. A page's module is imported when it is first opened, not before."""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import cast

from turbo_admin.ui.kit.page import Page, Workplace

# key -> module below turbo_admin.ui and its class. A test checks that each has a form of the same folder and stem, and that
# every page of the package stands here.
PAGES: dict[str, tuple[str, str]] = {
    "home": ("window.home", "HomePage"),
    "intake": ("intake.intake_page", "IntakePage"),
    "sheets": ("sheets.sheets_page", "SheetsPage"),
    "class_issue": ("credentials.class_issue", "ClassIssuePage"),
    "accounts": ("accounts.accounts_page", "AccountsPage"),
    "hosts": ("roster.diners", "HostsPage"),
    "host_file": ("roster.diner_file", "HostFilePage"),
    "sync_journal": ("sync.sync_journal", "SyncJournalPage"),
    "actions": ("journal.actions", "ActionsPage"),
    "schools": ("settings.schools", "SchoolsPage"),
    "settings": ("settings.settings_page", "SettingsPage"),
    "roster_import": ("roster.roster_import", "RosterImportPage"),
    "planning": ("sync.planning", "PlanningPage"),
    "help": ("window.help", "HelpPage"),
}

# What the menus need of the office once the first page is there, and what follows it: loaded on the tasks' thread, so
# that the screen does not wait. Nothing of Qt: its types are made as modules are imported, and that belongs on Qt's
# own thread.
FIRST = ("turbo_admin.ui.window.home",)
OFFICE = ("turbo_admin.office.sync.run", "turbo_admin.office.sync.planning", "turbo_admin.office.intake.acts")
NEXT = (
    "turbo_admin.store.engine.preload",
    "turbo_admin.office.intake.detail",
    "turbo_admin.office.credentials.from_requests",
    "turbo_admin.office.sheets.printing",
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
        "forms.intake.intake_page",
        "forms.intake.intake_detail",
        "kit.ticks",
        "kit.files",
        "intake.intake_views",
        "intake.intake_model",
        "intake.intake_detail",
        "intake.intake_filters",
        "intake.choose_diner",
        "intake.refuse",
        "intake.correct_email",
        "intake.second_accounts",
        "credentials.revoke",
        "intake.intake_acts",
        "intake.intake_decide",
        "intake.intake_page",
        "forms.sheets.sheets_page",
        "sheets.sheet_preview",
        "kit.printing",
        "sheets.sheets_acts",
        "sheets.sheets_page",
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
