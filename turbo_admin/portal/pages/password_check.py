"""Re-authentication: the current password is required before acts that a stolen session must not do."""

from sqlalchemy import Connection

from turbo_admin.core.credentials.passwords import LONGEST
from turbo_admin.core.credentials.rules import tidy_password
from turbo_admin.core.errors import Refused
from turbo_admin.portal.accounts.access import Account
from turbo_admin.portal.base.error_texts import wait_words
from turbo_admin.portal.base.throttle import bucket, give_back, seconds_left
from turbo_admin.portal.pages.access_log import note
from turbo_admin.portal.pages.choose import PasswordChoice, find_password_choice
from turbo_admin.portal.pages.visit import Visit

FIELD = "mot_de_passe_actuel"
_PURPOSE = "changement"


async def check_password(visit: Visit) -> tuple[PasswordChoice, str]:
    """Compare the password of the form with the account's own.

    Wrong tries are counted by session, so that a stolen session cannot lock the family out of the others.

    Returns:
        Who is asking, and what is wrong with the password, in words; empty when it is right.

    Raises:
        SeeOther: nobody is signed in.
    """
    # One character more than allowed is kept, so that a longer password is not taken for its beginning.
    present = tidy_password(visit.form.get(FIELD, "")[: LONGEST + 1])
    if not present:
        return await visit.in_thread(_who), str(Refused("password_present_empty"))
    choice, counted, wait = await visit.in_thread(_count)
    if wait:
        # `evaluated` tells the host a throttled try from a wrong password.
        note(visit, "password_refused", choice.account.account_id, evaluated="no")
        return choice, str(Refused("password_tries", wait=wait_words(wait)))
    hashes = [choice.account.password_hash] if choice.account.password_hash else []
    if await visit.site.hashing.match(hashes, present) is None:
        note(visit, "password_refused", choice.account.account_id, evaluated="yes")
        return choice, str(Refused("password_wrong"))
    # The password was right, so the try is not counted, even if the rest of the form is refused.
    await visit.in_thread(_uncount, counted)
    return choice, ""


def lock_verified_account(visit: Visit, connection: Connection, choice: PasswordChoice) -> Account | None:
    """Lock the account whose password was checked.

    Returns:
        The account as it is now; None when its password has been changed meanwhile from another device.

    Raises:
        SeeOther: the session has ended meanwhile, or the account may not sign in any more.
    """
    account = visit.lock_account(connection, "full")
    # Compared by hash: it was checked before this transaction, without a lock.
    if (
        account.account_id != choice.account.account_id
        or account.password_hash != choice.account.password_hash
    ):
        return None
    return account


def _who(visit: Visit) -> PasswordChoice:
    with visit.opened() as connection:
        return find_password_choice(visit, connection, "full")


def _count(visit: Visit) -> tuple[PasswordChoice, str, int]:
    """Count the try; return its bucket, and the seconds to wait, 0 when the try may be evaluated."""
    limit = visit.site.limits.guesses_of_device
    with visit.opened() as connection:
        choice = find_password_choice(visit, connection, "full")
        session = visit.session_of("full").token_hash
        key = bucket(_PURPOSE, session)
        if visit.allows(connection, _PURPOSE, session, limit):
            return choice, key, 0
        return choice, key, seconds_left(connection, visit.uai, key, limit, now=visit.now)


def _uncount(visit: Visit, key: str) -> None:
    with visit.opened() as connection:
        give_back(connection, visit.uai, [key])
