"""A password is shown on demand, by a script of our own; without scripts nothing is offered."""

import pytest
from playwright.sync_api import Browser, expect

from tests.portal.site import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_typed_password_is_shown_on_demand_and_sent_as_a_password(
    chromium: Browser, site: Site, *, scripts: bool
) -> None:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=scripts, locale="fr-FR"
    )
    page = context.new_page()
    people = site.family()
    page.goto(f"{site.base}/e/{site.uai}/connexion")
    page.locator("#identifiant").fill(people.login)
    field, button = page.locator("#mot_de_passe"), page.locator("button[data-shows=mot_de_passe]")
    field.fill(people.password)
    if scripts:
        expect(button).to_have_accessible_name("Afficher (Mot de passe)")
        button.click()
        expect(field).to_have_attribute("type", "text")
        expect(button).to_have_accessible_name("Masquer (Mot de passe)")
        button.click()
        expect(field).to_have_attribute("type", "password")
        button.click()
    else:
        expect(button).to_be_hidden()
    page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(page.get_by_role("heading", name="Choisir mon mot de passe")).to_be_visible()
    context.close()
