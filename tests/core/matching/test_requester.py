"""Demandeur: who asks?"""

import pytest

from turbo_admin.core.matching.requester import RequesterStatus, requester_reason, requester_status

KNOWN = ("famille.martin@exemple.fr", "autre@exemple.fr")


@pytest.mark.parametrize(
    ("email", "known", "confirmed", "asker"),
    [
        ("famille.martin@exemple.fr", KNOWN, False, RequesterStatus.KNOWN),
        (" Famille.Martin@Exemple.FR", KNOWN, True, RequesterStatus.KNOWN),
        ("inconnu@example.org", KNOWN, True, RequesterStatus.CONFIRMED),
        ("inconnu@example.org", KNOWN, False, RequesterStatus.UNVERIFIED),
        ("inconnu@example.org", (), True, RequesterStatus.CONFIRMED),
        ("inconnu@example.org", (), False, RequesterStatus.UNVERIFIED),
        # An empty address is nobody's, even where the roster has an empty one.
        ("", ("",), False, RequesterStatus.UNVERIFIED),
    ],
)
def test_an_address_is_known_confirmed_or_to_be_verified(
    email: str, known: tuple[str, ...], confirmed: bool, asker: RequesterStatus
) -> None:
    assert requester_status(email, known, confirmed=confirmed) is asker


def test_a_known_address_proves_nothing_when_the_trap_was_filled_until_it_is_confirmed() -> None:
    before, after = (
        requester_status("famille.martin@exemple.fr", KNOWN, confirmed=confirmed, trapped=True)
        for confirmed in (False, True)
    )
    assert (before, after) == (RequesterStatus.UNVERIFIED, RequesterStatus.KNOWN)
    assert "champ caché" in requester_reason(before, attached=True, trapped=True)
    assert "champ caché" not in requester_reason(after, attached=True, trapped=True)


def test_the_clerk_reads_why() -> None:
    assert [asker.value for asker in RequesterStatus] == ["connu", "confirmé", "à vérifier"]
    assert len({requester_reason(asker, attached=True) for asker in RequesterStatus}) == 3
    # Without a diner nobody's addresses were looked at.
    assert not any("inconnue" in requester_reason(asker, attached=False) for asker in RequesterStatus)
