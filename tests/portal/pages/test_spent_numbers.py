"""Which provisional passwords a family's own acts end, and that the office hears of each number once."""

from msgspec.structs import replace

from tests.portal.site import OWN, People, Site
from turbo_admin.core.credentials.rules import draw_provisional

NEW = "un autre très bon choix"


def spent(site: Site) -> list[int]:
    return [body["number"] for kind, body in site.events() if kind == "credential.spent"]


def ended(site: Site) -> int:
    ((number,),) = site.portal.rows("SELECT ended FROM account")
    return int(number)


def renew(site: Site, people: People) -> str:
    """Have the office give the account its next provisional password."""
    secret = draw_provisional()
    site.issue(people, secret)
    return secret.password


def test_a_link_spends_the_number_as_the_password_does(site: Site) -> None:
    people = site.family()
    with site.visitor() as browser, site.visitor() as other:
        assert browser.submit(f"activer/{people.link_token}").status_code == 303
        assert other.submit(f"activer/{people.link_token}").status_code == 400
    assert (spent(site), ended(site)) == ([1], 1)


def test_a_loan_spends_the_sheet_of_the_office_too(site: Site) -> None:
    people = site.family()
    with site.visitor() as browser:
        browser.submit("mot-de-passe-oublie", identifiant=people.login)
        assert spent(site) == []
        assert browser.submit(f"activer/{site.mails('oubli')[-1][4]}").status_code == 303
        assert (spent(site), ended(site)) == ([1], 1)
        assert browser.sign_in(people.login, people.password).status_code == 400


def test_a_loan_alone_spends_no_number(site: Site) -> None:
    people, _ = site.settled_family()
    with site.visitor() as browser:
        browser.submit("mot-de-passe-oublie", identifiant=people.login)
        assert browser.submit(f"activer/{site.mails('oubli')[-1][4]}").status_code == 303
    assert spent(site) == [1]


def test_another_password_of_one_s_own_ends_a_sheet_that_was_not_used(site: Site) -> None:
    people, family = site.settled_family()
    sheet = renew(site, people)
    answer = family.submit("mon-compte", mot_de_passe_actuel=OWN, mot_de_passe=NEW, confirmation=NEW)
    assert answer.status_code == 303
    assert [kind for kind, _ in site.events()][-2:] == ["credential.spent", "account.activated"]
    assert (spent(site), ended(site)) == ([1, 2], 2)
    with site.visitor() as browser:
        assert browser.sign_in(people.login, sheet).status_code == 400


def test_closing_ends_the_sheet_without_an_event_of_its_own(site: Site) -> None:
    people, family = site.settled_family()
    renew(site, people)
    assert family.submit("mon-compte/fermer", mot_de_passe_actuel=OWN).status_code == 303
    assert (spent(site), ended(site)) == ([1], 2)


def test_a_replaced_sheet_lets_nobody_choose_who_came_in_with_it(site: Site) -> None:
    people = site.family()
    with site.visitor() as browser:
        assert browser.sign_in(people.login, people.password).status_code == 303
        sheet = renew(site, people)
        answer = browser.submit("choisir-mot-de-passe", mot_de_passe=OWN, confirmation=OWN)
        assert "connexion" in answer.headers.get("location", "") or answer.status_code >= 400
    assert site.portal.rows("SELECT password_hash FROM account") == [(None,)]
    with site.visitor() as browser:
        assert browser.sign_in(people.login, sheet).status_code == 303


def test_the_office_hears_it_and_tells_it_back_while_the_family_is_choosing(site: Site) -> None:
    people = site.family()
    with site.visitor() as browser:
        assert browser.sign_in(people.login, people.password).status_code == 303
        people.state = replace(people.state, credential=None, ended=1)
        site.tell(people)
        answer = browser.submit("choisir-mot-de-passe", mot_de_passe=OWN, confirmation=OWN)
        assert answer.headers["location"].endswith("mon-espace")
    with site.visitor() as browser:
        assert browser.sign_in(people.login, OWN).status_code == 303


def test_the_wrong_person_s_own_password_dies_and_the_next_one_lives(site: Site) -> None:
    people, family = site.settled_family()
    ((generation,),) = site.portal.rows("SELECT generation FROM account")
    site.tell(people, credential=None, ended=1, sessions_ended=1, own_ended=generation)
    assert family.space().status_code == 303
    with site.visitor() as browser:
        assert browser.sign_in(people.login, OWN).status_code == 400
        assert browser.sign_in(people.login, renew(site, people)).status_code == 303
        assert browser.submit("choisir-mot-de-passe", mot_de_passe=NEW, confirmation=NEW).status_code == 303
    # The office tells the very same again: it is about the former one.
    site.tell(people, own_ended=generation)
    with site.visitor() as browser:
        assert browser.sign_in(people.login, NEW).status_code == 303
