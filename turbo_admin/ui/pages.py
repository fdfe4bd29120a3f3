"""The registry of pages. A page's module is imported when it is first opened, not before."""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from turbo_admin.ui.page import Page, Workplace

# key -> module of turbo_admin.ui and its class. A test checks that each has a form of the same stem, and that
# every page of the package stands here.
PAGES: dict[str, tuple[str, str]] = {
    "home": ("home", "HomePage"),
    "intake": ("intake", "IntakePage"),
    "sheets": ("sheets", "SheetsPage"),
    "schools": ("schools", "SchoolsPage"),
    "settings": ("settings", "SettingsPage"),
    "roster_import": ("roster_import", "RosterImportPage"),
    "help": ("help", "HelpPage"),
}


def open_page(key: str, place: Workplace) -> Page:
    """Make a page.

    Raises:
        KeyError: no such page.
    """
    module, name = PAGES[key]
    make = cast(Callable[[Workplace], Page], getattr(import_module(f"turbo_admin.ui.{module}"), name))
    return make(place)
