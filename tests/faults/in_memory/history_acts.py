"""What an office does in a history: every act that ends up in a state of the portal, as the window does it."""

import dataclasses
import itertools
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from msgspec import structs

from tests.faults.in_memory.memory_office import OTHERS, PEOPLE, MemoryOffice
from tests.people import OTHER_UAI, UAI
from turbo_admin.core.errors import Refused
from turbo_admin.office.accounts import acts as account_acts
from turbo_admin.office.accounts.acts import AccountAct
from turbo_admin.office.credentials import renewal, revoking, unasked, undoing
from turbo_admin.office.credentials.issue_questions import ISSUES, Way, issue_questions
from turbo_admin.office.credentials.settling import settle
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import acts as intake_acts
from turbo_admin.office.intake import lines
from turbo_admin.office.outbox import queue
from turbo_admin.office.overview import retention
from turbo_admin.office.settings import school_settings
from turbo_admin.office.sheets import mail, printing
from turbo_admin.store import diners

_EVERYBODY = {one.id: UAI for one in PEOPLE} | {one.id: OTHER_UAI for one in OTHERS}


class OfficeActs:
    """The clerk at one of two PCs; what a rule refuses is not done."""

    def __init__(self, office: MemoryOffice) -> None:
        self.office = office
        self.names = itertools.count(1)

    def do(self, what: str, which: int) -> None:
        """Do an act; `which` chooses the PC and what it is about."""
        desk = self.office.other if which % 2 else self.office.desk
        with suppress(Refused):
            _ACTS[what](self, desk, which // 2)

    # Families' requests

    def issue(self, desk: Desk, _which: int, *, by_mail: bool = False) -> None:
        """Answer all requests whose diner is known."""
        ids = [line.id for line in lines.request_lines(desk) if line.tickable]
        if not ids:
            return
        choices = {
            line.id: line.answered(next((way for way in line.ways if way in ISSUES), Way.LEAVE))
            for line in issue_questions(desk, ids)
        }
        issued = settle(desk, ids, choices, "").issued
        if by_mail:
            mail.mail_sheets(desk, issued.sheets)

    def issue_by_mail(self, desk: Desk, which: int) -> None:
        """Likewise, and mail them."""
        self.issue(desk, which, by_mail=True)

    def refuse(self, desk: Desk, which: int) -> None:
        """Refuse a request."""
        intake_acts.refuse(desk, self._open(desk, which), "Non." if which % 3 else "")

    def choose_diner(self, desk: Desk, which: int) -> None:
        """Choose a diner for a request."""
        for one in self._open(desk, which):
            intake_acts.choose_diner(desk, one, PEOPLE[which % len(PEOPLE)].id)

    def revoke_answer(self, desk: Desk, which: int) -> None:
        """Take an answer back."""
        ids = self._of("SELECT id FROM account_request WHERE state <> 'open' ORDER BY received_at, id", which)
        revoking.revoke_requests(desk, ids, refused="Non." if which % 2 else None)

    def _open(self, desk: Desk, which: int) -> list[str]:
        some = [one.id for one in lines.request_lines(desk) if one.state is lines.RequestStanding.OPEN]
        return some[which % len(some) :][:1] if some else []

    # Accounts and their passwords

    def issue_unasked(self, desk: Desk, which: int) -> None:
        """Give accounts to a class."""
        classes = [one for (one,) in self.office.rows("SELECT DISTINCT class_name FROM diner ORDER BY 1")]
        uai = (UAI, OTHER_UAI)[which % 2]
        named = [classes[which % len(classes)]]
        agreed = {one.id: one.answered(one.ways[-1]) for one in unasked.unasked_questions(desk, uai, named)}
        unasked.issue_unasked(desk, uai, named, answers=agreed)

    def renew(self, desk: Desk, which: int) -> None:
        """Give a new provisional password."""
        renewal.renew(desk, self._account(which))

    def renew_by_mail(self, desk: Desk, which: int) -> None:
        """Likewise, and mail it."""
        renewal.renew_by_mail(desk, self._account(which))

    def send_again(self, desk: Desk, which: int) -> None:
        """Mail what an account has, or a new one."""
        for one in self._account(which):
            renewal.send_again(desk, one)

    def mail_sheet(self, desk: Desk, which: int) -> None:
        """Mail a sheet."""
        mail.mail_sheets(desk, self._sheet(which))

    def hand_sheet(self, desk: Desk, which: int) -> None:
        """Hand a sheet over."""
        printing.mark_handed(desk, self._sheet(which))

    def revoke(self, desk: Desk, which: int) -> None:
        """Take identifiants back."""
        revoking.revoke_sheets(desk, self._sheet(which))

    def undo(self, desk: Desk, _which: int) -> None:
        """Undo the last batch."""
        for one in self._of("SELECT batch_id FROM sheet ORDER BY created_at DESC, batch_id", 0):
            undoing.undo_batch(desk, one)

    def state(self, desk: Desk, which: int) -> None:
        """Block, unblock, close or reopen."""
        some = (AccountAct.BLOCK, AccountAct.UNBLOCK, AccountAct.CLOSE, AccountAct.REOPEN)
        account_acts.change_state(desk, some[which % 4], self._account(which // 4))

    def reopen(self, desk: Desk, which: int) -> None:
        """Close and open again before anything is told."""
        ids = self._account(which)
        account_acts.change_state(desk, AccountAct.CLOSE, ids)
        account_acts.change_state(desk, AccountAct.REOPEN, ids)

    def detach(self, desk: Desk, which: int) -> None:
        """Take a diner from an account."""
        for one in self._account(which):
            held = self._of(
                f"SELECT diner_id FROM account_diner WHERE account_id = '{one}' ORDER BY 1", which
            )
            account_acts.detach(desk, one, held)

    def correct(self, desk: Desk, which: int) -> None:
        """Correct an address, or take it away."""
        for one in self._account(which):
            account_acts.correct_address(
                desk, one, "" if which % 5 == 4 else f"b{next(self.names)}@exemple.fr"
            )

    def swap(self, desk: Desk, which: int) -> None:
        """Let two accounts exchange their addresses."""
        some = self.office.rows(
            f"SELECT id, email FROM account WHERE email <> '' AND uai = '{UAI}' AND state <> 'closed' ORDER BY login"
        )
        if len(some) < 2:
            return
        (one, first), (other, second) = some[which % len(some)], some[(which + 1) % len(some)]
        account_acts.correct_address(desk, one, "")
        account_acts.correct_address(desk, other, first)
        account_acts.correct_address(desk, one, second)

    # The school and its diners

    def edit_settings(self, desk: Desk, which: int) -> None:
        """Give a school another name."""
        uai = OTHER_UAI if which % 4 == 3 else UAI
        kept = school_settings.settings_of(desk, uai)
        school_settings.save_settings(desk, uai, structs.replace(kept, name=f"Nom {next(self.names)}"))

    def edit_diner(self, _desk: Desk, which: int) -> None:
        """Let a diner change class."""
        self._change_diner(which, class_name=f"{next(self.names)} A", left=False)

    def let_go(self, _desk: Desk, which: int) -> None:
        """Let a diner leave."""
        self._change_diner(which, left=True)

    def erase_old(self, desk: Desk, _which: int) -> None:
        """Erase what has not to be kept any more."""
        retention.erase(desk)

    def _change_diner(self, which: int, **changed: Any) -> None:
        one = list(_EVERYBODY)[which % len(_EVERYBODY)]
        with self.office.database.write() as session:
            for record in diners.diners_by_id(session, [one]).values():
                moved = dataclasses.replace(record, **changed)
                diners.change_diners(session, [moved])
                queue.enqueue_diners(session, _EVERYBODY[one], [moved])

    def _account(self, which: int) -> list[str]:
        return self._of("SELECT id FROM account ORDER BY login", which)

    def _sheet(self, which: int) -> list[str]:
        return self._of("SELECT id FROM sheet ORDER BY created_at DESC, id", which)

    def _of(self, statement: str, which: int) -> list[str]:
        found = [one for (one,) in self.office.rows(statement)]
        return [found[which % len(found)]] if found else []


_Act = Callable[[OfficeActs, Desk, int], None]
_ACTS: dict[str, _Act] = {
    name: getattr(OfficeActs, name)
    for name in (
        *("issue", "issue_by_mail", "refuse", "choose_diner", "revoke_answer", "issue_unasked", "renew"),
        *("renew_by_mail", "send_again", "mail_sheet", "hand_sheet", "revoke", "undo", "state", "reopen"),
        *("detach", "correct", "swap", "edit_settings", "edit_diner", "let_go", "erase_old"),
    )
}
OFFICE_ACTS: Sequence[str] = tuple(_ACTS)
