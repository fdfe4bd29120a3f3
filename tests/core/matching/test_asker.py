"""Demandeur: who asks?"""

import pytest

from turbo_admin.core.matching.asker import Asker, asker_reason, who_asks

KNOWN = ("famille.martin@exemple.fr", "autre@exemple.fr")


@pytest.mark.parametrize(
    ("email", "known", "confirmed", "asker"),
    [
        ("famille.martin@exemple.fr", KNOWN, False, Asker.KNOWN),
        (" Famille.Martin@Exemple.FR", KNOWN, True, Asker.KNOWN),
        ("inconnu@example.org", KNOWN, True, Asker.CONFIRMED),
        ("inconnu@example.org", KNOWN, False, Asker.UNVERIFIED),
        ("inconnu@example.org", (), True, Asker.CONFIRMED),
        ("inconnu@example.org", (), False, Asker.UNVERIFIED),
        # An empty address is nobody's, even where the roster has an empty one.
        ("", ("",), False, Asker.UNVERIFIED),
    ],
)
def test_an_address_is_known_confirmed_or_to_be_verified(
    email: str, known: tuple[str, ...], confirmed: bool, asker: Asker
) -> None:
    assert who_asks(email, known, confirmed=confirmed) is asker


def test_the_clerk_reads_why() -> None:
    assert [asker.value for asker in Asker] == ["connu", "confirmé", "à vérifier"]
    assert len({asker_reason(asker, attached=True) for asker in Asker}) == 3
    # Without a diner nobody's addresses were looked at.
    assert not any("inconnue" in asker_reason(asker, attached=False) for asker in Asker)
