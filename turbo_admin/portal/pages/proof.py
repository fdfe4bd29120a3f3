"""Asking for the password again, before what a stolen session must not do."""

from sqlalchemy import Connection

from turbo_admin.core.credentials import tidy_password
from turbo_admin.core.passwords import LONGEST
from turbo_admin.portal.accounts import Account, read_account
from turbo_admin.portal.pages.choose import Choice, find_choice
from turbo_admin.portal.pages.site import Visit
from turbo_admin.portal.pages.trail import note
from turbo_admin.portal.throttle import bucket, give_back

FIELD = "mot_de_passe_actuel"
_PURPOSE = "changement"


async def prove(visit: Visit) -> tuple[Choice, bool]:
    """Compare the password of the form with the account's own; one hash, right or wrong.

    Returns:
        Who is asking, and whether the password is right; it never is when too many were wrong.

    Raises:
        SeeOther: nobody is signed in.
    """
    choice, evaluated = await visit.in_thread(_find)
    present = tidy_password(visit.form.get(FIELD, "")[: LONGEST + 1])
    hashes = [choice.account.password_hash] if evaluated and choice.account.password_hash else []
    right = await visit.site.hashing.match(hashes, present) is not None
    if not right:
        note(visit, "password_refused", choice.account.account_id, evaluated="yes" if evaluated else "no")
    return choice, right


def still_proved(visit: Visit, connection: Connection, choice: Choice) -> Account | None:
    """Hold the account that was proved, and uncount the try.

    Returns:
        The account as it is now; None when its password has been changed meanwhile from another device.

    Raises:
        SeeOther: the session has ended meanwhile.
    """
    visit.session_of("full")
    account = read_account(connection, visit.uai, choice.account.account_id, lock=True)
    if account is None or account.password_hash != choice.account.password_hash:
        return None
    give_back(connection, visit.uai, [bucket(_PURPOSE, account.account_id)])
    return account


def _find(visit: Visit) -> tuple[Choice, bool]:
    with visit.opened() as connection:
        choice = find_choice(visit, connection, "full")
        limit = visit.site.limits.guesses_of_device
        return choice, visit.allows(connection, _PURPOSE, choice.account.account_id, limit)
