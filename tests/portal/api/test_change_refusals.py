"""Why a change is refused: one table for both sides."""

from turbo_admin.core.sync.words import REFUSALS
from turbo_admin.portal.api.change_context import ChangeRefusal


def test_every_reason_of_the_portal_has_its_french_and_no_other_is_kept() -> None:
    assert {reason.value for reason in ChangeRefusal} == set(REFUSALS)
