"""One school's exchange with its portal: down and up until nothing is left to exchange, then the proof."""

from turbo_admin.core.sync.agreement import ProofOutcome
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.sync.network import change_key
from turbo_admin.office.sync.proof import prove
from turbo_admin.office.sync.receiving import receive
from turbo_admin.office.sync.school_exchange import SchoolExchange, cursor_of
from turbo_admin.office.sync.sending import send

# What comes down may change states, which are sent in the same run; families that go on do not keep it going for ever.
_MOST_ROUNDS = 5


@needs(Right.SYNC)
def exchange_all(run: SchoolExchange) -> None:
    """Receive all events, send all changes, and compare what both sides hold; what was exchanged before an error stays.

    Raises:
        Refused, BadData, Unreachable, Outdated: it ends here.
        Cancelled: from the report, between two pages.
    """
    for _ in range(_MOST_ROUNDS):
        received = receive(run)
        sent = send(run)
        # Asking again acknowledges what was received. After changes, the portal has said whether anything came meanwhile.
        if not received and (not sent or run.last_seq == cursor_of(run)):
            break
    prove(run)
    if run.proof.outcome is ProofOutcome.DIFFERS and send(run):
        prove(run)  # what the portal held otherwise has been sent again
    if run.renewal_due:
        change_key(run.desk, run.school.uai)
