"""The alerts that come from what surrounds a request, as a table."""

import pytest

from turbo_admin.core.matching.alerts import Alert, Around, asked_twice, with_surroundings
from turbo_admin.core.matching.evidence import MatchRequest

ROSTER = (Alert.LAST_NAME_DIFFERS,)
# has account, asked twice, e-mail in use, e-mail rejected -> alerts after the roster's
TABLE = [
    (False, False, False, False, ()),
    (True, False, False, False, (Alert.HAS_ACCOUNT,)),
    (False, True, False, False, (Alert.ASKED_TWICE,)),
    (False, False, True, False, (Alert.EMAIL_IN_USE,)),
    (False, False, False, True, (Alert.EMAIL_REJECTED,)),
    (True, False, True, False, (Alert.HAS_ACCOUNT, Alert.EMAIL_IN_USE)),
    (
        *(True, True, True, True),
        (Alert.HAS_ACCOUNT, Alert.ASKED_TWICE, Alert.EMAIL_IN_USE, Alert.EMAIL_REJECTED),
    ),
]


@pytest.mark.parametrize(("account", "twice", "in_use", "rejected", "alerts"), TABLE)
def test_what_surrounds_a_request_is_told_after_what_the_roster_says(
    account: bool, twice: bool, in_use: bool, rejected: bool, alerts: tuple[Alert, ...]
) -> None:
    around = Around(account, twice, in_use, rejected)

    assert with_surroundings(ROSTER, around) == (*ROSTER, *alerts)
    assert with_surroundings((), around) == alerts


def test_an_alert_is_told_once() -> None:
    assert with_surroundings((Alert.LEFT, Alert.LEFT), Around()) == (Alert.LEFT,)


# card, last, first, e-mail of another request -> whether it says what (04217, MARTIN, Léa, a@ex.fr) says
REPEATS = [
    ("04217", "MARTIN", "Léa", "a@ex.fr", True),
    ("4217", "martin", "LEA", "A@EX.FR", True),
    ("0683-04217", "Léa", "Martin", "a@ex.fr", True),
    ("04218", "MARTIN", "Léa", "a@ex.fr", False),
    ("04217", "MARTIN", "Léo", "a@ex.fr", False),
    ("04217", "MARTIN", "Léa", "b@ex.fr", False),
    ("", "MARTIN", "Léa", "a@ex.fr", False),
]


@pytest.mark.parametrize(("card", "last", "first", "email", "repeats"), REPEATS)
def test_a_request_made_again_is_told_however_it_is_typed(
    card: str, last: str, first: str, email: str, repeats: bool
) -> None:
    opened = [
        MatchRequest("one", "04217", "MARTIN", "Léa", "a@ex.fr"),
        MatchRequest("other", card, last, first, email),
        MatchRequest("third", "09999", "BERNARD", "Hugo", "c@ex.fr"),
    ]

    assert asked_twice(opened) == ({"one", "other"} if repeats else set())
