"""What applies each kind of change: the one table of them, checked against the protocol's list when it is loaded.

Changes of one kind that follow each other are applied together, each key once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from turbo_admin.portal.api.account_changes import change_accounts, erase_accounts
from turbo_admin.portal.api.change_context import (
    ChangeContext,
    ChangeRefusal,
    ChangeRefused,
    ReceivedChange,
    Refusals,
)
from turbo_admin.portal.api.mail_changes import mail_credentials, notify_guardian
from turbo_admin.portal.api.request_changes import change_requests, erase_requests
from turbo_admin.portal.api.school_changes import change_diners, change_settings, erase_diners
from turbo_admin.protocol.kinds import CHANGES, check_table


def _no_erasure(_context: ChangeContext, _keys: Sequence[str]) -> None:
    raise ChangeRefused(ChangeRefusal.BAD_BODY)


@dataclass(frozen=True, slots=True)
class Applier:
    """What applies a kind.

    Attributes:
        apply: returns what it refused, and has left no trace of that.
        erase: erases records for good; refuses where a kind has nothing to erase.
    """

    apply: Callable[[ChangeContext, Sequence[ReceivedChange[Any]]], Refusals]
    erase: Callable[[ChangeContext, Sequence[str]], None] = _no_erasure


def _one_by_one(
    apply: Callable[[ChangeContext, ReceivedChange[Any]], None],
) -> Callable[[ChangeContext, Sequence[ReceivedChange[Any]]], Refusals]:
    """Apply changes in turn; what refuses one does so before it writes anything."""

    def apply_each(context: ChangeContext, changes: Sequence[ReceivedChange[Any]]) -> Refusals:
        refused: Refusals = {}
        for change in changes:
            try:
                apply(context, change)
            except ChangeRefused as refusal:
                refused[change.key] = refusal.reason
        return refused

    return apply_each


APPLIERS: dict[str, Applier] = {
    "settings": Applier(_one_by_one(change_settings)),
    "diner": Applier(change_diners, erase_diners),
    "account": Applier(change_accounts, erase_accounts),
    "request": Applier(change_requests, erase_requests),
    "mail.credentials": Applier(_one_by_one(mail_credentials)),
    "guardian.notify": Applier(_one_by_one(notify_guardian)),
}
check_table("portal.api.appliers", frozenset(APPLIERS), frozenset(CHANGES))
