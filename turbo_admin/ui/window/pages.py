"""The registry of pages. A page's module is imported when it is first opened, not before."""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import cast

from turbo_admin.ui.kit.navigation import PageKey
from turbo_admin.ui.kit.page import Page, Workplace

# key -> module below turbo_admin.ui and its class. A test checks that each has a form of the same folder and stem, and that
# every page of the package stands here.
PAGES: dict[PageKey, tuple[str, str]] = {
    PageKey.HOME: ("window.home", "HomePage"),
    PageKey.INTAKE: ("intake.intake_page", "IntakePage"),
    PageKey.SHEETS: ("sheets.sheets_page", "SheetsPage"),
    PageKey.CLASS_ISSUE: ("credentials.class_issue", "ClassIssuePage"),
    PageKey.ACCOUNTS: ("accounts.accounts_page", "AccountsPage"),
    PageKey.DINERS: ("roster.diners", "DinersPage"),
    PageKey.DINER_FILE: ("roster.diner_file", "DinerFilePage"),
    PageKey.SYNC_JOURNAL: ("sync.sync_journal", "SyncJournalPage"),
    PageKey.ACTIONS: ("journal.actions", "ActionsPage"),
    PageKey.SCHOOLS: ("settings.schools", "SchoolsPage"),
    PageKey.SETTINGS: ("settings.settings_page", "SettingsPage"),
    PageKey.ROSTER_IMPORT: ("roster.roster_import", "RosterImportPage"),
    PageKey.PLANNING: ("sync.planning", "PlanningPage"),
    PageKey.HELP: ("window.help", "HelpPage"),
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


def module_of(key: PageKey) -> str:
    """Return the module of a page."""
    return f"turbo_admin.ui.{PAGES[key][0]}"


def open_page(key: PageKey, workplace: Workplace) -> Page:
    """Make a page."""
    # By name, so that its module is imported now; a test makes sure that each name is that of a `Page`.
    make = cast(Callable[[Workplace], Page], getattr(import_module(module_of(key)), PAGES[key][1]))
    return make(workplace)
