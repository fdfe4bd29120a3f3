"""The registry of pages. A page's module is imported when it is first opened, not before."""

from collections.abc import Callable
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
    PageKey.AGREEMENT: ("sync.agreement", "AgreementPage"),
    PageKey.ACTIONS: ("journal.actions", "ActionsPage"),
    PageKey.SCHOOLS: ("settings.schools", "SchoolsPage"),
    PageKey.SETTINGS: ("settings.settings_page", "SettingsPage"),
    PageKey.ROSTER_IMPORT: ("roster.roster_import", "RosterImportPage"),
    PageKey.PLANNING: ("sync.planning", "PlanningPage"),
    PageKey.HELP: ("window.help", "HelpPage"),
}


def module_of(key: PageKey) -> str:
    """Return the module of a page."""
    return f"turbo_admin.ui.{PAGES[key][0]}"


def open_page(key: PageKey, workplace: Workplace) -> Page:
    """Make a page."""
    # By name, so that its module is imported now; a test makes sure that each name is that of a `Page`.
    make = cast(Callable[[Workplace], Page], getattr(import_module(module_of(key)), PAGES[key][1]))
    return make(workplace)
