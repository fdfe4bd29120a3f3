"""« Se connecter » and leaving."""

import re
import threading
from collections.abc import Sequence
from html import unescape

import pytest
from argon2 import PasswordHasher

from tests.portal.conftest import Portal
from tests.portal.site import OWN, CountingHasher, Site, Visitor
from turbo_admin.core.credentials.rules import salt_of
from turbo_admin.protocol.states import AccountState


def test_a_provisional_password_leads_to_choosing_ones_own(site: Site, visitor: Visitor) -> None:
    people = site.family()
    answer = visitor.sign_in(people.login, people.password)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/e/{site.uai}/choisir-mot-de-passe")


@pytest.mark.parametrize(
    "name", ["ln482717", "LN482717", " ln482717 ", "famille1@exemple.fr", "Famille1@Exemple.FR"]
)
def test_ones_own_password_leads_to_ones_space(site: Site, name: str) -> None:
    site.settled_family()
    with site.visitor() as visitor:
        answer = visitor.sign_in(name, OWN)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/e/{site.uai}/mon-espace")
        assert "Léa NGUYỄN1" in visitor.space().text


def test_it_refuses_the_wrong_method(visitor: Visitor) -> None:
    assert visitor.request("PUT", "connexion").status_code == 405
    assert visitor.get("deconnexion").status_code == 405


def test_it_refuses_a_stranger_and_keeps_the_name(site: Site, visitor: Visitor) -> None:
    answer = visitor.sign_in("nobody<i>", "pas le bon mot")
    assert answer.status_code == 400
    assert "<title>Erreur\u00a0: Se connecter" in answer.text
    assert "pas le bon mot" not in answer.text
    assert "nobody&lt;i&gt;" in answer.text
    assert visitor.space().headers["location"].partition("?")[0] == f"/e/{site.uai}/connexion"


@pytest.mark.parametrize(
    "spell", [str.upper, lambda text: text.replace("-", ""), lambda text: f" {text.replace('-', ' ')} "]
)
def test_a_provisional_password_is_known_however_it_is_spelt(
    site: Site, visitor: Visitor, spell: object
) -> None:
    people = site.family()
    assert callable(spell)
    assert visitor.sign_in(people.login, spell(people.password)).status_code == 303


def test_a_provisional_password_and_its_link_serve_once(site: Site, visitor: Visitor) -> None:
    people = site.family()
    assert visitor.sign_in(people.login, people.password).status_code == 303
    with site.visitor() as other:
        assert other.sign_in(people.login, people.password).status_code == 400
        assert other.submit(f"activer/{people.link_token}").status_code == 400


def test_whoever_signed_in_with_it_can_still_finish(site: Site, visitor: Visitor) -> None:
    people = site.family()
    visitor.sign_in(people.login, people.password)
    site.clock.advance(minutes=25)
    assert visitor.submit("choisir-mot-de-passe", mot_de_passe=OWN, confirmation=OWN).status_code == 303


def test_of_ten_hands_on_one_provisional_password_one_gets_in(site: Site) -> None:
    people = site.family()
    statuses: list[int] = []

    def try_it() -> None:
        with site.visitor() as somebody:
            statuses.append(somebody.sign_in(people.login, people.password).status_code)

    threads = [threading.Thread(target=try_it) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303] + [400] * 9


def test_an_expired_provisional_password_is_worthless(site: Site, visitor: Visitor) -> None:
    people = site.family(days=30)
    site.clock.advance(days=31)
    assert visitor.sign_in(people.login, people.password).status_code == 400


@pytest.mark.parametrize("state", ["blocked", "closed"])
def test_a_blocked_account_is_out_at_once(site: Site, state: str) -> None:
    people, family = site.settled_family()
    assert family.space().status_code == 200
    site.set_state(people, state)
    assert family.space().status_code == 303
    with site.visitor() as visitor:
        assert visitor.sign_in(people.login, OWN).status_code == 400


def test_the_office_hears_of_one_sign_in_a_day(site: Site) -> None:
    people, _ = site.settled_family()
    # Choosing the password was a sign-in, and told as such.
    assert [kind for kind, _ in site.events()] == ["credential.spent", "account.activated"]
    for hours, told in ((1, 0), (23, 1), (1, 1), (24, 2)):
        site.clock.advance(hours=hours)
        with site.visitor() as visitor:
            assert visitor.sign_in(people.login, "pas le bon mot").status_code == 400
            assert visitor.sign_in(people.login, OWN).status_code == 303
        heard = [body for kind, body in site.events() if kind == "account.signed_in"]
        assert len(heard) == told
    assert heard[-1]["account_id"] == people.account_id


def test_of_ten_hands_signing_in_on_a_new_day_one_is_told(site: Site) -> None:
    people, _ = site.settled_family()
    site.clock.advance(days=1)

    def try_it() -> None:
        with site.visitor() as somebody:
            assert somebody.sign_in(people.login, OWN).status_code == 303

    threads = [threading.Thread(target=try_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [kind for kind, _ in site.events()][1:] == ["account.activated", "account.signed_in"]


def test_a_guardian_who_is_detached_loses_sight_at_once_and_a_blocked_link_is_dead(site: Site) -> None:
    people, family = site.settled_family()
    assert "Łukasz" in family.space().text
    body = AccountState(login=people.login, email=people.email, diner_ids=["d1a"])
    site.change("account", people.account_id, body)
    page = family.space()
    assert page.status_code == 200
    assert "Léa" in page.text
    assert "Łukasz" not in page.text
    other = site.family(2)
    site.set_state(other, "blocked")
    with site.visitor() as visitor:
        assert visitor.submit(f"activer/{other.link_token}").status_code == 400
    # Unblocked, the same sheet opens again; closed and opened again, it does not.
    site.set_state(other, "open")
    with site.visitor() as visitor:
        assert visitor.sign_in(other.login, other.password).status_code == 303
    third = site.family(3)
    site.set_state(third, "closed")
    site.set_state(third, "open")
    with site.visitor() as visitor:
        assert visitor.sign_in(third.login, third.password).status_code == 400


def test_signing_in_gives_a_new_session_whatever_the_browser_held(site: Site, visitor: Visitor) -> None:
    people, _ = site.settled_family()
    cookie = f"session-{site.uai}"
    visitor.http.cookies.set(cookie, "planted-by-somebody-else", domain="127.0.0.1", path="/")
    visitor.sign_in(people.login, OWN)
    first = visitor.http.cookies.get(cookie, domain="127.0.0.1")
    visitor.http.cookies.clear()
    visitor.http.cookies.set(cookie, first, domain="127.0.0.1", path="/")
    page = visitor.get("connexion", cookies={cookie: ""})
    assert first != "planted-by-somebody-else"
    visitor.request(
        "POST", "connexion", data={**visitor.hidden(page), "identifiant": people.login, "mot_de_passe": OWN}
    )
    sessions = site.portal.rows("SELECT token_hash FROM session")
    assert len(first or "") >= 43
    assert all(first not in row for row in sessions)


def test_a_former_session_of_the_same_browser_ends_when_it_signs_in_again(site: Site) -> None:
    people, family = site.settled_family()
    with site.visitor() as thief:
        thief.http.cookies.update(family.http.cookies)
        assert thief.space().status_code == 200
        page = family.get("mot-de-passe-oublie")
        data = {**family.hidden(page), "identifiant": people.login, "mot_de_passe": OWN}
        assert family.request("POST", "connexion", data=data).status_code == 303
        assert family.space().status_code == 200
        assert thief.space().status_code == 303


def test_a_session_sleeps_after_half_an_hour_and_dies_after_twelve(site: Site) -> None:
    _, family = site.settled_family()
    site.clock.advance(minutes=29)
    assert family.space().status_code == 200
    site.clock.advance(minutes=31)
    assert family.space().status_code == 303
    family.sign_in("ln482717", OWN)
    for _ in range(25):
        site.clock.advance(minutes=28)
        assert family.space().status_code == 200
    site.clock.advance(minutes=28)
    assert family.space().status_code == 303


def test_leaving_ends_the_session_itself_not_only_the_cookie(site: Site) -> None:
    _, family = site.settled_family()
    with site.visitor() as thief:
        thief.http.cookies.update(family.http.cookies)
        answer = family.submit("deconnexion", form_at="mon-espace")
        assert answer.headers["location"] == f"/e/{site.uai}"
        assert "Vous êtes déconnecté." in family.get().text
        assert thief.space().status_code == 303


def test_leaving_from_another_site_does_nothing(site: Site) -> None:
    _, family = site.settled_family()
    token = family.hidden(family.space())
    answer = family.request(
        "POST",
        "deconnexion",
        data=token,
        headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    )
    assert answer.status_code == 403
    assert (
        family.request(
            "POST", "deconnexion", data=token, headers={"Origin": "https://evil.example"}
        ).status_code
        == 403
    )
    assert family.space().status_code == 200


def test_a_session_of_one_school_is_nothing_in_another(site: Site) -> None:
    _, family = site.settled_family()
    family.uai = site.portal.other_uai
    token = family.http.cookies.get(f"session-{site.uai}")
    family.http.cookies.set(f"session-{family.uai}", token, domain="127.0.0.1", path="/")
    assert family.space().status_code == 303


def test_the_same_login_in_two_schools_never_meets(site: Site, visitor: Visitor) -> None:
    site.settled_family()
    site.family(1, uai=site.portal.other_uai)
    visitor.uai = site.portal.other_uai
    assert visitor.sign_in("ln482717", OWN).status_code == 400


def test_a_hash_made_with_other_parameters_is_made_again(site: Site, visitor: Visitor) -> None:
    site.settled_family()
    ((before,),) = site.portal.rows("SELECT password_hash FROM account")
    old = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(OWN, salt=salt_of(before))
    site.portal.rows("UPDATE account SET password_hash = :old", old=old)
    assert visitor.sign_in("ln482717", OWN).status_code == 303
    assert site.portal.rows("SELECT password_hash FROM account") == [(before,)]


def test_hostile_names_and_passwords_get_the_same_answer(site: Site, visitor: Visitor) -> None:
    page = visitor.get("connexion")
    token = visitor.hidden(page)["_csrf_token"]
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for name, password in [
        ("x%00", "%00"),
        ("%ED%A0%80", "%FF%FE"),
        ("x" * 20_000, "y" * 20_000),
        ("'--", "' OR 1=1"),
    ]:
        body = f"_csrf_token={token}&identifiant={name}&mot_de_passe={password}"
        answer = visitor.request("POST", "connexion", data=body.encode(), headers=form)
        assert answer.status_code == 400
        assert "ne convient pas" in unescape(answer.text)


def test_over_https_cookies_bear_the_prefix(portal: Portal) -> None:
    with Site(portal, public_url="https://repas.exemple.fr") as site, site.visitor() as visitor:
        cookie = visitor.get("connexion").headers["set-cookie"]
        assert cookie.startswith("__Host-csrf=")
        for part in ("Secure", "HttpOnly", "Path=/", "SameSite=lax"):
            assert part in cookie
        assert "Domain" not in cookie


def test_over_https_leaving_has_the_browser_forget_what_it_kept(portal: Portal) -> None:
    with Site(portal, public_url="https://repas.exemple.fr") as site, site.visitor() as visitor:
        form = visitor.get("connexion")
        token = visitor.hidden(form)
        cookie = form.headers["set-cookie"].partition(";")[0]
        answer = visitor.request("POST", "deconnexion", data=token, headers={"Cookie": cookie})
        assert answer.status_code == 303
        assert answer.headers["clear-site-data"] == '"cache", "storage"'


class HeldHasher(CountingHasher):
    """Computes no hash before it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go = threading.Event(), threading.Event()

    def match(self, hashes: Sequence[str], password: str) -> int | None:
        self.begun.set()
        self.go.wait(20)
        return super().match(hashes, password)


def test_a_portal_too_busy_to_hash_says_so_before_it_counts_a_try(portal: Portal) -> None:
    hasher = HeldHasher()
    with Site(portal, hasher=hasher, hashes_at_most=0) as site:
        first, second = site.visitor(), site.visitor()
        waiting = threading.Thread(target=first.sign_in, args=("quelqu.un", OWN))
        waiting.start()
        assert hasher.begun.wait(20)
        counted = portal.rows("SELECT count(*), sum(count) FROM throttle")
        refused = second.sign_in("quelqu.un", OWN)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
        assert portal.rows("SELECT count(*), sum(count) FROM throttle") == counted
        hasher.go.set()
        waiting.join()
        assert second.sign_in("quelqu.un", OWN).status_code == 400


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [
        ("", "", ["Indiquez votre identifiant ou votre adresse e-mail.", "Indiquez votre mot de passe."]),
        ("ln482717", "", ["Indiquez votre mot de passe."]),
        ("nobody", " ", ["Indiquez votre mot de passe."]),
        (" ", "x", ["Indiquez votre identifiant ou votre adresse e-mail."]),
    ],
)
def test_what_is_missing_is_asked_for_and_is_no_try(
    site: Site, visitor: Visitor, name: str, password: str, said: list[str]
) -> None:
    site.family()
    page = visitor.sign_in(name, password)
    assert page.status_code == 400
    assert "<title>Erreur\u00a0: Se connecter" in page.text
    assert re.findall(r"Indiquez [^<]+", page.text.partition("</ul>")[0]) == said
    assert "ne convient pas" not in page.text
    assert site.hasher.total == 0
    assert site.portal.rows("SELECT count(*) FROM throttle") == [(0,)]
