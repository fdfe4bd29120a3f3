"""« Changer mon adresse e-mail »: asked with the password, confirmed from the new mailbox, told to the former one."""

import pytest

from tests.portal.site import OWN, People, Site, Visitor
from turbo_admin.protocol.states import AccountState

NEW = "nouvelle.adresse@exemple.fr"


def ask(family: Visitor, email: str = NEW, password: str = OWN):  # type: ignore[no-untyped-def]
    return family.submit("mon-compte/adresse", email=email, mot_de_passe_actuel=password)


def link(site: Site) -> str:
    """The link of the last mail to a new address."""
    return f"confirmer-adresse/{site.mails('adresse')[-1][4]}"


def addresses(site: Site) -> list[tuple[str, int]]:
    return site.portal.rows("SELECT email, family_rev FROM account ORDER BY account_id")


def kinds(site: Site) -> list[tuple[str, str]]:
    return [(kind, to) for kind, to, *_ in site.mails() if kind.startswith("adresse")]


def test_an_address_changes_when_the_button_of_its_mail_is_pressed(site: Site, visitor: Visitor) -> None:
    people, family = site.settled_family()
    assert ask(family).headers["location"] == f"/e/{site.uai}/mon-compte"
    page = family.get("mon-compte").text
    assert "Un e-mail vient de partir à votre nouvelle adresse" in page
    assert NEW in page
    assert addresses(site) == [(people.email, 0)]
    # The mailbox is the proof: any browser will do.
    assert "C’est fait" in visitor.submit(link(site)).text
    assert addresses(site) == [(NEW, 3)]
    assert sorted(kinds(site)) == [
        ("adresse", NEW),
        ("adresse-changee", people.email),
        ("adresse-demandee", people.email),
    ]
    kind, body = site.events()[-1]
    assert (kind, body["account_id"], body["email"]) == ("account.email_changed", people.account_id, NEW)
    assert visitor.sign_in(people.email, OWN).status_code == 400
    assert visitor.sign_in(NEW, OWN).status_code == 303
    assert family.space().status_code == 200


@pytest.mark.parametrize("path", ["mon-compte/adresse", "mon-compte/adresse/annuler", "confirmer-adresse/x"])
def test_they_refuse_the_wrong_method(visitor: Visitor, path: str) -> None:
    assert visitor.request("PUT", path).status_code == 405


def test_they_refuse_a_stranger(site: Site, visitor: Visitor) -> None:
    site.settled_family()
    assert (
        visitor.get("mon-compte/adresse").headers["location"].partition("?")[0] == f"/e/{site.uai}/connexion"
    )
    for path in ("mon-compte/adresse", "mon-compte/adresse/annuler"):
        answer = visitor.submit(path, form_at="connexion", email=NEW, mot_de_passe_actuel=OWN)
        assert answer.headers["location"].partition("?")[0] == f"/e/{site.uai}/connexion"
    assert site.mails("adresse") == []


def test_a_mail_scanner_confirms_nothing(site: Site, visitor: Visitor) -> None:
    people, family = site.settled_family()
    ask(family)
    visitor.request("HEAD", link(site))
    for _ in range(3):
        assert visitor.get(link(site)).status_code == 200
    assert addresses(site) == [(people.email, 0)]
    assert visitor.submit(link(site)).status_code == 200
    assert addresses(site) == [(NEW, 3)]


def test_a_link_serves_once(site: Site, visitor: Visitor) -> None:
    _, family = site.settled_family()
    ask(family)
    assert visitor.submit(link(site)).status_code == 200
    again = visitor.submit(link(site))
    assert again.status_code == 400
    assert "plus valable" in again.text
    assert addresses(site) == [(NEW, 3)]
    assert [kind for kind, _ in site.events()].count("account.email_changed") == 1


def test_a_link_dies_after_a_day(site: Site, visitor: Visitor) -> None:
    people, family = site.settled_family()
    ask(family)
    site.clock.advance(hours=25)
    assert visitor.submit(link(site)).status_code == 400
    assert addresses(site) == [(people.email, 0)]


def test_only_the_last_address_asked_for_can_be_confirmed(site: Site, visitor: Visitor) -> None:
    _, family = site.settled_family()
    ask(family, "premiere@exemple.fr")
    first = link(site)
    site.clock.advance(minutes=1)
    ask(family)
    assert visitor.submit(first).status_code == 400
    assert visitor.submit(link(site)).status_code == 200
    assert addresses(site) == [(NEW, 3)]


def test_a_change_of_address_can_be_given_up(site: Site, visitor: Visitor) -> None:
    people, family = site.settled_family()
    ask(family)
    assert family.submit("mon-compte/adresse/annuler", form_at="mon-compte/adresse").status_code == 303
    assert NEW not in family.get("mon-compte").text
    assert visitor.submit(link(site)).status_code == 400
    assert addresses(site) == [(people.email, 0)]


def test_a_new_password_kills_the_link_that_a_thief_has_asked_for(site: Site, visitor: Visitor) -> None:
    people, family = site.settled_family()
    ask(family)
    other = "un autre très bon choix"
    family.submit("mon-compte", mot_de_passe_actuel=OWN, mot_de_passe=other, confirmation=other)
    assert visitor.submit(link(site)).status_code == 400
    assert addresses(site) == [(people.email, 0)]


def test_an_address_that_looks_mistyped_is_asked_about_once(site: Site) -> None:
    _, family = site.settled_family()
    odd = "alex@gmial.com"
    page = ask(family, email=odd)
    assert page.status_code == 400
    assert "vouliez-vous écrire alex@gmail.com" in page.text
    assert site.mails("adresse") == []
    again = {**family.hidden(page), "email": odd, "mot_de_passe_actuel": OWN}
    assert family.request("POST", "mon-compte/adresse", data=again).status_code == 303
    assert [mail[1] for mail in site.mails("adresse")] == [odd]


def test_the_password_is_asked_and_what_was_typed_is_kept(site: Site) -> None:
    _, family = site.settled_family()
    page = ask(family, password="pas le mien du tout")
    assert page.status_code == 400
    assert "Ce n’est pas votre mot de passe actuel." in page.text
    assert f'value="{NEW}"' in page.text
    assert site.mails("adresse") == []


def test_a_stolen_session_cannot_guess_the_password_here_either(site: Site) -> None:
    _, family = site.settled_family()
    for _ in range(10):
        assert ask(family, password="pas le mien du tout").status_code == 400
    assert ask(family).status_code == 400
    assert site.mails("adresse") == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Indiquez une adresse"), ("pas une adresse", "pas valable"), ("a\0b@c", "pas valable")],
)
def test_a_bad_address_is_explained(site: Site, typed: str, said: str) -> None:
    _, family = site.settled_family()
    page = ask(family, typed)
    assert page.status_code == 400
    assert said in page.text


def test_the_same_address_is_no_change(site: Site) -> None:
    people, family = site.settled_family()
    assert "déjà votre adresse" in ask(family, people.email.upper()).text


def test_who_asks_does_not_learn_that_an_address_is_another_account_s(site: Site, visitor: Visitor) -> None:
    """One address, one account in a school; only the mailbox itself is told that it is taken."""
    _, family = site.settled_family(1)
    other = site.family(2)
    free, taken = ask(family), ask(family, other.email)
    assert (free.status_code, free.headers["location"]) == (taken.status_code, taken.headers["location"])
    page = family.get("mon-compte").text
    assert "Un e-mail vient de partir" in page
    assert other.email in page
    asked = ("adresse-demandee", "famille1@exemple.fr")
    assert sorted(kinds(site)) == [("adresse", NEW), asked, asked, ("adresse-prise", other.email)]
    assert site.mails("adresse-prise")[0][4] == ""  # no link in it


def test_an_address_of_a_closed_account_or_of_another_school_is_free(site: Site, visitor: Visitor) -> None:
    _, family = site.settled_family(1)
    closed = site.family(2)
    site.set_state(closed, "closed")
    ask(family, closed.email)
    assert visitor.submit(link(site)).status_code == 200
    site.clock.advance(minutes=1)
    elsewhere = site.family(3, uai=site.portal.other_uai)
    ask(family, elsewhere.email)
    assert visitor.submit(link(site)).status_code == 200
    assert addresses(site)[0] == (elsewhere.email, 4)


def test_an_address_taken_meanwhile_is_refused_at_the_button(site: Site, visitor: Visitor) -> None:
    people, family = site.settled_family(1)
    ask(family)
    site.family(2, email=NEW)
    page = visitor.submit(link(site))
    assert page.status_code == 400
    assert "Cette adresse sert déjà" in page.text
    assert addresses(site)[0] == (people.email, 0)


def test_a_family_cannot_have_mails_sent_all_day(site: Site) -> None:
    _, family = site.settled_family()
    for number in range(5):
        assert ask(family, f"a{number}@exemple.fr").status_code == 303
    page = ask(family)
    assert page.status_code == 400
    assert "réessayez demain" in page.text
    assert len(site.mails("adresse")) == 5
    site.clock.advance(hours=25)
    family.sign_in("famille1@exemple.fr", OWN)
    assert ask(family).status_code == 303


def test_what_was_lent_through_the_former_mailbox_opens_nothing_any_more(
    site: Site, visitor: Visitor
) -> None:
    people, family = site.settled_family()
    visitor.submit("mot-de-passe-oublie", identifiant=people.login)
    ((_, _, _, lent, _),) = site.mails("oubli")
    ask(family)
    visitor.submit(link(site))
    assert visitor.sign_in(people.login, lent).status_code == 400
    assert visitor.sign_in(people.login, OWN).status_code == 303


def test_an_account_on_paper_gets_its_first_address(site: Site, visitor: Visitor) -> None:
    _, family = site.settled_family(email="")
    assert "Indiquer mon adresse e-mail" in family.get("mon-compte").text
    ask(family)
    visitor.submit(link(site))
    assert addresses(site) == [(NEW, 3)]
    assert kinds(site) == [("adresse", NEW)]


def test_a_blocked_account_confirms_nothing(site: Site, visitor: Visitor) -> None:
    people, family = site.settled_family()
    ask(family)
    site.set_state(people, "blocked")
    assert visitor.submit(link(site)).status_code == 400
    site.set_state(people, "open")
    assert visitor.submit(link(site)).status_code == 400
    assert addresses(site) == [(people.email, 0)]


def changed(site: Site, visitor: Visitor) -> People:
    """A family that has another address than the office knows of."""
    people, family = site.settled_family()
    ask(family)
    visitor.submit(link(site))
    return people


def test_an_office_that_has_not_heard_of_it_keeps_the_family_s_address(site: Site, visitor: Visitor) -> None:
    people = changed(site, visitor)
    state = AccountState(login=people.login, email=people.email, diner_ids=["d1a"])
    site.change("account", people.account_id, state)
    assert addresses(site) == [(NEW, 3)]
    # What it says of everything else stands.
    assert site.portal.rows("SELECT diner_id FROM attachment") == [("d1a",)]


def test_an_office_that_has_heard_of_it_may_correct_it(site: Site, visitor: Visitor) -> None:
    people = changed(site, visitor)
    state = AccountState(login=people.login, email="corrigee@exemple.fr", diner_ids=["d1a"], family_rev=3)
    site.change("account", people.account_id, state)
    assert addresses(site) == [("corrigee@exemple.fr", 3)]
