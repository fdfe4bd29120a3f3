"""A family's road in a real browser, from the first request to its space, on a phone and at a desk.

With `TURBO_SHOTS` pictures of it are taken, by day and by night.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from tests.portal.site import OWN, People, Site

pytestmark = pytest.mark.browser

WIDTHS = {"phone": (360, 740), "desk": (1100, 800)}
PATHS = (
    "",
    "mon-espace",
    "historique",
    "mon-compte",
    "mon-compte/adresse",
    "mon-compte/mes-donnees",
    "mon-compte/fermer",
    "creer-un-compte",
    "mot-de-passe-oublie",
    "mentions",
    "accessibilite",
)
# Links within a sentence apart, whatever is pressed is 44 px high; what is hidden from sight is not pressed.
TOO_SMALL = """
[...document.querySelectorAll("a, button, input:not([type=hidden])")]
    .filter(e => e.offsetParent && !e.closest(".trap") && !e.matches(".unseen, .skip"))
    .filter(e => getComputedStyle(e).display !== "inline")
    .filter(e => (e.closest("label") ?? e).getBoundingClientRect().height < 44).map(e => e.outerHTML)
"""


# A theme is colours alone, which `test_every_page` looks at: by night the road is walked for its pictures.
_PICTURED = bool(os.environ.get("TURBO_SHOTS"))


@pytest.fixture(params=["phone-light", "desk-light", *(["phone-dark", "desk-dark"] if _PICTURED else [])])
def page(request: pytest.FixtureRequest, chromium: Browser, site: Site) -> Iterator[Page]:
    """An empty tab of that width and theme, in which scripts cannot run."""
    device, theme = request.param.split("-")
    width, height = WIDTHS[device]
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        locale="fr-FR",
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto(f"{site.base}/e/{site.uai}")
    yield page
    context.close()


@pytest.mark.parametrize("width", [320, 390, 479])
def test_the_four_ways_of_a_space_stand_two_and_two_on_a_phone(
    chromium: Browser, site: Site, width: int
) -> None:
    _, visitor = site.settled_family(1)
    token = visitor.http.cookies.get(f"session-{site.uai}") or ""
    context = chromium.new_context(viewport={"width": width, "height": 740}, java_script_enabled=False)
    context.add_cookies([{"name": f"session-{site.uai}", "value": token, "url": site.base}])
    page = context.new_page()
    page.goto(f"{site.base}/e/{site.uai}/mon-espace")
    ways = page.locator(".nav a, .nav button")
    boxes = [box for way in ways.all() if (box := way.bounding_box())]
    columns, rows = sorted({round(box["x"]) for box in boxes}), sorted({round(box["y"]) for box in boxes})
    assert [(columns.index(round(box["x"])), rows.index(round(box["y"]))) for box in boxes] == [
        (0, 0), (1, 0), (0, 1), (1, 1),
    ]  # fmt: skip
    assert all(box["height"] < 60 and box["x"] + box["width"] <= width for box in boxes)
    context.close()


class Album:
    """Takes a picture of each step, and checks what holds of every page."""

    def __init__(self, page: Page, site: Site, folder: Path, name: str) -> None:
        self.page, self.site, self.folder, self.name = page, site, folder, name
        self.titles: list[str] = []

    def picture(self, step: str) -> None:
        if _PICTURED:
            self.page.screenshot(path=self.folder / f"{step}-{self.name}.png", full_page=True)

    def take(self, step: str) -> None:
        self.picture(step)
        title = self.page.title()
        assert title.endswith("Collège Georges-Exemple – Espace Numérique")
        assert self.page.locator("h1").count() == 1
        self.titles.append(title)


def test_a_family_asks_signs_in_and_finds_its_space(
    page: Page, site: Site, shots: Path, request: pytest.FixtureRequest
) -> None:
    album = Album(page, site, shots, request.node.callspec.params["page"])
    read_the_home_page(page, site, album)
    ask_for_an_account(page, album)
    people = site.family(1)
    sign_in(page, album, people)
    choose_a_password(page, album)
    look_around(page, album)
    forget_it(page, album, people)
    read_the_rest(page, site, album, people)
    assert len({*album.titles}) >= 10


def read_the_home_page(page: Page, site: Site, album: Album) -> None:
    with site.portal.superuser.host() as connection:
        at = site.clock().replace(hour=3, minute=37)
        connection.execute(text("UPDATE school SET last_sync_at = :at"), {"at": at})
    page.reload()
    expect(page.get_by_text("Informations de l’établissement à jour aujourd’hui à 04:37")).to_be_visible()
    expect(page.get_by_text("Paiement en ligne suspendu.")).to_be_visible()
    album.take("01-accueil")


def ask_for_an_account(page: Page, album: Album) -> None:
    page.get_by_role("link", name="Créer un compte").click()
    album.take("02-demande")
    page.get_by_label("les 5 derniers chiffres").fill("12 34 56 78 90 12")
    page.get_by_label("Email").fill("lea@gmial.com")
    page.get_by_role("button", name="Envoyer ma demande").click()
    assert page.title().startswith("Erreur\u00a0: Créer un compte")
    expect(page.locator("#erreurs li")).to_have_count(3)
    expect(page.locator("#erreurs")).to_be_focused()
    expect(page.get_by_label("Email")).to_have_value("lea@gmial.com")
    album.take("03-demande-erreurs")
    page.locator("#erreurs a").first.click()
    expect(page.get_by_label("les 5 derniers chiffres")).to_be_focused()
    page.get_by_label("les 5 derniers chiffres").fill("0683-04981")
    page.get_by_label("Nom du titulaire").first.fill("NGUYỄN")
    page.get_by_label("Prénom du titulaire").fill("Thị Lan")
    page.get_by_role("button", name="Envoyer ma demande").click()
    expect(page.locator("#erreurs")).to_contain_text("lea@gmail.com")
    album.take("04-demande-verifier")
    page.get_by_role("button", name="Envoyer ma demande").click()
    expect(page.get_by_role("status")).to_contain_text("Merci pour votre demande d’ouverture de compte.")
    album.take("05-merci")
    page.reload()
    expect(page.get_by_role("status")).to_have_count(0)


def sign_in(page: Page, album: Album, people: People) -> None:
    page.get_by_role("link", name="Se connecter").click()
    album.take("06-connexion")
    page.get_by_label("Identifiant ou e-mail").fill(people.login)
    page.get_by_label("Mot de passe").fill("pas le bon")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("alert")).to_be_focused()
    album.take("07-connexion-erreur")
    page.get_by_label("Mot de passe").fill(people.password.upper().replace("-", " "))
    page.get_by_role("button", name="Se connecter").click()
    album.take("08-choisir")


def choose_a_password(page: Page, album: Album) -> None:
    page.get_by_label("Nouveau mot de passe").fill("motdepasse123")
    page.get_by_label("une seconde fois").fill("motdepasse123")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_be_visible()
    album.take("09-choisir-erreur")
    page.get_by_label("Nouveau mot de passe").fill(OWN)
    page.get_by_label("une seconde fois").fill(OWN)
    page.get_by_role("button", name="Enregistrer").click()


def look_around(page: Page, album: Album) -> None:
    expect(page.get_by_role("heading", name="Bonjour")).to_be_visible()
    expect(page.get_by_role("heading", name="Léa NGUYỄN1")).to_be_visible()
    album.take("10-mon-espace")
    page.get_by_role("link", name="Mon compte").click()
    album.take("11-mon-compte")
    move_to_another_address(page, album)
    page.get_by_role("link", name="Historique").click()
    expect(page.get_by_text("Adresse e-mail changée")).to_be_visible()
    album.take("11-historique")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("status")).to_contain_text("Vous êtes déconnecté.")


def move_to_another_address(page: Page, album: Album) -> None:
    page.get_by_role("link", name="Changer mon adresse e-mail").click()
    page.get_by_label("Nouvelle adresse e-mail").fill("nguyen@exemple.fr")
    page.get_by_label("Mot de passe actuel").fill(OWN)
    page.get_by_role("button", name="Recevoir le lien").click()
    expect(page.get_by_role("status")).to_contain_text("Un e-mail vient de partir")
    here, token = page.url.removesuffix("/mon-compte"), album.site.mails("adresse")[-1][4]
    page.goto(f"{here}/confirmer-adresse/{token}")
    album.take("11-confirmer-adresse")
    page.get_by_role("button", name="Confirmer mon adresse").click()
    expect(page.get_by_role("status")).to_contain_text("votre adresse e-mail est changée")
    album.take("11-adresse-changee")


def forget_it(page: Page, album: Album, people: People) -> None:
    page.get_by_role("link", name="oublié(s)").click()
    album.take("12-oublie")
    page.get_by_label("E-mail ou identifiant").fill(people.email)
    page.get_by_role("button", name="Recevoir un e-mail").click()
    expect(page.get_by_role("status")).to_contain_text("courriers indésirables")
    album.take("13-oublie-fait")


def read_the_rest(page: Page, site: Site, album: Album, people: People) -> None:
    page.get_by_role("link", name="Accessibilité").click()
    album.take("14-accessibilite")
    page.goto(f"{site.base}/e/{site.uai}/nulle-part")
    album.picture("15-erreur")
    page.goto(f"{site.base}/e/{site.uai}/activer/{people.link_token}")
    album.take("16-activer")


@pytest.mark.parametrize("width", [320, 360, 735, 1100])
def test_nothing_is_wider_than_the_screen_nor_too_small_for_a_finger(
    chromium: Browser, site: Site, width: int
) -> None:
    people = site.family(1)
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    base = f"{site.base}/e/{site.uai}"
    page.goto(f"{base}/activer/{people.link_token}")
    page.get_by_role("button", name="Choisir mon mot de passe").click()
    page.get_by_label("Nouveau mot de passe").fill(OWN)
    page.get_by_label("une seconde fois").fill(OWN)
    page.get_by_role("button", name="Enregistrer").click()
    for path in ("/?q=e", "/?q=exemple", *PATHS):
        page.goto(site.base + path if path.startswith("/") else f"{base}/{path}".rstrip("/"))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate(TOO_SMALL) == [], path
    context.close()
