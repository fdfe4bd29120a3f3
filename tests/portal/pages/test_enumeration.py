"""Nobody can tell from outside whether an account exists: one answer, one hash, one number of statements."""

from typing import Any

import pytest

from tests.database_work import counted_work
from tests.portal.conftest import Portal
from tests.portal.site import OWN, Site, Visitor
from turbo_admin.portal.base.throttle import Limit, Limits

PLENTY = Limit(Limits().guesses.window, (0,) * 5000)
NO_LIMIT = Limits(
    guesses=PLENTY,
    failures_of_address=PLENTY,
    forgotten_of_name=PLENTY,
    forgotten_of_address=PLENTY,
)
STATES = (
    "unknown",
    "to activate",
    "active",
    "lent",
    "blocked",
    "closed",
    "expired",
    "no address",
    "throttled",
)
IGNORED = {"date", "x-request-id", "set-cookie"}


@pytest.fixture
def names(portal: Portal) -> Any:
    """A site where one account is in each state, and how each is called."""
    with Site(portal, limits=NO_LIMIT) as site:
        found = {"unknown": "zz999999"}
        for number, state in enumerate(STATES[1:], 1):
            address = "" if state == "no address" else None
            if state in {"to activate", "expired", "no address"}:
                people = site.family(number, email=address)
            else:
                people, _ = site.settled_family(number)
            found[state] = people.login
            if state in {"blocked", "closed"}:
                site.set_state(people, state)
            if state == "lent":
                with site.visitor() as forgetful:
                    forgetful.submit("mot-de-passe-oublie", identifiant=people.login)
            if state == "throttled":
                site.portal.rows(
                    "UPDATE account SET last_sign_in_at = now() WHERE account_id = :id", id=people.account_id
                )
        site.portal.rows(
            "UPDATE provisional SET expires_at = now() - interval '1 year' WHERE account_id = 'a6'"
        )
        yield site, found


def same(answer: Any, name: str) -> tuple[int, dict[str, str], str]:
    headers = {key: value for key, value in answer.headers.items() if key not in IGNORED}
    return answer.status_code, headers, answer.text.replace(name, "NAME").replace("zz999999", "NAME")


def post(visitor: Visitor, path: str, hidden: dict[str, str], **fields: str) -> Any:
    return visitor.request("POST", path, data={**hidden, **fields})


def test_sign_in_answers_alike_and_hashes_once_whatever_the_account(
    names: tuple[Site, dict[str, str]],
) -> None:
    site, accounts = names
    with site.visitor() as visitor:
        hidden = visitor.hidden(visitor.get("connexion"))
        answers = []
        for state, name in accounts.items():
            before = site.hasher.total
            answer = post(visitor, "connexion", hidden, identifiant=name, mot_de_passe="pas le bon du tout")
            assert site.hasher.total - before == 1, state
            answers.append(same(answer, name))
        assert all(answer == answers[0] for answer in answers)
        assert answers[0][0] == 400


def test_the_right_password_of_an_account_that_may_not_sign_in_answers_alike(
    names: tuple[Site, dict[str, str]],
) -> None:
    site, accounts = names
    with site.visitor() as visitor:
        hidden = visitor.hidden(visitor.get("connexion"))
        reference = same(
            post(visitor, "connexion", hidden, identifiant="zz999999", mot_de_passe="x"), "zz999999"
        )
        for state in ("blocked", "closed"):
            before = site.hasher.total
            answer = post(visitor, "connexion", hidden, identifiant=accounts[state], mot_de_passe=OWN)
            assert site.hasher.total - before == 1
            assert same(answer, accounts[state]) == reference


def test_a_right_password_costs_one_hash_too(names: tuple[Site, dict[str, str]]) -> None:
    site, accounts = names
    for state in ("active", "lent"):
        with site.visitor() as visitor:
            hidden = visitor.hidden(visitor.get("connexion"))
            before = site.hasher.total
            answer = post(visitor, "connexion", hidden, identifiant=accounts[state], mot_de_passe=OWN)
            assert answer.status_code == 303
            assert site.hasher.total - before == 1


def test_forgotten_answers_alike_and_hashes_once_whatever_the_account(
    names: tuple[Site, dict[str, str]],
) -> None:
    site, accounts = names
    with site.visitor() as visitor:
        hidden = visitor.hidden(visitor.get("mot-de-passe-oublie"))
        answers = []
        for state, name in accounts.items():
            before = site.hasher.total
            answer = post(visitor, "mot-de-passe-oublie", hidden, identifiant=name)
            assert site.hasher.total - before == 1, state
            answers.append(same(answer, name))
        assert all(answer == answers[0] for answer in answers)


def test_a_throttled_name_answers_like_any_other(portal: Portal) -> None:
    with Site(portal) as site, site.visitor() as visitor:
        people, _ = site.settled_family()
        hidden = visitor.hidden(visitor.get("connexion"))
        for name in (people.login, "zz999999"):
            answers = []
            for _ in range(9):
                before = site.hasher.total
                answers.append(
                    same(post(visitor, "connexion", hidden, identifiant=name, mot_de_passe="x"), name)
                )
                assert site.hasher.total - before == 1
            right = post(visitor, "connexion", hidden, identifiant=name, mot_de_passe=OWN)
            answers.append(same(right, name))
            assert all(answer == answers[0] for answer in answers)


def test_asking_for_an_account_says_nothing_of_those_that_exist(site: Site, visitor: Visitor) -> None:
    site.settled_family()
    form = {"carte": "04217", "nom": "NGUYỄN", "prenom": "Léa"}
    known = visitor.submit("creer-un-compte", **form, email="famille1@exemple.fr")
    unknown = visitor.submit("creer-un-compte", **form, email="nobody@exemple.fr")
    assert same(known, "") == same(unknown, "")


def test_the_work_of_an_answer_says_nothing_either(names: tuple[Site, dict[str, str]]) -> None:
    """What an answer is made of, hashes apart. Its time: `make bench`, row `portal-known`."""
    site, accounts = names
    statements = {}
    with site.visitor() as visitor:
        hidden = visitor.hidden(visitor.get("connexion"))
        for state in ("unknown", "active", "blocked", "to activate"):
            with counted_work() as work:
                post(visitor, "connexion", hidden, identifiant=accounts[state], mot_de_passe="pas le bon")
            statements[state] = work.statements
    assert len(set(statements.values())) == 1, statements
