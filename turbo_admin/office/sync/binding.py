"""Binding a school to its portal after both were brought to agree; a binding that was cut is repeated."""

from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.outside.portal.portal_client import PortalClient
from turbo_admin.store import schools
from turbo_admin.store.ledger import configuration


@needs(Right.SYNC)
def school_client(desk: Desk, uai: str) -> PortalClient:
    """Return a way to a school's portal, under the epochs that the school is known by.

    Raises:
        Refused: `school_unknown`, `key_missing`, `no_keyring`.
    """
    with desk.database.read() as session:
        epoch, school = schools.epoch(session), schools.school(session, uai)
    return desk.connect(
        school.portal_url,
        key=desk.vault.portal_key(epoch, uai),
        office_epoch=school.office_epoch or epoch,
        portal_epoch=school.portal_epoch,
    )


@needs(Right.SYNC)
def finish_binding(desk: Desk, uai: str) -> None:
    """Bind a school for which a binding is under way; nothing for any other.

    Raises:
        Refused: `moved`: the portal has taken other changes since the listing; the binding is dropped.
        Unreachable, Outdated, BadData: as `PortalClient`; the binding stays under way.
    """
    with desk.database.read() as session:
        school = schools.school(session, uai)
    if not school.epoch_next:
        return
    try:
        with school_client(desk, uai) as client:
            client.bind(school.epoch_next, school.cursor_seq, school.told_rev)
    except Refused as refusal:
        if refusal.code == "moved":
            with desk.database.write() as session:
                schools.update_school(session, uai, epoch_next="")
        raise
    with desk.database.write() as session:
        schools.update_school(session, uai, office_epoch=school.epoch_next, epoch_next="")
        # Whatever made this necessary, an older copy or a new base: another one may have printed numbers.
        configuration.doubt_numbers(session)
