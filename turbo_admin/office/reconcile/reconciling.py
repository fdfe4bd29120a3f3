"""« Mettre d'accord… »: the plan for a person to read, and its carrying out in two steps: adopt, then bind."""

from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.matching.outdated import match_outdated
from turbo_admin.office.reconcile.adopting import Reconciled, adopt
from turbo_admin.office.reconcile.listing import read_listing
from turbo_admin.office.reconcile.plan import ReconcilePlan, make_plan
from turbo_admin.office.sync.binding import finish_binding, school_client
from turbo_admin.office.sync.run import hold_run_lock
from turbo_admin.store import schools

ADOPTING, BINDING = "Reprise de ce que tient le portail", "Liaison"


@needs(Right.SYNC)
def plan_reconciliation(desk: Desk, uai: str, *, report: Progress = silent) -> ReconcilePlan:
    """Read what the portal holds and compare; nothing is written on either side.

    Raises:
        Refused: `school_unknown`, `nothing_paired`, `key_missing`, `key_unknown`, `no_keyring`.
        Unreachable, Outdated, BadData: as `PortalClient`.
    """
    with desk.database.read() as session:
        school = schools.school(session, uai)
    if not school.paired_at:
        raise Refused("nothing_paired")
    with school_client(desk, uai) as client:
        hello = client.hello()
        # What events did that another base has acknowledged is in the listing.
        listing = read_listing(
            client,
            school.cursor_seq or hello.acknowledged_seq,
            report,
            is_put_back=hello.portal_epoch != school.portal_epoch,
        )
    with desk.database.read() as session:
        return make_plan(session, uai, school.portal_epoch, listing)


@needs(Right.SYNC)
def carry_out(desk: Desk, plan: ReconcilePlan, *, report: Progress = silent) -> Reconciled:
    """Adopt what the plan says in one transaction, then bind the school; the next synchronisation sends the rest.

    Killed in between, the next run repeats the binding.

    Raises:
        Refused: `sync_running`; `moved`: the portal has taken other changes since the plan was made; what was adopted stays, and the
            plan has to be made anew.
        Unreachable, Outdated, BadData: as `PortalClient`; likewise.
    """
    with hold_run_lock(desk):
        report(ADOPTING, 0, 0)
        with desk.database.write() as session:
            schools.hold(session, plan.uai)
            done = adopt(session, desk, plan)
        match_outdated(desk, plan.uai)
        report(BINDING, 0, 0)
        finish_binding(desk, plan.uai)
    return done
