"""« Relier mes espaces »: one school's password opens the others, each by its own rules, until either side ends it."""

import threading
from dataclasses import dataclass

import pytest

from tests.portal.site import OWN, People, Site, Visitor
from turbo_admin.core.credentials.rules import draw_provisional, hash_token
from turbo_admin.core.uai import make_uai
from turbo_admin.portal.host.erasing import erase_family, erase_old, erase_school
from turbo_admin.portal.schools.registry import add_school
from turbo_admin.protocol.states import AccountState

THERE = "girafe carton violet soleil"
NEW = "un autre très bon choix"


@dataclass
class Home:
    """A family with a child in each of two schools, and its browser."""

    site: Site
    here: People
    there: People
    browser: Visitor

    @property
    def other(self) -> str:
        return self.site.portal.other_uai

    def at(self, uai: str, visitor: Visitor | None = None) -> Visitor:
        """The same browser at one of the schools."""
        visitor = visitor or self.browser
        visitor.uai = uai
        return visitor

    def opens(self, uai: str, visitor: Visitor | None = None) -> bool:
        return self.at(uai, visitor).space().status_code == 200

    def press(self, path: str, uai: str = "") -> str:
        """Press a button of « Mon compte » and return what the page then says."""
        browser = self.at(uai or self.site.uai)
        assert browser.submit(f"mon-compte/{path}", form_at="mon-compte").status_code == 303
        return browser.get("mon-compte").text

    def links(self) -> list[tuple[str, str, str]]:
        return self.site.portal.rows(
            "SELECT school_id, account_id, other_school_id FROM account_link ORDER BY school_id"
        )


@pytest.fixture
def home(site: Site) -> Home:
    """Signed in at both schools in one browser, and not joined yet."""
    here, browser = site.settled_family(1)
    there = site.family(2, uai=site.portal.other_uai)
    browser.uai = site.portal.other_uai
    assert browser.sign_in(there.login, there.password).status_code == 303
    browser.submit("choisir-mot-de-passe", mot_de_passe=THERE, confirmation=THERE)
    return Home(site, here, there, browser)


@pytest.fixture
def linked(home: Home) -> Home:
    """The same, joined, and gone again."""
    assert "Vos espaces sont reliés" in home.press("relier")
    home.browser.submit("deconnexion", form_at="mon-espace")
    return home


def sign_in(home: Home, uai: str, visitor: Visitor | None = None) -> Visitor:
    people, password = (home.here, OWN) if uai == home.site.uai else (home.there, THERE)
    visitor = home.at(uai, visitor)
    assert visitor.sign_in(people.login, password).status_code == 303
    return visitor


def test_signing_in_at_either_school_opens_both_and_leaving_leaves_both(linked: Home) -> None:
    for uai, away in ((linked.site.uai, linked.other), (linked.other, linked.site.uai)):
        with linked.site.visitor() as browser:
            sign_in(linked, uai, browser)
            assert f"/e/{away}/mon-espace" in browser.space().text
            assert linked.opens(away, browser)
            assert f"/e/{uai}/mon-espace" in browser.space().text
            browser.submit("deconnexion", form_at="mon-espace")
            assert not linked.opens(uai, browser)
            assert not linked.opens(away, browser)
    assert linked.site.portal.rows("SELECT count(*) FROM session") == [(0,)]


def test_not_joined_a_password_opens_its_own_school_only(home: Home) -> None:
    with home.site.visitor() as browser:
        sign_in(home, home.site.uai, browser)
        assert not home.opens(home.other, browser)


@pytest.mark.parametrize("path", ["mon-compte/relier", "mon-compte/ne-plus-relier"])
def test_they_refuse_the_wrong_method_and_a_stranger(home: Home, path: str) -> None:
    assert home.browser.get(path).status_code == 405
    with home.site.visitor() as stranger:
        answer = stranger.submit(path, form_at="connexion")
        assert answer.headers["location"].partition("?")[0] == f"/e/{home.site.uai}/connexion"
    assert home.links() == []


def test_it_is_said_to_both_and_pressing_twice_is_pressing_once(home: Home) -> None:
    browser = home.at(home.site.uai)
    hidden = browser.hidden(browser.get("mon-compte"))
    presses = [
        threading.Thread(target=browser.request, args=("POST", "mon-compte/relier"), kwargs={"data": hidden})
        for _ in range(4)
    ]
    for press in presses:
        press.start()
    for press in presses:
        press.join()
    assert home.links() == [(home.site.uai, "a1", home.other), (home.other, "a2", home.site.uai)]
    assert sorted(to for _, to, *_ in home.site.mails("espaces-relies")) == [
        home.here.email,
        home.there.email,
    ]
    assert home.at(home.site.uai).get("historique").text.count("Espaces reliés") == 1
    assert "relié depuis le" in home.at(home.other).get("mon-compte").text


def test_a_session_that_was_not_proved_lately_is_not_joined(home: Home) -> None:
    home.site.clock.advance(minutes=16)
    assert "Relier mes espaces" not in home.at(home.site.uai).get("mon-compte").text
    assert "Vos espaces ne sont pas reliés." in home.press("relier")
    assert home.links() == []


def test_a_space_that_a_link_opened_is_not_joined_to_a_third_one(linked: Home) -> None:
    """Or whoever has one password could keep the other space for ever, by an account of their own."""
    site, third = linked.site, make_uai(990003)
    add_school(site.portal.owner, third, "École de la Colline")
    child = site.family(5, uai=third)
    browser = sign_in(linked, site.uai)
    assert linked.opens(linked.other)
    linked.at(third).sign_in(child.login, child.password)
    browser.submit("choisir-mot-de-passe", mot_de_passe=NEW, confirmation=NEW)
    assert "Vos espaces sont reliés" in linked.press("relier", third)
    assert {(one, other) for one, _, other in linked.links()} == {
        *((site.uai, linked.other), (linked.other, site.uai)),
        *((site.uai, third), (third, site.uai)),
    }


@pytest.mark.parametrize("side", [0, 1])
def test_undoing_it_at_one_school_undoes_it_at_both(linked: Home, side: int) -> None:
    uai, away = ((linked.site.uai, linked.other), (linked.other, linked.site.uai))[side]
    sign_in(linked, linked.site.uai)
    with linked.site.visitor() as tablet:
        sign_in(linked, uai, tablet)
        assert "n’est plus relié" in linked.press("ne-plus-relier", uai)
        assert linked.links() == []
        assert not linked.opens(away, tablet), "what the link had opened elsewhere is shut"
    with linked.site.visitor() as later:
        sign_in(linked, uai, later)
        assert not linked.opens(away, later)
    assert "Espaces plus reliés" in linked.at(uai).get("historique").text


@pytest.mark.parametrize("state", ["blocked", "closed"])
def test_an_account_that_may_not_sign_in_is_not_opened_by_the_other_one(linked: Home, state: str) -> None:
    sign_in(linked, linked.site.uai)
    tell = AccountState(login=linked.there.login, email=linked.there.email, state=state)  # type: ignore[arg-type]
    linked.site.change("account", "a2", tell, linked.other)
    assert not linked.opens(linked.other)
    with linked.site.visitor() as browser:
        sign_in(linked, linked.site.uai, browser)
        assert not linked.opens(linked.other, browser)
    assert linked.site.portal.rows("SELECT count(*) FROM session WHERE account_id = 'a2'") == [(0,)]
    assert len(linked.links()) == (2 if state == "blocked" else 0)


def test_blocking_an_account_shuts_what_its_password_opened_elsewhere(linked: Home) -> None:
    sign_in(linked, linked.site.uai)
    assert linked.opens(linked.other)
    linked.site.set_state(linked.here, "blocked")
    assert not linked.opens(linked.other)
    with linked.site.visitor() as browser:
        sign_in(linked, linked.other, browser)
        assert linked.opens(linked.other, browser)
        assert not linked.opens(linked.site.uai, browser)


def test_a_new_password_or_address_keeps_it(linked: Home) -> None:
    browser = sign_in(linked, linked.site.uai)
    with linked.site.visitor() as thief:
        sign_in(linked, linked.site.uai, thief)
        assert linked.opens(linked.other, thief)
        browser.submit("mon-compte", mot_de_passe_actuel=OWN, mot_de_passe=NEW, confirmation=NEW)
        assert not linked.opens(linked.other, thief), "whoever knew the former password is out of both"
    assert linked.opens(linked.other), "this browser stays in both"
    browser = linked.at(linked.site.uai)
    browser.submit("mon-compte/adresse", email="neuve@exemple.fr", mot_de_passe_actuel=NEW)
    browser.submit(f"confirmer-adresse/{linked.site.mails('adresse')[-1][4]}")
    assert linked.site.portal.rows("SELECT email FROM account WHERE account_id = 'a1'") == [
        ("neuve@exemple.fr",)
    ]
    with linked.site.visitor() as later:
        assert later.sign_in("neuve@exemple.fr", NEW).status_code == 303
        assert linked.opens(linked.other, later)


def test_a_forgotten_password_ends_it_once_it_serves_and_not_before(linked: Home, visitor: Visitor) -> None:
    visitor.submit("mot-de-passe-oublie", identifiant=linked.here.login)
    assert len(linked.links()) == 2, "a stranger who asks must not undo it"
    with linked.site.visitor() as tablet:
        sign_in(linked, linked.site.uai, tablet)
        visitor.submit(f"activer/{linked.site.mails('oubli')[-1][4]}")
        assert linked.links() == []
        assert not linked.opens(linked.other, tablet)


def test_a_provisional_password_of_the_office_ends_it_at_once(linked: Home) -> None:
    browser = sign_in(linked, linked.site.uai)
    secret = draw_provisional()
    linked.site.issue(linked.here, secret)
    assert linked.links() == []
    assert not linked.opens(linked.other)
    assert (
        "un nouveau mot de passe provisoire y met fin"
        in linked.at(linked.site.uai, browser).get("historique").text
    )


def end_devices(family: Visitor, which: str) -> None:
    answer = family.submit("mon-compte/appareils", lesquels=which, mot_de_passe_actuel=OWN)
    assert answer.status_code == 303


def test_a_device_that_is_signed_out_is_out_of_both(linked: Home) -> None:
    family = sign_in(linked, linked.site.uai)
    with linked.site.visitor() as tablet, linked.site.visitor() as phone:
        sign_in(linked, linked.site.uai, tablet)
        sign_in(linked, linked.site.uai, phone)
        token = hash_token(tablet.http.cookies[f"session-{linked.site.uai}"])
        end_devices(family, token)
        assert not linked.opens(linked.other, tablet)
        assert linked.opens(linked.other, phone)
        end_devices(linked.at(linked.site.uai), "autres")
        assert not linked.opens(linked.other, phone)
        assert linked.opens(linked.other)
        end_devices(linked.at(linked.site.uai), "tous")
        assert not linked.opens(linked.other)


def test_closing_or_erasing_takes_it_away_on_both_sides(linked: Home) -> None:
    sign_in(linked, linked.site.uai).submit("mon-compte/fermer", mot_de_passe_actuel=OWN)
    assert linked.links() == []
    assert not linked.opens(linked.other)
    linked.site.portal.rows("UPDATE event SET acknowledged_at = now()")
    assert (
        erase_family(linked.site.portal.owner, linked.site.uai, linked.here.login, really=True)["comptes"]
        == 1
    )


def test_erasing_a_school_takes_it_away_and_looking_first_does_not(linked: Home) -> None:
    owner = linked.site.portal.owner
    erase_school(owner, linked.site.uai, really=False)
    assert len(linked.links()) == 2
    erase_school(owner, linked.site.uai, really=True)
    assert linked.links() == []
    assert sign_in(linked, linked.other).space().status_code == 200


def test_retention_takes_it_away_with_the_account(linked: Home) -> None:
    site = linked.site
    site.portal.rows('UPDATE diner SET "left" = true WHERE school_id = :uai', uai=site.uai)
    site.portal.rows("UPDATE diner SET left_at = '2020-01-01' WHERE school_id = :uai", uai=site.uai)
    site.portal.believe_clock(site.clock())
    assert erase_old(site.portal.owner, site.uai, really=True, now=site.clock())[site.uai]["comptes"] == 1
    assert linked.links() == []


def test_half_a_link_opens_nothing(linked: Home) -> None:
    """As when the portal was stopped between the two, or a backup of one half came back."""
    rows = "UPDATE account_link SET link_id = 'x' WHERE school_id = :uai"
    linked.site.portal.rows(rows, uai=linked.other)
    for uai, away in ((linked.site.uai, linked.other), (linked.other, linked.site.uai)):
        with linked.site.visitor() as browser:
            sign_in(linked, uai, browser)
            assert not linked.opens(away, browser)
            assert "relié depuis" not in linked.at(uai, browser).get("mon-compte").text


def test_signing_in_computes_one_hash_and_tells_both_offices(linked: Home) -> None:
    linked.site.clock.advance(days=2)
    before = linked.site.hasher.total
    sign_in(linked, linked.site.uai)
    assert linked.site.hasher.total == before + 1
    told = [body["account_id"] for kind, body in linked.site.events() if kind == "account.signed_in"]
    assert sorted(told[-2:]) == ["a1", "a2"]
    assert "Connexion par un espace relié" in linked.at(linked.other).get("historique").text


def test_somebody_else_s_space_in_this_browser_gives_way(linked: Home) -> None:
    stranger = linked.site.family(3, uai=linked.other)
    with linked.site.visitor() as browser:
        linked.at(linked.other, browser).sign_in(stranger.login, stranger.password)
        browser.submit("choisir-mot-de-passe", mot_de_passe=NEW, confirmation=NEW)
        sign_in(linked, linked.site.uai, browser)
        page = linked.at(linked.other, browser).space().text
        assert "NGUYỄN2" in page
        assert "NGUYỄN3" not in page
    assert linked.site.portal.rows("SELECT count(*) FROM session WHERE account_id = 'a3'") == [(0,)]


def test_a_family_that_joins_another_account_leaves_the_former_one(linked: Home) -> None:
    second = linked.site.family(3, uai=linked.other)
    sign_in(linked, linked.site.uai)
    browser = linked.at(linked.other)
    browser.submit(f"activer/{second.link_token}")
    browser.submit("choisir-mot-de-passe", mot_de_passe=NEW, confirmation=NEW)
    assert "Vos espaces sont reliés" in linked.press("relier", linked.other)
    assert linked.links() == [
        (linked.site.uai, "a1", linked.other),
        (linked.other, "a3", linked.site.uai),
    ]


def test_own_data_say_it(linked: Home) -> None:
    browser = sign_in(linked, linked.site.uai)
    data = browser.submit("mon-compte/mes-donnees.json", form_at="mon-compte/mes-donnees").json()
    (one,) = data["espaces_relies"]
    assert (one["uai"], one["etablissement"]) == (linked.other, "Lycée de l’Autre Rive")
    assert (
        browser.submit("mon-compte/mes-donnees.pdf", form_at="mon-compte/mes-donnees").content[:5] == b"%PDF-"
    )
