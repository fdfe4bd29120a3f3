"""No printed number comes twice, even after an older copy of the books was put back.

The base cannot know what a later copy of it printed. Each PC keeps the greatest number that it gave; after a restore, or
once bound anew, nothing is numbered before somebody has told the last number on paper.
"""

from collections.abc import Mapping
from contextlib import suppress

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.money.regies import regie_of
from turbo_admin.outside.pc import given_numbers
from turbo_admin.store import schools
from turbo_admin.store.engine.books.ledger_records import RegieRecord
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.ledger import configuration, numbers
from turbo_admin.store.ledger.numbers import Series

# Papers that bear numbers -> their series.
PAPERS: Mapping[str, Series] = {
    "reçu": Series.RECEIPT,
    "FQE": Series.DAY_CLOSING,
    "BE": Series.DEPOSIT_SLIP,
}
# Left free when nobody knows the last number on paper.
_UNKNOWN_STEP = 200


def check_known(session: Session, regie: RegieRecord, year: int) -> None:
    """Do nothing if the counters of a régie are beyond all that was printed, as far as this PC can tell.

    Raises:
        Refused: `numbers_in_doubt`: the last number on paper is to be told first.
    """
    if not regie.numbers_known:
        raise Refused("numbers_in_doubt", last=_last_given(session, regie.code, year))
    for series in PAPERS.values():
        given = given_numbers.greatest_given(schools.epoch(session), _key(regie.code, series, year))
        if given > numbers.last_number(session, regie.code, series, year):
            raise Refused("numbers_in_doubt", last=_last_given(session, regie.code, year))


def keep_number(epoch: str, regie: str, series: Series, year: int, number: int) -> None:
    """Keep on this PC that a number was given; call it once it is booked, before anybody sees it.

    A disk that is full does not stop the desk: the counter of the books still holds.

    Args:
        epoch: of the database.
    """
    with suppress(Refused):
        given_numbers.keep_given(epoch, _key(regie, series, year), number)


@needs(Right.CLOSINGS)
def confirm_numbers(
    desk: Desk, year: int, on_paper: Mapping[str, int | None], *, regie: str = ""
) -> dict[str, int]:
    """Say the last numbers on paper; counters go on after the greatest of paper, base and this PC.

    Args:
        on_paper: name of the paper (`PAPERS`) -> last number of the year, 0 for none, None for unknown: 200 are left out.
            A paper that is left out had none.
        regie: code; empty for the only one.

    Returns:
        The next number of each paper.

    Raises:
        Refused: `number_on_paper`: below zero; `regie_unknown`.
    """
    if any(number is not None and number < 0 for number in on_paper.values()):
        raise Refused("number_on_paper")
    following = {}
    with desk.database.write() as session:
        epoch, regie = schools.epoch(session), regie_of(session, regie).code
        for paper, series in PAPERS.items():
            last = numbers.last_number(session, regie, series, year)
            given = given_numbers.greatest_given(epoch, _key(regie, series, year))
            told = on_paper.get(paper, 0)
            least = max(last, given) + _UNKNOWN_STEP if told is None else max(last, given, told)
            numbers.leave_out(
                session, regie, series, year, last=least, at=desk.now(), operator=desk.operator.who
            )
            following[paper] = least + 1
        configuration.trust_numbers(session, regie)
        desk.note(session, JournalCode.NUMBERS_CONFIRMED, [(f"{regie}/{year}", "")])
    return following


def _last_given(session: Session, regie: str, year: int) -> int:
    epoch = schools.epoch(session)
    return max(
        given_numbers.greatest_given(epoch, _key(regie, Series.RECEIPT, year)),
        numbers.last_number(session, regie, Series.RECEIPT, year),
    )


def _key(regie: str, series: Series, year: int) -> str:
    return f"{regie}/{series.value}/{year}"
