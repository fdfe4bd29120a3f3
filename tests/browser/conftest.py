"""The portal in Chromium: a site of the test's own, a browser that reaches nothing else."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.portal.conftest import Portal, portal, portal_template
from tests.portal.site import Site

CHROMIUM = os.environ.get("TURBO_CHROMIUM", "/usr/bin/chromium")

__all__ = ["portal", "portal_template"]


@pytest.fixture
def site(portal: Portal) -> Iterator[Site]:
    """The site of a school that has something to say."""
    with Site(portal) as running:
        running.settings(
            name="Collège Georges-Exemple",
            address="12 rue de l’École\n99000 Villeneuve",
            phone="01 99 00 00 00",
            email="intendance@exemple.fr",
            welcome="Bienvenue dans l’espace de la restauration.\n\nLes repas se réservent jusqu’à 9 h 30 le jour même.",
            payment_blocked=True,
            closures=[
                {
                    "first": "2026-12-19",
                    "last": "2027-01-03",
                    "label": "vacances de Noël",
                    "blocks_booking": True,
                }
            ],
        )
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser; the test is skipped where none is installed."""
    if not Path(CHROMIUM).exists() and not shutil.which(CHROMIUM):
        pytest.skip("Chromium is not installed: make installs it")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of the pages are left: `TURBO_SHOTS`, or a folder that goes with the tests."""
    folder = os.environ.get("TURBO_SHOTS")
    if not folder:
        return tmp_path_factory.mktemp("pages")
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)
