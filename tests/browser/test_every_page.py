"""Every page in every state, on a phone and at a desk, by day and by night: axe finds nothing, nothing overflows.

Scripts run here for axe alone; `test_family_road` walks without them. Pictures are left in `TURBO_SHOTS`. With
`TURBO_VNU` naming a `vnu.jar` (and Java), the Nu checker reads each page too.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_family_road import TOO_SMALL
from tests.portal.site import OWN, People, Site
from tests.portal.web.test_access import routes
from turbo_admin.portal.schools.registry import add_school
from turbo_admin.protocol.states import DinerState

pytestmark = pytest.mark.browser

WIDTHS = {"phone": (390, 844), "desk": (1280, 800)}
NEW = "un autre très bon choix"
_COLOURS: dict[str, object] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}
_AXE = Axe()
_TOKEN = re.compile(r"(?<=/)(?:[A-Za-z0-9_-]{22}|jamais-donne-jamais-donne)$")


@dataclass
class Album:
    """Looks at each state of each page."""

    page: Page
    site: Site
    folder: Path
    name: str
    findings: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    titles: dict[str, str] = field(default_factory=dict)
    number: int = 0

    def take(self, step: str) -> None:
        """Look at the page as it is."""
        self.number += 1
        path = urlsplit(self.page.url).path
        self.seen.add(_TOKEN.sub("{token}", path.replace(self.site.uai, "{uai}")))
        kept = self.folder / f"{self.number:02}-{step}-{self.name}"
        if os.environ.get("TURBO_VNU"):
            kept.with_suffix(".html").write_text(self.page.content(), encoding="utf-8")
        # By night, then by day: the theme follows the reader's wish while a page is open, and is colours alone.
        for theme, rules in (("dark", _COLOURS), ("light", {})):
            pictured = bool(os.environ.get("TURBO_SHOTS"))
            # Every element is shown at both widths, in the same colours: one of them is looked at by night.
            if theme == "dark" and self.name != "desk" and not pictured:
                continue
            self.page.emulate_media(color_scheme=theme)
            if pictured:
                shot = kept.with_name(f"{kept.name}-{theme}.png")
                self.page.screenshot(path=shot, full_page=True)
            self._judge_with_axe(f"{step}-{theme}", rules)
        self._judge(step)

    def _judge_with_axe(self, step: str, rules: dict[str, object]) -> None:
        # Loaded once a page, which both themes share, and asked for nothing but what it finds.
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(_AXE.axe_script)
        options = {"resultTypes": ["violations"], **rules}
        found = self.page.evaluate("options => axe.run(options).then(all => all.violations)", options)
        for violation in found:
            places = [node["html"][:160] for node in violation["nodes"]]
            self.findings.append(f"{step}: {violation['id']} ({violation['help']}) {places}")

    def _judge(self, step: str) -> None:
        page = self.page
        if page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]:
            self.findings.append(f"{step}: wider than the screen")
        self.findings += [f"{step}: too small: {one}" for one in page.evaluate(TOO_SMALL)]
        if page.locator("h1").count() != 1:
            self.findings.append(f"{step}: not one title")
        title, heading = page.title(), page.locator("h1").inner_text()
        if page.locator("[aria-invalid], .notice.bad").count() and not title.startswith("Erreur"):
            self.findings.append(f"{step}: an error that the title does not say")
        known = self.titles.setdefault(title, heading)
        if known != heading:
            self.findings.append(f"{step}: « {title} » is the title of two pages")

    def go(self, path: str = "", step: str = "") -> None:
        """Open a page of the school; one of the portal when it begins with a slash."""
        base = self.site.base
        self.page.goto(
            base + path if path.startswith("/") else f"{base}/e/{self.site.uai}/{path}".rstrip("/")
        )
        if step:
            self.take(step)

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"#{name}").fill(value)

    def press(self, words: str, step: str = "") -> None:
        self.page.get_by_role("button", name=words, exact=True).click()
        if step:
            self.take(step)


@pytest.fixture(params=["phone", "desk"])
def album(request: pytest.FixtureRequest, chromium: Browser, site: Site, shots: Path) -> Iterator[Album]:
    """A browser of that width."""
    width, height = WIDTHS[request.param]
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="fr-FR")
    yield Album(context.new_page(), site, shots, request.param)
    context.close()


def test_every_page_in_every_state_can_be_used_by_everybody(album: Album, site: Site) -> None:
    people = site.family(1)
    find_the_school(album)
    read(album)
    ask(album)
    come_in(album, people)
    forget(album, people)
    live_in_it(album, people)
    change_address(album)
    leave(album)
    fail(album)
    assert album.findings == []
    pages = {path for method, path in routes() if method == "GET" and (path.startswith("/e/") or path == "/")}
    assert album.seen >= pages
    check_markup(album)


def test_what_is_wrong_on_purpose_is_seen(album: Album) -> None:
    album.go("connexion")
    album.page.evaluate("document.querySelector('label').remove(); document.body.style.width = '3000px'")
    album.take("faux")
    said = " ".join(album.findings)
    assert "label" in said
    assert "wider than the screen" in said


def find_the_school(album: Album) -> None:
    album.go("/", "trouver")
    album.fill(q="a")
    album.press("Chercher", "trouver-erreur")
    album.fill(q="nulle part")
    album.press("Chercher", "trouver-rien")
    album.fill(q="villeneuve")
    album.press("Chercher", "trouver-un")
    for number in range(22):
        add_school(
            album.site.portal.owner, f"09901{number:02}" + _KEYS[(990100 + number) % 23], f"École {number}"
        )
    album.fill(q="école")
    album.press("Chercher", "trouver-trop")
    album.fill(q="georges-exemple")
    album.press("Chercher")
    album.page.get_by_role("link", name="Collège Georges-Exemple").click()
    album.take("accueil")


_KEYS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def read(album: Album) -> None:
    for path in ("mentions", "donnees-personnelles", "accessibilite"):
        album.go(path, path)


def ask(album: Album) -> None:
    album.go("creer-un-compte", "demande")
    album.press("Envoyer ma demande", "demande-vide")
    album.fill(carte="12 34 56 78 90 12", nom="NGUYỄN", prenom="Thị Lan", email="lea@gmial.com")
    album.press("Envoyer ma demande", "demande-erreur")
    album.fill(carte="04981")
    album.press("Envoyer ma demande", "demande-verifier")
    album.press("Envoyer ma demande", "merci")
    token = album.site.mails("demande")[-1][4]
    album.go(f"demande/{token}", "demande-etat")
    album.go("demande/jamais-donne-jamais-donne", "demande-inconnue")
    album.go(f"confirmer/{token}", "confirmer")
    album.press("Confirmer mon adresse", "confirmer-fait")


def come_in(album: Album, people: People) -> None:
    album.go("activer/jamais-donne-jamais-donne", "activer")
    album.press("Choisir mon mot de passe", "activer-perime")
    album.go("connexion", "connexion")
    album.fill(identifiant=people.login, mot_de_passe="pas le bon")
    album.press("Se connecter", "connexion-erreur")
    album.fill(mot_de_passe=people.password)
    album.press("Se connecter", "choisir")
    album.fill(mot_de_passe="motdepasse123", confirmation="motdepasse123")
    album.press("Enregistrer mon mot de passe", "choisir-erreur")
    album.fill(mot_de_passe=OWN, confirmation=OWN)
    album.press("Enregistrer mon mot de passe", "mon-espace")
    album.press("Se déconnecter", "au-revoir")


def forget(album: Album, people: People) -> None:
    album.go("mot-de-passe-oublie", "oublie")
    album.press("Recevoir un e-mail", "oublie-vide")
    album.fill(identifiant=people.email)
    album.press("Recevoir un e-mail", "oublie-fait")


def live_in_it(album: Album, people: People) -> None:
    site = album.site
    with site.visitor() as tablet:
        tablet.http.headers["User-Agent"] = "Mozilla/5.0 (iPad) Version/17 Safari/604.1"
        tablet.sign_in(people.login, OWN)
        album.go("connexion")
        album.fill(identifiant=people.login, mot_de_passe=OWN)
        album.press("Se connecter")
        album.go("mon-compte/ajouter", "ajouter")
        album.press("Envoyer ma demande", "ajouter-erreur")
        album.go("mon-compte", "mon-compte")
        album.press("Changer mon mot de passe", "mon-compte-erreur")
        album.go("mon-compte/appareils", "appareils")
        album.press("Déconnecter", "appareils-erreur")
        album.fill(mot_de_passe_actuel=OWN)
        album.press("Déconnecter", "mon-compte-seul")
    album.go("mon-compte/appareils", "appareils-seul")
    album.go("historique", "historique")
    site.portal.rows(
        "INSERT INTO account_log SELECT :uai, 'x' || n, :id, CAST(:at AS timestamptz) - n * interval '9 hours',"
        " 'signed_in', 'Firefox sur Android' FROM generate_series(1, 70) n",
        uai=site.uai,
        id=people.account_id,
        at=site.clock(),
    )
    album.go("historique?page=2", "historique-page-2")
    album.go("historique?page=9", "historique-vide")
    album.go("mon-compte/mes-donnees", "mes-donnees")
    see_nobody_and_another_school(album, people)


def see_nobody_and_another_school(album: Album, people: People) -> None:
    site, other = album.site, album.site.portal.other_uai
    elsewhere = site.family(8, uai=other)
    with site.visitor() as visitor:
        visitor.uai = other
        visitor.sign_in(elsewhere.login, elsewhere.password)
        visitor.submit("choisir-mot-de-passe", mot_de_passe=OWN, confirmation=OWN)
        token = visitor.http.cookies.get(f"session-{other}") or ""
    cookie = {"name": f"session-{other}", "value": token, "url": site.base}
    album.page.context.add_cookies([cookie])  # type: ignore[list-item]
    album.go("mon-espace", "mon-espace-deux-etablissements")
    join_and_part(album)
    for diner in ("d1a", "d1b"):
        site.change("diner", diner, DinerState(last_name="X", first_name="Y", left=True))
    album.go("mon-espace", "mon-espace-personne")
    album.go("mon-compte", "mon-compte-personne")
    for diner in ("d1a", "d1b"):
        site.change("diner", diner, DinerState(last_name="Nguyễn1", first_name=diner, class_name="5 A"))


def join_and_part(album: Album) -> None:
    album.go("mon-compte", "mon-compte-a-relier")
    album.press("Relier mes espaces", "mon-compte-relie")
    album.press("Ne plus relier", "mon-compte-plus-relie")
    album.site.clock.advance(minutes=16)
    album.go("mon-compte", "mon-compte-relier-plus-tard")
    expect(album.page.get_by_role("button", name="Relier mes espaces")).to_have_count(0)


def change_address(album: Album) -> None:
    album.go("mon-compte/adresse", "adresse")
    album.press("Recevoir le lien", "adresse-erreur")
    album.fill(
        email="nouvelle.adresse.tres.longue.a.lire@exemple-de-domaine-sans-fin.fr", mot_de_passe_actuel=OWN
    )
    album.press("Recevoir le lien", "adresse-demandee")
    album.go("mon-compte/adresse", "adresse-en-attente")
    token = album.site.mails("adresse")[-1][4]
    album.go(f"confirmer-adresse/{token}", "confirmer-adresse")
    album.press("Confirmer mon adresse", "confirmer-adresse-fait")
    album.go(f"confirmer-adresse/{token}")
    album.press("Confirmer mon adresse", "confirmer-adresse-perime")
    album.go("mon-compte/adresse")
    album.fill(email="reprise@exemple.fr", mot_de_passe_actuel=OWN)
    album.press("Recevoir le lien")
    album.site.clock.advance(seconds=1)
    album.site.family(2, email="reprise@exemple.fr")
    (token,) = [mail[4] for mail in album.site.mails("adresse") if mail[1] == "reprise@exemple.fr"]
    album.go(f"confirmer-adresse/{token}")
    album.press("Confirmer mon adresse", "confirmer-adresse-prise")


def leave(album: Album) -> None:
    album.go("mon-compte/fermer", "fermer")
    album.press("Fermer mon compte", "fermer-erreur")
    album.fill(mot_de_passe_actuel=OWN)
    album.press("Fermer mon compte", "ferme")
    expect(album.page.get_by_role("status")).to_contain_text("Votre compte est fermé.")


def fail(album: Album) -> None:
    album.go("nulle-part", "erreur-404")
    album.site.settings(
        name="Collège Georges-Exemple",
        closures=[{"first": "2026-11-20", "last": "2026-11-29", "label": "travaux"}],
    )
    album.go("", "accueil-bureau-ferme")
    album.go("connexion")
    album.page.context.clear_cookies()
    album.press("Se connecter", "erreur-403")


def check_markup(album: Album) -> None:
    """Have the Nu checker read what was kept."""
    checker = os.environ.get("TURBO_VNU")
    if not checker:
        return
    pages = sorted(map(str, album.folder.glob(f"*-{album.name}.html")))
    ran = subprocess.run(
        ["java", "-jar", checker, "--also-check-css", "--errors-only", *pages],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == ""
