"""« Restaurer… »: what a copy holds beside the present database, then the copy in its place."""

from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from sqlalchemy.orm import Session

from turbo_admin.core.backup.base_contents import BaseContents, ContentsLine, compare_contents
from turbo_admin.core.backup.copy_names import CopyReason
from turbo_admin.core.errors import Refused, TurboError
from turbo_admin.office.backup.copying import copies_place
from turbo_admin.office.desk.automatic_copies import CopiesPlace, base_file, sqlite_place
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.store.backup import postgres_dump, sqlite_restore
from turbo_admin.store.backup.contents_reader import contents_of_copy, contents_of_session
from turbo_admin.store.backup.dump_reader import contents_of_dump, is_dump
from turbo_admin.store.backup.restoration import Restoration, keep_restoration
from turbo_admin.store.engine.connection_settings import SCHEMA_VERSION
from turbo_admin.store.engine.database import open_database
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.sqlite_copies import is_sqlite, new_file
from turbo_admin.store.ledger import configuration

_TO_AGREE = (
    "Le portail peut connaître ce que cette sauvegarde ne connaît pas\u00a0: ouvrez Comptabilité › Espace numérique › "
    "Accord avec le portail et choisissez «\u00a0Mettre d’accord…\u00a0»."
)
_COPYING = "Restauration de la base"
# Of a database that cannot be copied in good order: its file is kept as it is.
_DAMAGED = {"backup_unreadable_again", "database_damaged", "database_not_ours"}


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """What restoring a copy would do; nothing is written yet.

    Attributes:
        path: of the copy.
        copy: what it holds.
        present: what the present database holds; None when it cannot be read.
    """

    path: Path
    copy: BaseContents
    present: BaseContents | None

    @property
    def lines(self) -> tuple[ContentsLine, ...]:
        """The figures of both, side by side."""
        return compare_contents(self.copy, self.present)

    @property
    def is_of_another_base(self) -> bool:
        """Whether the copy was made of another office's database; one without a school has no past."""
        present = self.present
        return present is not None and bool(present.schools) and present.epoch != self.copy.epoch

    @property
    def is_older_schema(self) -> bool:
        """Whether the copy's tables are brought up to date as it is restored."""
        return self.copy.schema != SCHEMA_VERSION

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know before agreeing, in sentences."""
        found = []
        if self.is_of_another_base:
            found.append("Attention\u00a0: cette sauvegarde est celle d’une autre base.")
        if self.is_older_schema:
            found.append(
                "Cette sauvegarde vient d’une version précédente\u00a0: elle est mise à jour en même temps."
            )
        return tuple(found)


@dataclass(frozen=True, slots=True)
class RestoredBase:
    """What was restored.

    Attributes:
        kept: the copy of what stood there before.
    """

    plan: RestorePlan
    kept: Path

    @property
    def advice(self) -> str:
        """What is to be done next, in French."""
        return _TO_AGREE


@needs(Right.BACKUP)
def plan_restore(desk: Desk, path: Path) -> RestorePlan:
    """Read a copy from end to end, and what the present database holds.

    Raises:
        BadData: `file_missing`, `file_unreadable`, `backup_not_ours`, `backup_damaged`.
        Outdated: `backup_newer`.
        Refused: `backup_onto_base`, `backup_other_engine`, `backup_no_pg_dump`.
    """
    path = path.expanduser().absolute()
    base = base_file(desk.database_address)
    if base is not None and path.exists() and base.exists() and path.samefile(base):
        raise Refused("backup_onto_base", file=path.name)
    if is_dump(path) if base is not None else is_sqlite(path):
        raise Refused("backup_other_engine")
    copy = contents_of_copy(path) if base is not None else contents_of_dump(path)
    return RestorePlan(path, copy, _present(desk))


@needs(Right.BACKUP)
def restore_copy(desk: Desk, plan: RestorePlan, *, report: Progress = silent) -> RestoredBase:
    """Put a copy in the place of the present database, which is copied before; all of it or nothing.

    The desk knows what it had read from the former database: open another one afterwards.

    Args:
        report: called with pages; raising `Cancelled` leaves everything as it was.

    Raises:
        Refused: `backup_in_use`, `backup_before_restore`, `backup_disk_full`, `backup_folder_readonly`,
            `backup_disk_failing`, `backup_pg_version`, `backup_pg_failed`; nothing was replaced.
        BadData: the copy has changed since it was read.
        Cancelled: from `report`.
    """
    place = _kept_place(desk)
    desk.database.close()
    fact = Restoration(desk.now(), plan.copy.last_change, desk.operator.who, desk.workstation)
    base = base_file(desk.database_address)
    if base is None:
        postgres_dump.check_alone(desk.database_address)
        kept = _keep(place, desk, None)
        _restore_shared(desk, plan, fact)
        return RestoredBase(plan, kept)
    sqlite_restore.check_unused(base)
    kept = _keep(place, desk, base)
    sqlite_restore.restore_sqlite(
        plan.path,
        base,
        lambda session: _note(desk, session, fact),
        progress=lambda done, total: report(_COPYING, done, total),
    )
    return RestoredBase(plan, kept)


def _restore_shared(desk: Desk, plan: RestorePlan, fact: Restoration) -> None:
    postgres_dump.restore_dump(plan.path, desk.database_address, fact)
    # Its tables are brought up to date before anybody else opens it.
    database = open_database(desk.database_address)
    try:
        with database.write() as session:
            _note(desk, session, fact)
    finally:
        database.close()


def _note(desk: Desk, session: Session, fact: Restoration) -> None:
    keep_restoration(session, fact)
    configuration.doubt_numbers(session)
    desk.note(session, JournalCode.BACKUP_RESTORED, [(desk.workstation[:64], "")])


def _keep(place: CopiesPlace, desk: Desk, base: Path | None) -> Path:
    """Copy what is about to be replaced."""
    try:
        return place.write(CopyReason.RESTORE, desk.now())
    except Refused as refusal:
        if base is None or refusal.code not in _DAMAGED:
            raise Refused("backup_before_restore", reason=str(refusal)) from refusal
    target = place.next_file(CopyReason.RESTORE, desk.now())
    with new_file(target) as part:
        copyfile(base, part)
    return target


def _kept_place(desk: Desk) -> CopiesPlace:
    """Return where the present database is copied to: the usual place when it cannot say."""
    try:
        with desk.database.read() as session:
            return copies_place(session, desk)
    except TurboError:
        base = base_file(desk.database_address)
        if base is None:
            raise
        return sqlite_place(base, "0")


def _present(desk: Desk) -> BaseContents | None:
    try:
        with desk.database.read() as session:
            return contents_of_session(session)
    except Refused:
        return None
