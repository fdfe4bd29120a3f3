"""Logins and addresses that change hands within a batch: swaps and rings pass, what collides is put back."""

import itertools

import pytest

from tests.portal.api.outcomes import DONE, refused
from tests.portal.conftest import Portal
from tests.portal.office import Office
from turbo_admin.protocol.messages import Change

LETTERS = ("a", "b", "c")


@pytest.fixture
def three(office: Office) -> Office:
    """An office with accounts `a1` to `a3`, whose logins are login-1 … and addresses a@, b@, c@."""
    batch = [moved(office, number, number - 1) for number in (1, 2, 3)]
    assert office.send(office.diner(), *batch) == [DONE] * 4
    return office


def moved(office: Office, number: int, place: int, login: int = 0) -> Change:
    return office.account(
        f"a{number}", email=f"{LETTERS[place]}@exemple.fr", login=f"login-{login or number}"
    )


def addresses(portal: Portal) -> str:
    return "".join(email[0] for (email,) in portal.rows("SELECT email FROM account ORDER BY account_id"))


def logins(portal: Portal) -> list[str]:
    return [login for (login,) in portal.rows("SELECT login FROM account ORDER BY account_id")]


@pytest.mark.parametrize("places", [one for one in itertools.permutations(range(3)) if one != (0, 1, 2)])
def test_addresses_swap_and_turn_in_a_ring(portal: Portal, three: Office, places: tuple[int, ...]) -> None:
    batch = [moved(three, number, place) for number, place in enumerate(places, 1)]
    assert three.send(*batch) == [DONE] * 3
    assert addresses(portal) == "".join(LETTERS[place] for place in places)


def test_logins_turn_in_a_ring_too(portal: Portal, three: Office) -> None:
    batch = [moved(three, number, number - 1, login=number % 3 + 1) for number in (1, 2, 3)]
    assert three.send(*batch) == [DONE] * 3
    assert logins(portal) == ["login-2", "login-3", "login-1"]


def test_half_of_a_swap_is_refused_and_passes_with_the_other_half(portal: Portal, three: Office) -> None:
    one, other = moved(three, 1, 1), moved(three, 2, 0)
    assert three.send(one) == [refused("email_taken")]
    assert three.send(other) == [refused("email_taken")]
    assert addresses(portal) == "abc"
    assert three.send(one, other) == [DONE] * 2
    assert addresses(portal) == "bac"


def test_who_is_put_back_may_make_another_collide(portal: Portal, three: Office) -> None:
    # 1 wants b, 2 wants c, and 3, who has c, names a diner that is not there: nobody may move.
    third = three.account("a3", email="a@exemple.fr", login="login-3", diner_ids=["d9"])
    assert three.send(moved(three, 1, 1), moved(three, 2, 2), third) == [
        refused("email_taken"),
        refused("email_taken"),
        refused("unknown_diner"),
    ]
    assert addresses(portal) == "abc"


def test_of_two_that_want_one_address_the_first_has_it(portal: Portal, office: Office) -> None:
    first, second = office.account("a1", email="x@exemple.fr"), office.account("a2", email="X@exemple.fr")
    assert office.send(office.diner(), first, second) == [DONE, DONE, refused("email_taken")]


def test_whoever_has_it_keeps_it_before_the_first(portal: Portal, three: Office) -> None:
    # The one that has the address changes its login; the first of the batch wants the address.
    wants = moved(three, 1, 1)
    has = moved(three, 2, 1, login=9)
    assert three.send(wants, has) == [refused("email_taken"), DONE]
    assert logins(portal) == ["login-1", "login-9", "login-3"]


def test_an_account_that_closes_gives_its_address_to_another_at_once(portal: Portal, three: Office) -> None:
    takes = moved(three, 1, 1)
    closes = three.account("a2", email="b@exemple.fr", login="login-2", state="closed")
    assert three.send(takes, closes) == [DONE] * 2
    assert addresses(portal) == "bbc"


def test_an_address_that_the_family_has_changed_since_stays_its_own(portal: Portal, three: Office) -> None:
    portal.rows(
        "UPDATE account SET email = 'n@x.fr', email_key = 'n@x.fr', family_rev = 5 WHERE account_id = 'a1'"
    )
    # The office tells what it knew: it is right about everything else, and the address is free for another.
    assert three.send(moved(three, 1, 0, login=8), moved(three, 2, 0)) == [DONE] * 2
    assert addresses(portal) == "nac"
    assert logins(portal)[0] == "login-8"
