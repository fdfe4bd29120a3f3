"""What becomes of a change, and a request for it to be about."""

from tests.portal.conftest import Portal
from turbo_admin.core.sync.words import REFUSALS

DONE, ALREADY = ("done", ""), ("already", "")


def refused(reason: str) -> tuple[str, str]:
    assert reason in REFUSALS
    return ("refused", reason)


def ask(portal: Portal, request_id: str = "r1", email: str = "asker@exemple.fr") -> None:
    portal.rows(
        "INSERT INTO account_request VALUES (:uai, :id, '04217', 'MARTIN', 'Léa', :email, now())",
        uai=portal.uai,
        id=request_id,
        email=email,
    )
