"""What is exchanged, in words: nothing that travels or is refused goes without them."""

import pytest

from tests import typography
from turbo_admin.core.sync.words import REFUSALS, REMAILED, REPLACED, refusal
from turbo_admin.protocol.kinds import CHANGES, KINDS, check_table, kinds_in_words


def test_every_kind_that_travels_has_its_words() -> None:
    assert all(kind.one and kind.many for kind in KINDS.values())
    assert all(KINDS[name].sending for name in CHANGES)


def test_a_table_that_lacks_a_kind_or_has_another_names_it() -> None:
    with pytest.raises(LookupError, match=r"here: missing \['diner'\], unknown \['dinner'\]"):
        check_table("here", frozenset({"account", "dinner"}), frozenset({"account", "diner"}))


def test_what_is_said_of_refusals_is_well_set() -> None:
    said = [text for one in (*REFUSALS.values(), REPLACED, REMAILED) for text in (one.why, one.todo)]
    assert [problem for text in said for problem in typography.problems(text)] == []


def test_numbers_are_said_in_the_order_of_the_kinds_and_strangers_last() -> None:
    assert kinds_in_words({"diner": 2, "request.received": 1, "payment.made": 3}) == (
        "2\u00a0hôtes, 1\u00a0demande, 3\u00a0autres"
    )
    assert kinds_in_words({}) == ""


def test_a_reason_of_a_newer_portal_is_told_in_the_portals_words() -> None:
    assert refusal("too_soon", "Trop tôt.").why == "Trop tôt."
    assert refusal("too_soon", "").may_pass
