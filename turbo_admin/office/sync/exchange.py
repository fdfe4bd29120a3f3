"""One school's exchange with its portal: down, up, and down again if anything changed."""

from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.sync.network import change_key
from turbo_admin.office.sync.receiving import receive
from turbo_admin.office.sync.school_exchange import SchoolExchange, cursor_of
from turbo_admin.office.sync.sending import send


@needs(Right.SYNC)
def exchange_all(run: SchoolExchange) -> None:
    """Hear and tell everything; what was exchanged before an error stays.

    Raises:
        Refused, BadData, Unreachable, Outdated: it ends here.
        Cancelled: from the report, between two pages.
    """
    heard = receive(run)
    told = send(run)
    # What was heard is acknowledged by asking again; after changes, what came meanwhile may be known already.
    if heard or (told and run.last_seq != cursor_of(run)):
        receive(run)
    if run.renewal_due:
        change_key(run.desk, run.school.uai)
