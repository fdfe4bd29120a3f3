"""Mails as a family's program for mail shows them: nothing wider than a telephone, nothing loaded from elsewhere."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser

from turbo_admin.core.mails.own import MailSite, OwnText
from turbo_admin.core.mails.preview import preview
from turbo_admin.core.mails.words import WORDS

AT = datetime(2026, 12, 23, 22, 59, 59, tzinfo=UTC)
LONG = "https://www.exemple.fr/" + "cantine-" * 12


@pytest.mark.browser
@pytest.mark.parametrize("kind", list(WORDS))
def test_a_mail_fits_a_telephone(chromium: Browser, kind: str) -> None:
    own = OwnText(kind, opening=f"Voir {LONG}", closing="La cantine")
    site = MailSite(
        "0990001N",
        "https://espace-numerique.exemple.fr",
        "Collège des Tilleuls",
        "1 rue des Écoles\n99000 Exemple",
        "01 99 00 00 00",
        "service.de.restauration@college-des-tilleuls.exemple.fr",
        own={kind: own},
    )
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(preview(site, kind, AT).html)
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width
    # An identifiant or a password that is to be copied stands on one line.
    values = page.locator("td", has_text=re.compile(r"^(cm123456|abcd-efgh-ijkm)$"))
    assert set(values.evaluate_all("cells => cells.map(cell => getComputedStyle(cell).whiteSpace)")) <= {
        "nowrap"
    }
    assert asked == []
    page.close()
