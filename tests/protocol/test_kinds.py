"""The list of kinds, and the tables that are checked against it."""

import pytest

from turbo_admin.protocol.kinds import (
    ACTS,
    CHANGES,
    EVENTS,
    KINDS,
    STATES,
    check_table,
    kinds_in_words,
    place_of,
)


def test_every_change_is_a_state_or_an_act_and_no_event() -> None:
    assert set(CHANGES) == STATES | ACTS
    assert not STATES & ACTS
    assert set(CHANGES) | set(EVENTS) == set(KINDS)
    assert not set(CHANGES) & set(EVENTS)


def test_what_later_kinds_refer_to_is_sent_first() -> None:
    order = sorted(CHANGES, key=place_of)
    assert order.index("diner") < order.index("account") < order.index("request")
    assert order.index("request") < order.index("mail.credentials")
    assert place_of("demain") == len(CHANGES)


def test_a_table_that_lacks_a_kind_names_it() -> None:
    check_table("a table", frozenset(CHANGES), frozenset(CHANGES))
    with pytest.raises(LookupError, match=r"a table: missing \['diner'\], unknown \['demain'\]"):
        check_table("a table", frozenset(CHANGES) - {"diner"} | {"demain"}, frozenset(CHANGES))


def test_numbers_of_kinds_are_said_in_their_order_and_what_is_not_known_last() -> None:
    said = kinds_in_words({"account.activated": 1, "request.received": 3, "demain": 2})
    assert (
        said
        == "3\N{NO-BREAK SPACE}demandes, 1\N{NO-BREAK SPACE}mot de passe choisi, 2\N{NO-BREAK SPACE}autres"
    )
    assert kinds_in_words({}) == ""
