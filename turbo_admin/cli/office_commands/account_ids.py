"""Resolves accounts named on the command line: by id (`account list --json`) or by the login on the sheet."""

from collections.abc import Sequence

from turbo_admin.core.errors import Refused
from turbo_admin.office.accounts.lines import account_lines
from turbo_admin.office.desk.context import Desk


def account_ids(desk: Desk, typed: Sequence[str]) -> list[str]:
    """Return the ids of accounts, each once, in the order given.

    Args:
        typed: ids or logins.

    Raises:
        Refused: `account_unknown`: one is neither, or a login that two schools have.
    """
    lines = account_lines(desk)
    ids = {line.id for line in lines}
    found: list[str] = []
    for one in typed:
        # Logins are unique within a school only, so one may name two accounts.
        named = [one] if one in ids else [line.id for line in lines if line.login == one.casefold()]
        if len(named) != 1:
            raise Refused("account_unknown")
        found += named
    # Named twice, by id and by login, an account is still one.
    return list(dict.fromkeys(found))
