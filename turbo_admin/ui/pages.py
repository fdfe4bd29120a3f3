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
    "sync_journal": ("sync_journal", "SyncJournalPage"),
    "schools": ("schools", "SchoolsPage"),
    "settings": ("settings", "SettingsPage"),
    "roster_import": ("roster_import", "RosterImportPage"),
    "help": ("help", "HelpPage"),
}


# What the first page needs, and what follows it: loaded on the tasks' thread, so that the screen does not wait.
FIRST = ("turbo_admin.ui.acts", "turbo_admin.ui.sync_panel", "turbo_admin.ui.home")
NEXT = ("turbo_admin.ui.find_diner", "turbo_admin.ui.intake", "turbo_admin.ui.sheets")


def load(modules: Iterable[str]) -> None:
    """Import modules ahead of their use."""
    for module in modules:
        import_module(module)


def open_page(key: str, place: Workplace) -> Page:
    """Make a page.

    Raises:
        KeyError: no such page.
    """
    module, name = PAGES[key]
    make = cast(Callable[[Workplace], Page], getattr(import_module(f"turbo_admin.ui.{module}"), name))
    return make(place)
