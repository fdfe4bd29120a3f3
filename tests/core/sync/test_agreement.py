"""What a proof found, in words, of one school and of several."""

import pytest

from turbo_admin.core.sync.agreement import (
    DISAGREEMENTS,
    ProofFigures,
    ProofOutcome,
    combine_proofs,
    stored_proof,
)

AGREED, PENDING = ProofFigures(ProofOutcome.AGREED), ProofFigures(ProofOutcome.PENDING, 1, 2)
DIFFERS = ProofFigures(ProofOutcome.DIFFERS)


@pytest.mark.parametrize(
    ("proof", "text"),
    [
        (ProofFigures(), ""),
        (AGREED, "accord vérifié"),
        (PENDING, "vérifié, sauf 1 refusé et 2 en attente"),
        (ProofFigures(ProofOutcome.PENDING, refused=3), "vérifié, sauf 3 refusés"),
        (ProofFigures(ProofOutcome.PENDING, waiting=1), "vérifié, sauf 1 en attente"),
        (DIFFERS, "désaccord avec le portail"),
    ],
)
def test_a_proof_is_told_in_words(proof: ProofFigures, text: str) -> None:
    assert proof.text == text


@pytest.mark.parametrize(
    ("proofs", "outcome"),
    [
        ([], ProofOutcome.NONE),
        ([AGREED, AGREED], ProofOutcome.AGREED),
        ([AGREED, PENDING], ProofOutcome.PENDING),
        ([PENDING, ProofFigures()], ProofOutcome.NONE),
        ([ProofFigures(), DIFFERS, AGREED], ProofOutcome.DIFFERS),
    ],
)
def test_of_several_schools_the_worst_is_told(proofs: list[ProofFigures], outcome: ProofOutcome) -> None:
    assert combine_proofs(proofs).outcome is outcome


def test_the_numbers_of_several_schools_are_added() -> None:
    assert combine_proofs([PENDING, PENDING, AGREED]) == ProofFigures(ProofOutcome.PENDING, 2, 4)


@pytest.mark.parametrize("code", sorted(DISAGREEMENTS))
def test_a_run_that_stopped_because_both_sides_differ_has_proved_that(code: str) -> None:
    assert stored_proof("", {}, code) == DIFFERS


def test_a_stored_proof_is_read_with_its_numbers() -> None:
    detail = {"refused": {"account": 1}, "waiting": {"diner": 1, "request": 1}}
    assert stored_proof("pending", detail, "") == PENDING
