"""A family that gets everything wrong, on a phone, with real mails: every page says what to do, keeps what was typed, and it ends signed in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.portal.site import OWN, People, Site
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.host.worker import work_once
from turbo_admin.portal.mail.sending import MailSender
from turbo_admin.portal.mail.transport import open_transport

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
RIGHT = {"carte": "04981", "nom": "Thị Lan", "prenom": "NGUYỄN", "email": "lan@gmail.com"}


@dataclass
class Family:
    """Somebody in a hurry, with one browser, a mailbox and a sheet of paper."""

    page: Page
    site: Site
    smtp: Catcher
    postman: MailSender

    def go(self, path: str, page: Page | None = None) -> None:
        (page or self.page).goto(f"{self.site.base}/e/{self.site.uai}/{path}".rstrip("/"))

    def fill(self, page: Page | None = None, **fields: str) -> None:
        for name, value in fields.items():
            (page or self.page).locator(f"#{name}").fill(value)

    def press(self, words: str, page: Page | None = None) -> None:
        (page or self.page).get_by_role("button", name=words, exact=True).click()

    def told(self, *sentences: str, page: Page | None = None, **kept: str) -> None:
        """The page says so, in a mark that is heard at once, and still holds what was typed."""
        page = page or self.page
        said = page.get_by_role("alert").or_(page.get_by_role("status"))
        for sentence in sentences:
            expect(said.first).to_contain_text(sentence)
        for name, value in kept.items():
            expect(page.locator(f"#{name}")).to_have_value(value)
        if page.get_by_role("alert").count():
            assert page.title().startswith("Erreur")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    def mailed(self, to: str, kind: str, number: int = 1) -> str:
        """The text of the latest of so many mails, once the worker has sent what waits."""
        while work_once(self.postman, now=self.site.clock()):
            pass
        letters = self.smtp.sent_to(to, kind)
        assert len(letters) == number
        return _text(letters[-1])

    def follow(self, text: str, page: Page | None = None) -> None:
        """Open the link of a mail: the one of its button, which comes first."""
        path, *_ = re.findall(r"https://cantine\.exemple\.fr(/e/\S+/\S+/[\w-]+)", text)
        (page or self.page).goto(self.site.base + path)


def _text(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


@pytest.fixture
def family(chromium: Browser, site: Site, smtp: Catcher) -> Iterator[Family]:
    context = chromium.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        has_touch=True,
        is_mobile=True,
        locale="fr-FR",
        java_script_enabled=True,
    )
    transport = open_transport(smtp.url)
    yield Family(
        context.new_page(), site, smtp, MailSender(site.portal.worker, transport, site.portal.mail_key)
    )
    transport.close()
    context.close()


def test_a_family_that_makes_every_mistake_still_ends_signed_in(family: Family) -> None:
    ask_wrongly(family)
    leave_the_page_open(family)
    send_it_twice_and_again(family)
    confirm_twice(family)
    people = family.site.family(1, email=RIGHT["email"])
    misread_the_sheet(family, people)
    use_a_second_tab(family, people)
    choose_badly(family)
    lose_the_cookies(family, people)
    forget_the_identifiant(family, people)
    come_back_by_mail_address(family)


def ask_wrongly(family: Family) -> None:
    """The wrong card, then the names the wrong way round and an address that is nearly right."""
    family.go("creer-un-compte")
    family.press("Envoyer ma demande")
    family.told("Votre demande n’est pas encore envoyée", "Indiquez les 5 derniers chiffres de la carte.")
    wrong = {**RIGHT, "carte": "4970 1012 3456 7890", "email": "lan@gmail"}
    family.fill(**wrong)
    family.press("Envoyer ma demande")
    family.told(
        "Le numéro de carte a trop de chiffres\u00a0: indiquez seulement les 5 derniers",
        "Cette adresse e-mail n’est pas valable. Exemple\u00a0: prenom.nom@exemple.fr",
        **wrong,
    )
    family.fill(carte=RIGHT["carte"], email="lan@gmial.com")
    family.press("Envoyer ma demande")
    family.told(
        "Une vérification avant d’envoyer",
        "vouliez-vous écrire lan@gmail.com",
        **{**RIGHT, "email": "lan@gmial.com"},
    )


def leave_the_page_open(family: Family) -> None:
    """The browser has forgotten its cookies by the time the button is pressed."""
    family.fill(email=RIGHT["email"])
    family.page.context.clear_cookies()
    family.press("Envoyer ma demande")
    family.told(
        "Cette page est restée ouverte trop longtemps",
        "puis appuyez de nouveau sur le bouton",
        **RIGHT,
    )
    assert family.site.events() == []


def send_it_twice_and_again(family: Family) -> None:
    """A double press, then « Précédent » and the button once more: one request, one mail, names as they were typed."""
    family.page.get_by_role("button", name="Envoyer ma demande").dblclick()
    family.told("Merci pour votre demande d’ouverture de compte.", "regardez dans vos courriers indésirables")
    family.go("creer-un-compte")
    family.fill(**RIGHT)
    family.press("Envoyer ma demande")
    family.told("Merci pour votre demande d’ouverture de compte.")
    family.page.go_back()  # to an empty form: no page is kept by the browser, and what was typed has been sent
    family.fill(**RIGHT)
    family.press("Envoyer ma demande")
    family.told("Merci pour votre demande d’ouverture de compte.")
    [(kind, body)] = family.site.events()
    assert kind == "request.received"
    assert (body["last_name"], body["first_name"], body["email"]) == ("Thị Lan", "NGUYỄN", RIGHT["email"])


def confirm_twice(family: Family) -> None:
    letter = family.mailed(RIGHT["email"], "demande")
    for _ in range(2):
        family.follow(letter)
        family.press("Confirmer mon adresse")
        expect(family.page.get_by_text("Un lien ne sert qu’une fois")).to_be_visible()
    assert [kind for kind, _ in family.site.events()] == ["request.received", "request.confirmed"]


def misread_the_sheet(family: Family, people: People) -> None:
    """Signs that no sheet holds, in place of those that look like them."""
    family.go("connexion")
    misread = "l0I1" + people.password[4:]
    family.fill(identifiant=people.login, mot_de_passe=misread)
    family.press("Se connecter")
    family.told(
        "L’identifiant ou le mot de passe ne convient pas.",
        "il ne contient ni i, ni l, ni o, ni 0, ni 1",
        identifiant=people.login,
        mot_de_passe="",
    )


def use_a_second_tab(family: Family, people: People) -> None:
    """Capitals and blanks do no harm; the other tab, left on the form, is told that the sheet has served."""
    other = family.page.context.new_page()
    family.go("connexion", other)
    typed = f"  {people.password.upper().replace('-', ' ')} "
    family.fill(identifiant=f" {people.login.upper()} ", mot_de_passe=typed)
    family.press("Se connecter")
    expect(family.page.get_by_role("heading", name="Choisir mon mot de passe")).to_be_visible()
    family.fill(other, identifiant=people.login, mot_de_passe=people.password)
    family.press("Se connecter", other)
    family.told("Un mot de passe provisoire ne sert qu’une fois", page=other, identifiant=people.login)
    family.go(f"activer/{people.link_token}", other)
    family.press("Choisir mon mot de passe", other)
    family.told("Ce lien n’est plus valable", "Il ne sert qu’une fois", page=other)
    expect(other.get_by_role("link", name="oublié(s)")).to_be_visible()
    other.close()


def choose_badly(family: Family) -> None:
    tries = {
        "soleil": "Ce mot de passe est trop court\u00a0: 6 caractères, il en faut au moins 12.",
        "qwerty123456": "l’un des plus utilisés au monde",
        "College Georges-Exemple 2026": "Ce mot de passe se devine quand on connaît votre famille ou l’établissement.",
        "doudou doudou": "Ajoutez un ou deux mots sans rapport entre eux.",
    }
    for typed, said in tries.items():
        family.fill(mot_de_passe=typed, confirmation=typed)
        family.press("Enregistrer mon mot de passe")
        family.told("Le mot de passe n’est pas encore enregistré", said)
    family.fill(mot_de_passe=OWN, confirmation=OWN.upper())
    family.press("Enregistrer mon mot de passe")
    family.told("Les deux mots de passe ne sont pas les mêmes. Tapez-les à nouveau.")


def lose_the_cookies(family: Family, people: People) -> None:
    """In the middle of choosing: the sheet has served, and the page of signing in says what is left to do."""
    family.page.context.clear_cookies()
    family.fill(mot_de_passe=OWN, confirmation=OWN)
    family.press("Enregistrer mon mot de passe")
    expect(family.page.get_by_role("heading", name="Se connecter", exact=True)).to_be_visible()
    family.told("Votre mot de passe n’est pas encore choisi", "Ouvrez de nouveau le lien")
    family.fill(identifiant=people.login, mot_de_passe=people.password)
    family.press("Se connecter")
    family.told("Un mot de passe provisoire ne sert qu’une fois", identifiant=people.login)


def forget_the_identifiant(family: Family, people: People) -> None:
    """Asked for with nothing, with the cookies gone, and by the address; the first mail is found a day too late."""
    family.page.get_by_role("link", name="oublié(s)").click()
    family.press("Recevoir un e-mail")
    family.told("Indiquez votre adresse e-mail ou votre identifiant.")
    family.fill(identifiant="LAN@gmail.com")
    family.page.context.clear_cookies()
    family.press("Recevoir un e-mail")
    family.told("Cette page est restée ouverte trop longtemps", identifiant="LAN@gmail.com")
    family.press("Recevoir un e-mail")
    family.told("C’est noté.", "courriers indésirables")
    late = family.mailed(RIGHT["email"], "oubli")
    assert people.login in late
    family.site.clock.advance(hours=25)
    family.follow(late)
    family.press("Choisir mon mot de passe")
    family.told("Ce lien n’est plus valable", "s’arrête à sa date limite")
    family.page.get_by_role("link", name="oublié(s)").click()
    family.fill(identifiant=RIGHT["email"])
    family.press("Recevoir un e-mail")
    family.told("C’est noté.")
    family.follow(family.mailed(RIGHT["email"], "oubli", 2))
    family.press("Choisir mon mot de passe")
    family.fill(mot_de_passe=OWN, confirmation=OWN)
    family.press("Enregistrer mon mot de passe")
    family.told("Votre mot de passe est enregistré.")
    expect(family.page.get_by_role("heading", name="Bonjour")).to_be_visible()


def come_back_by_mail_address(family: Family) -> None:
    """Signed out in one tab, pressed in the other, with the capitals locked, then rightly."""
    other = family.page.context.new_page()
    family.go("mon-compte/appareils", other)
    family.press("Se déconnecter")
    family.told("Vous êtes déconnecté.")
    family.press("Déconnecter", other)
    expect(other.get_by_role("heading", name="Se connecter")).to_be_visible()
    other.close()
    family.page.get_by_role("link", name="Se connecter").click()
    family.fill(identifiant="Lan@Gmail.com", mot_de_passe=OWN.upper())
    family.press("Se connecter")
    family.told(
        "la touche Majuscules est peut-être verrouillée", identifiant="Lan@Gmail.com", mot_de_passe=""
    )
    family.fill(mot_de_passe=OWN)
    family.press("Se connecter")
    expect(family.page.get_by_role("heading", name="Léa NGUYỄN1")).to_be_visible()
