"""The table of acts of the synchronisation: what each does to an account's numbers, wherever the account is known."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import pytest
from sqlalchemy import text

from tests.office.accounts.test_accounts import activate, family, one_line
from tests.office.accounts.test_family_changes import closes
from tests.office.portal_in_memory import PortalInMemory
from tests.people import STAFF, UAI
from turbo_admin.core.errors import Unreachable
from turbo_admin.office.accounts.acts import AccountAct, change_state, correct_address, detach
from turbo_admin.office.credentials.renewal import renew
from turbo_admin.office.credentials.revoking import revoke_sheets
from turbo_admin.office.credentials.undoing import undo_batch
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.outbox.state_bodies import state_bodies
from turbo_admin.office.roster.diners import list_diners
from turbo_admin.office.sheets import listing, mail, printing
from turbo_admin.office.sync.run import synchronise
from turbo_admin.protocol import codec
from turbo_admin.protocol.states import AccountState
from turbo_admin.store import accounts, told

pytestmark = pytest.mark.both_engines


class Numbers(NamedTuple):
    """What an account's state says; `credential` is a number, 0 for none."""

    credential: int
    ended: int
    sessions_ended: int
    own_ended: int


@dataclass
class Known:
    """An account with one sheet, and how far it is known.

    Attributes:
        way: `unsent`, `sent`, or `unanswered`: it left, and its answer was lost.
    """

    desk: Desk
    portal: PortalInMemory
    way: str

    @property
    def id(self) -> str:
        return one_line(self.desk).id

    @property
    def sheet(self) -> str:
        return listing.sheet_lines(self.desk, account_ids=[self.id])[-1].id

    def now(self) -> Numbers:
        """Return what would be sent, and make sure that it arrives and that both sides then hold the same."""
        with self.desk.database.read() as session:
            [body] = state_bodies(session, UAI, "account", [self.id]).values()
        state = codec.decode(body.body, AccountState)
        assert synchronise(self.desk).ok
        assert self.portal.told["account", self.id] == state
        agree(self.desk, self.portal)
        return numbers(state)


def numbers(state: AccountState) -> Numbers:
    number = state.credential.number if state.credential else 0
    return Numbers(number, state.ended, state.sessions_ended, state.own_ended)


def agree(desk: Desk, portal: PortalInMemory) -> None:
    """Make sure that both sides' sums are equal."""
    with desk.database.read() as session:
        assert told.sums(session, UAI) == portal.sums


def lose_answer(desk: Desk, portal: PortalInMemory) -> None:
    """Synchronise with a portal whose answers to changes are lost; what was sent is there."""

    def cut(call: str) -> None:
        if call == "changes":
            raise Unreachable("portal_unreachable")

    portal.after = cut
    assert not synchronise(desk).ok
    portal.after = lambda _call: None


@pytest.fixture(params=["unsent", "sent", "unanswered"])
def known(desk: Desk, portal: PortalInMemory, request: pytest.FixtureRequest) -> Known:
    """The Martins' account, number 1."""
    family(desk, portal, told=request.param == "sent")
    if request.param == "unanswered":
        lose_answer(desk, portal)
    return Known(desk, portal, request.param)


def block(known: Known) -> None:
    assert change_state(known.desk, AccountAct.BLOCK, [known.id]) == 1


def close(known: Known) -> None:
    assert change_state(known.desk, AccountAct.CLOSE, [known.id]) == 1


def reopen(known: Known) -> None:
    close(known)
    assert change_state(known.desk, AccountAct.REOPEN, [known.id]) == 1


def unblock(known: Known) -> None:
    block(known)
    assert change_state(known.desk, AccountAct.UNBLOCK, [known.id]) == 1


def give_new(known: Known) -> None:
    assert renew(known.desk, [known.id]).accounts == 1


def revoke(known: Known) -> None:
    assert revoke_sheets(known.desk, [known.sheet]).accounts == 1


def family_closes(known: Known) -> None:
    closes(known.desk, known.portal, known.id)


def correct(known: Known) -> None:
    correct_address(known.desk, known.id, "nouvelle@exemple.fr")


def take_one_away(known: Known) -> None:
    assert detach(known.desk, known.id, [one_line(known.desk).diner_ids[0]]) == 1


def add_one(known: Known) -> None:
    [other] = [one.id for one in list_diners(known.desk) if one.external_id == STAFF.id]
    with known.desk.database.write() as session:
        accounts.attach(session, {known.id: [other]}, {})
    take_one_away(known)


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (lambda _known: None, Numbers(1, 0, 0, 0)),
        (give_new, Numbers(2, 0, 0, 0)),
        (revoke, Numbers(0, 1, 1, 0)),
        (close, Numbers(0, 1, 1, 0)),
        (family_closes, Numbers(0, 1, 1, 0)),
        (block, Numbers(1, 0, 1, 0)),
        (correct, Numbers(1, 0, 0, 0)),
        (unblock, Numbers(1, 0, 1, 0)),
        (reopen, Numbers(0, 1, 1, 0)),
        (take_one_away, Numbers(1, 0, 0, 0)),
        (add_one, Numbers(1, 0, 0, 0)),
    ],
    ids=[
        "issue",
        "renew",
        "revoke",
        "close",
        "family-closes",
        "block",
        "correct",
        "unblock",
        "reopen",
        "detach",
        "attach",
    ],
)
def test_each_act_changes_the_numbers_that_the_table_names(
    known: Known, act: Callable[[Known], None], expected: Numbers
) -> None:
    act(known)
    assert known.now() == expected


def test_undoing_forgets_an_account_that_never_left_and_ends_one_that_may_have(known: Known) -> None:
    [batch] = listing.batches(known.desk)
    undone = undo_batch(known.desk, batch.id)
    assert (undone.forgotten, undone.closed) == ((1, 0) if known.way == "unsent" else (0, 1))
    if known.way == "unsent":
        assert synchronise(known.desk).ok
        assert known.portal.of_kind("account") == []
    else:
        assert known.now() == Numbers(0, 1, 1, 0)
        assert [one.state for one in known.portal.of_kind("account")] == ["closed"]
    agree(known.desk, known.portal)


def test_the_own_password_dies_with_an_account_of_the_wrong_person(
    desk: Desk, portal: PortalInMemory
) -> None:
    known = Known(desk, portal, "sent")
    line = family(desk, portal)
    activate(desk, portal, line.id)
    generation = len(portal.events_told)
    assert known.now() == Numbers(0, 1, 0, 0)
    assert revoke_sheets(desk, [known.sheet]).active == 1
    assert known.now() == Numbers(0, 1, 1, generation)


def test_a_mail_that_has_not_left_is_withdrawn_and_one_that_may_have_ends_the_credential(
    known: Known,
) -> None:
    mail.mail_sheets(known.desk, [known.sheet])
    correct(known)
    # It waited for the account's state, or stood behind it in the outbox: it never left.
    assert known.now() == Numbers(1, 0, 0, 0)
    assert known.portal.of_kind("mail.credentials") == []
    mail.mail_sheets(known.desk, [known.sheet])
    lose_answer(known.desk, known.portal)
    assert [one.to for one in known.portal.of_kind("mail.credentials")] == ["nouvelle@exemple.fr"]
    correct_address(known.desk, known.id, "encore@exemple.fr")
    assert known.now() == Numbers(0, 1, 0, 0)


def test_the_same_address_written_otherwise_ends_nothing(known: Known) -> None:
    mail.mail_sheets(known.desk, [known.sheet])
    synchronise(known.desk)
    correct_address(known.desk, known.id, one_line(known.desk).email.upper())
    assert known.now().credential == 1


def test_a_mail_waits_until_the_state_of_its_account_is_acknowledged(
    desk: Desk, portal: PortalInMemory
) -> None:
    family(desk, portal, told=False)
    known = Known(desk, portal, "unsent")
    mail.mail_sheets(desk, [known.sheet])
    portal.refusals["account"] = ("email_taken", "Prise.")
    assert synchronise(desk).ok
    assert portal.of_kind("mail.credentials") == []
    portal.refusals.clear()
    lose_answer(desk, portal)
    assert portal.of_kind("mail.credentials") == []
    assert synchronise(desk).ok
    assert [one.number for one in portal.of_kind("mail.credentials")] == [1]
    kinds = [[change.kind for change in batch] for batch in portal.batches]
    assert all(not ("account" in batch and "mail.credentials" in batch) for batch in kinds)


def test_a_mail_of_a_password_that_was_used_meanwhile_never_leaves(
    desk: Desk, portal: PortalInMemory
) -> None:
    line = family(desk, portal)
    known = Known(desk, portal, "sent")
    mail.mail_sheets(desk, [known.sheet])
    activate(desk, portal, line.id)
    assert portal.of_kind("mail.credentials") == []


@pytest.mark.parametrize("act", [give_new, revoke], ids=["renew", "revoke"])
def test_with_the_journal_emptied_every_act_does_the_same(
    desk: Desk, portal: PortalInMemory, act: Callable[[Known], None]
) -> None:
    family(desk, portal)
    known = Known(desk, portal, "sent")
    printing.mark_printed(desk, [known.sheet])
    _empty_journal(desk)
    act(known)
    _empty_journal(desk)
    assert known.now() == (Numbers(2, 0, 0, 0) if act is give_new else Numbers(0, 1, 1, 0))
    assert [one.answer for one in portal.of_kind("request")] == (
        ["answered", "answered"] if act is give_new else ["open", "open"]
    )


def test_with_the_journal_emptied_a_batch_is_undone_with_its_requests(
    desk: Desk, portal: PortalInMemory
) -> None:
    family(desk, portal)
    [batch] = listing.batches(desk)
    _empty_journal(desk)
    undone = undo_batch(desk, batch.id)
    assert (undone.closed, undone.reopened) == (1, 2)
    assert Known(desk, portal, "sent").now() == Numbers(0, 1, 1, 0)
    assert [one.answer for one in portal.of_kind("request")] == ["open", "open"]


def _empty_journal(desk: Desk) -> None:
    with desk.database.write() as session:
        session.execute(text("DELETE FROM journal"))
