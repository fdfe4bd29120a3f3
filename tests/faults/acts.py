"""What an office does while something breaks, each act as `turbo-admin` does it, and what its clerk does afterwards."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from alembic import command
from msgspec import structs
from sqlalchemy import create_engine

from tests.faults.world import Case, Ground, Prepare, small
from tests.office.conftest import write_people
from tests.people import CAST, HUGO_MARTIN, INES_GARCIA, LEA_MARTIN, LOUISE_DURAND, LUKASZ, Person
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import acts
from turbo_admin.office.intake import lines as intake_lines
from turbo_admin.office.roster import apply, importing
from turbo_admin.office.settings import school_edits, school_settings, schools
from turbo_admin.office.sheets import listing, mail, printing
from turbo_admin.store.engine.migrate import configuration

_MORE = tuple(
    Person(f"d-new-{n}", f"0683-{n:05d}", f"NOUVEAU{n}", f"Prénom {n}", "6 A") for n in range(20_000, 20_040)
)
# The schema version of the first office.
_FORMER = "0001"


@dataclass(frozen=True, slots=True)
class Act:
    """Something that the office does.

    Attributes:
        prepare: sets up the school in which it is done.
        arguments: of `turbo-admin`, for a case.
        again: what the clerk does afterwards to bring it to its end; harmless when it came to its end.
    """

    name: str
    prepare: Prepare
    arguments: Callable[[Case], list[str]]
    again: Callable[[Desk, Case], None]


def carrying_everything(ground: Ground) -> Case:
    """Prepare a school whose next sync carries requests, an account, its mail, settings, diners and a refusal."""
    case = small(ground)
    case.ask(INES_GARCIA)
    assert case.sync().ok
    with case.desk() as desk:
        last = [
            line.id for line in intake_lines.request_lines(desk) if line.first_name == INES_GARCIA.first_name
        ]
        acts.refuse(desk, last, "Merci de passer au bureau.")
        wished = school_settings.settings_of(desk, case.uai)
        school_settings.save_settings(desk, case.uai, structs.replace(wished, name="Collège Neuf"))
        _import(desk, case, _moved())
        open_ones = [
            line.id
            for line in intake_lines.request_lines(desk)
            if line.state is intake_lines.RequestStanding.OPEN
        ]
        mail.mail_sheets(desk, from_requests.issue(desk, open_ones[:1]).sheets)
    case.ask(LUKASZ)
    case.ask(LEA_MARTIN, prenom="Lea")
    return case


def asked_for(ground: Ground) -> Case:
    """Prepare a school with three requests to be answered by two accounts."""
    case = ground.found()
    for person in (LEA_MARTIN, HUGO_MARTIN, LOUISE_DURAND):
        case.ask(person)
    assert case.sync().ok
    return case


def at_work(ground: Ground) -> Case:
    """Prepare a school that has exchanged once."""
    case = ground.found()
    case.ask(LEA_MARTIN)
    assert case.sync().ok
    return case


def of_a_former_version(ground: Ground) -> Case:
    """Prepare a school whose base this version has to migrate first."""
    case = at_work(ground)
    case.seat.close()
    engine = create_engine(f"sqlite:///{case.seat.path}")
    try:
        with (
            resources.as_file(resources.files("turbo_admin.store") / "migrations") as folder,
            engine.begin() as connection,
        ):
            config = configuration(folder)
            config.attributes["connection"] = connection
            command.downgrade(config, _FORMER)
    finally:
        engine.dispose()
    return case


def _moved() -> list[Person]:
    """The next year's file: others in other classes, one gone, some new."""
    return [dataclasses.replace(one, class_name="4 Z") for one in CAST[1:5]] + [
        dataclasses.replace(CAST[5], left=True),
        *_MORE,
    ]


def _import(desk: Desk, case: Case, people: list[Person]) -> None:
    """Import, unless there is nothing to do."""
    plan = importing.plan_import(desk, write_people(home(case) / "hotes.csv", people), case.uai)
    if plan.create or plan.change or plan.left:
        apply.apply_import(desk, plan)


def home(case: Case) -> Path:
    """Return the folder of a case's program: its keyring, its logs, its papers."""
    folder = case.seat.path.with_suffix(".home")
    folder.mkdir(exist_ok=True)
    return folder


def _database(case: Case) -> list[str]:
    return ["--database", str(case.seat.path)]


def _sync_arguments(case: Case) -> list[str]:
    return ["sync", "--scheduled", *_database(case)]


def _issue_arguments(case: Case) -> list[str]:
    return ["issue", "--certain", "--pdf", str(_paper(case)), "--mail", *_database(case)]


def _import_arguments(case: Case) -> list[str]:
    file = write_people(home(case) / "rentree.csv", _moved())
    return ["import", str(file), "--school", case.uai, *_database(case)]


def _first_arguments(case: Case) -> list[str]:
    file = write_people(home(case) / "rentree.csv", list(CAST))
    school = ["--school", case.uai, "--name", "Collège des Tilleuls", "--site-code", "0683"]
    return ["import", str(file), *school, *_database(case)]


def _paper(case: Case) -> Path:
    return home(case) / "fiches.pdf"


def _nothing_more(_desk: Desk, _case: Case) -> None:
    """The synchronisation that follows is all there is to do."""


def _issue_again(desk: Desk, case: Case) -> None:
    """Tick what is still open, print what is not printed, mail what is not mailed."""
    ids = acts.bulk_ids(desk)
    if ids:
        from_requests.issue(desk, ids)
    lines = listing.sheet_lines(desk)
    waiting = [line.id for line in lines if not line.printed]
    if waiting:
        printing.save_pdf(desk, waiting, _paper(case))
    assert not _paper(case).exists() or _paper(case).read_bytes().rstrip().endswith(b"%%EOF")
    unsent = [line.id for line in lines if line.mail_proposed]
    if unsent:
        mail.mail_sheets(desk, unsent)


def _import_again(desk: Desk, case: Case) -> None:
    _import(desk, case, _moved())


def _first_again(desk: Desk, case: Case) -> None:
    if case.uai not in {school.uai for school in schools.schools(desk)}:
        school_edits.add_school(desk, case.uai, "Collège des Tilleuls", "0683")
    _import(desk, case, list(CAST))


SYNC = Act("sync", carrying_everything, _sync_arguments, _nothing_more)
ISSUE = Act("issue", asked_for, _issue_arguments, _issue_again)
IMPORT = Act("import", at_work, _import_arguments, _import_again)
# Makes the base: its tables come with it, by the migrations.
FIRST = Act("first start", lambda ground: ground.empty(), _first_arguments, _first_again)
MIGRATE = Act("migrate", of_a_former_version, _sync_arguments, _nothing_more)
ACTS = (SYNC, ISSUE, IMPORT, FIRST, MIGRATE)
