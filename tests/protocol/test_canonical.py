"""Digests of states, and sums that do not depend on their order."""

import itertools

from turbo_admin.protocol.canonical import KindSum, state_digest

DIGESTS = [state_digest("diner", f"d{number}", b'{"a":1}') for number in range(4)]


def test_a_digest_tells_kind_key_and_body_apart() -> None:
    said = {
        state_digest("diner", "d1", b"{}"),
        state_digest("account", "d1", b"{}"),
        state_digest("diner", "d2", b"{}"),
        state_digest("diner", "d1", b"{ }"),
        state_digest("dine", "rd1", b"{}"),
    }
    assert len(said) == 5
    assert {len(one) for one in said} == {32}


def test_a_sum_is_the_same_in_any_order() -> None:
    sums = set()
    for order in itertools.permutations(DIGESTS):
        held = KindSum()
        for digest in order:
            held = held.changed((), [digest])
        sums.add(held)
    assert sums == {KindSum().changed((), DIGESTS)}


def test_what_goes_leaves_the_sum_of_what_stays() -> None:
    whole = KindSum().changed((), DIGESTS)
    assert whole.changed(DIGESTS[:2], ()) == KindSum().changed((), DIGESTS[2:])
    assert whole.changed(DIGESTS, ()) == KindSum()


def test_a_sum_stays_within_its_digits() -> None:
    most = "f" * 32
    assert KindSum().changed((), [most, most]) == KindSum(2, "f" * 31 + "e")
    assert KindSum(1, "0" * 32).changed(["0" * 31 + "1"], ()) == KindSum(0, most)
