"""One school's exchange with its portal: down, up, and down again if anything changed."""

from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.sync.network import change_key
from turbo_admin.office.sync.receiving import receive
from turbo_admin.office.sync.school_exchange import SchoolExchange, cursor_of
from turbo_admin.office.sync.sending import send


@needs(Right.SYNC)
def exchange_all(run: SchoolExchange) -> None:
    """Receive all events and send all changes; what was exchanged before an error stays.

    Raises:
        Refused, BadData, Unreachable, Outdated: it ends here.
        Cancelled: from the report, between two pages.
    """
    received = receive(run)
    sent = send(run)
    # Asking again acknowledges what was received. After changes, the portal has said whether anything came meanwhile.
    if received or (sent and run.last_seq != cursor_of(run)):
        receive(run)
    if run.renewal_due:
        change_key(run.desk, run.school.uai)
