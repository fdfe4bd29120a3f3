"""How this PC reaches the portals: its proxy, « Tester la connexion », « Changer la clé »."""

from contextlib import suppress
from dataclasses import asdict, replace

from turbo_admin.core.errors import Refused, Unreachable
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.portal_route import SETTING, NetworkSettings, Routes
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.outside.portal.connection_test import Checked, check_way
from turbo_admin.outside.portal.portal_client import PortalClient, check_address
from turbo_admin.outside.portal.proxies import check_proxy
from turbo_admin.store import pc_settings
from turbo_admin.store import schools as stored
from turbo_admin.store.engine.journal_codes import JournalCode

__all__ = ["Checked", "NetworkSettings", "change_key", "check_connection", "network_settings", "save_network"]


@needs(Right.CONSULT)
def network_settings(desk: Desk) -> NetworkSettings:
    """Return how this PC reaches portals."""
    return _routes(desk).settings()


@needs(Right.SETTINGS)
def save_network(desk: Desk, settings: NetworkSettings, password: str | None = None) -> None:
    """Keep how this PC reaches portals.

    Args:
        password: of the proxy's account, kept in the keyring; None leaves the one that is there.

    Raises:
        Refused: `proxy_address`, `no_keyring`.
    """
    manual = settings.mode == "manual"
    checked = replace(
        settings,
        proxy=check_proxy(settings.proxy) if manual or settings.proxy else "",
        user=settings.user.strip(),
    )
    if password is not None:
        desk.vault.keep_proxy_password(password)
    with desk.database.write() as session:
        pc_settings.keep(session, desk.workstation, SETTING, asdict(checked))
        desk.note(session, JournalCode.NETWORK_SAVED, [(desk.workstation[:64], "")])


@needs(Right.CONSULT)
def check_connection(desk: Desk, *, uai: str = "", url: str = "") -> tuple[Checked, ...]:
    """Test the connection to a portal, step by step, up to the first step that fails.

    Args:
        uai: a paired school, whose key is tried too; empty for an address that is not paired yet.
        url: the address to be tried in place of the school's own.

    Returns:
        One line a step: name, proxy, TLS, portal, key, version.

    Raises:
        Refused: `school_unknown`, `portal_address`, `portal_needs_https`, `key_missing`, `no_keyring`.
    """
    with desk.database.read() as session:
        epoch = stored.epoch(session)
        school = stored.school(session, uai) if uai else None
    address = check_address(url or (school.portal_url if school else ""))
    paired = school is not None and school.paired_at is not None and school.portal_url == address
    proxy = _routes(desk).proxy(address)
    key = desk.vault.portal_key(epoch, uai) if paired else ""
    known = school.portal_epoch if school and paired else ""
    school_epoch = (school.office_epoch if school else "") or epoch

    def client() -> PortalClient:
        return PortalClient(address, key=key, office_epoch=school_epoch, portal_epoch=known, proxy=proxy)

    return check_way(address, proxy, client, paired_with=known, now=desk.now)


@needs(Right.SYNC)
def change_key(desk: Desk, uai: str) -> None:
    """Replace this PC's key to a school's portal by a new one.

    The old one stays good until the new one is safely kept and has served.

    Raises:
        Refused: `school_unknown`, `not_paired`, `key_missing`, `key_unknown`, `no_keyring`.
        Unreachable, Outdated, BadData: as `PortalClient`.
    """
    with desk.database.read() as session:
        epoch, school = stored.epoch(session), stored.school(session, uai)
    if not school.paired_at:
        raise Refused("not_paired", name=school.name)

    def client(key: str) -> PortalClient:
        return desk.connect(
            school.portal_url,
            key=key,
            office_epoch=school.office_epoch or epoch,
            portal_epoch=school.portal_epoch,
        )

    with client(desk.vault.portal_key(epoch, uai)) as old:
        answer = old.new_key()
    desk.vault.keep_portal_key(epoch, uai, answer.key)
    # Its first use ends the old one; if the network has just gone, the next synchronisation is that first use.
    with client(answer.key) as new, suppress(Unreachable):
        new.hello()
    with desk.database.write() as session:
        desk.note(session, JournalCode.KEY_CHANGED, [(uai, "")])


def _routes(desk: Desk) -> Routes:
    return Routes(desk.database, desk.vault, desk.workstation, desk.system_proxy)
