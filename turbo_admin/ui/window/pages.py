"""The registry of pages. A page's module is imported when it is first opened, not before."""

from collections.abc import Callable
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
