"""« Journal des actions »: who did what and when, by today's names, searched in the database, read back from Excel."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.database_work import counted_work
from tests.office.conftest import Clock
from tests.office.credentials.test_issue import receive
from tests.office.portal_in_memory import PortalInMemory
from tests.people import LEA_MARTIN, LUKASZ, MONDAY, SCHOOL_NAME
from turbo_admin.office.accounts.acts import AccountAct, change_state
from turbo_admin.office.accounts.lines import account_lines
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import acts
from turbo_admin.office.journal.groups import GROUPS, Group
from turbo_admin.office.journal.lines import (
    PAGE,
    ActionFilter,
    action_count,
    action_lines,
    actors,
    export_actions,
)
from turbo_admin.office.journal.sentences import SENTENCES
from turbo_admin.office.overview.retention import erase
from turbo_admin.office.roster.diners import list_diners
from turbo_admin.office.sheets import printing
from turbo_admin.store import journal
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.journal_tables import JournalTable

pytestmark = pytest.mark.both_engines


def texts(desk: Desk, **narrowing: object) -> list[str]:
    return [line.text for line in action_lines(desk, ActionFilter(**narrowing))]  # type: ignore[arg-type]


def a_day(desk: Desk, portal: PortalInMemory) -> str:
    """Léa's request is issued and printed, Łukasz' refused; Léa's account is blocked. Her request's id."""
    lea = receive(desk, portal)
    lukasz = receive(
        desk,
        portal,
        last_name=LUKASZ.last_name,
        first_name=LUKASZ.first_name,
        card=LUKASZ.number,
        email=LUKASZ.emails[0],
    )
    issued = from_requests.issue(desk, [lea])
    printing.mark_printed(desk, issued.sheets)
    acts.refuse(desk, [lukasz], "")
    change_state(desk, AccountAct.BLOCK, [line.id for line in account_lines(desk)])
    return lea


def test_every_sentence_of_the_journal_belongs_to_one_domain() -> None:
    listed = [what for some in GROUPS.values() for what in some]
    assert sorted(listed) == sorted(SENTENCES)


def test_every_code_of_the_journal_has_its_sentence() -> None:
    assert SENTENCES.keys() == set(JournalCode)


def test_acts_are_told_latest_first_with_names_and_without_ids(desk: Desk, portal: PortalInMemory) -> None:
    a_day(desk, portal)
    lines = action_lines(desk, ActionFilter())
    login = account_lines(desk)[0].login
    assert [line.id for line in lines] == sorted((line.id for line in lines), reverse=True)
    told = [(line.text, line.subject, line.other) for line in lines[:3]]
    assert told == [
        ("compte bloqué", f"{login} · MARTIN Léa", ""),
        ("demande refusée", "WIŚNIEWSKI Łukasz", ""),
        ("fiche imprimée", f"{login} · MARTIN Léa", ""),
    ]
    assert {(line.who, line.workstation) for line in lines} == {
        ("claire", "PC-claire"),
        ("portail", "PC-claire"),
    }
    [lea] = [one.id for one in list_diners(desk) if one.external_id == LEA_MARTIN.id]
    assert lines[0].diner_id == lea


def test_the_journal_is_narrowed_by_person_domain_period_and_words(
    desk: Desk, portal: PortalInMemory, clock: Clock, open_pc: Callable[[str], Desk]
) -> None:
    a_day(desk, portal)
    clock.pass_by(days=1)
    other = open_pc("paul")
    [account] = account_lines(desk)
    change_state(other, AccountAct.UNBLOCK, [account.id])
    assert actors(desk) == ["claire", "paul", "portail"]
    assert texts(desk, who="paul") == ["compte débloqué"]
    assert texts(desk, group=Group.DINERS) == ["hôtes importés"]
    tuesday = MONDAY.date() + timedelta(days=1)
    assert texts(desk, first=tuesday, last=tuesday) == ["compte débloqué"]
    assert texts(desk, last=MONDAY.date(), text="bloque") == ["compte bloqué"]
    assert texts(desk, text="lukasz") == ["demande refusée", "demande reçue du portail"]
    # The account's name is its diner's, its login and its address.
    for words in ("martin lea compte", account.login, account.email):
        assert "compte bloqué" in texts(desk, text=words), words
    assert texts(desk, text="martin lukasz") == []
    assert texts(desk, text=SCHOOL_NAME, group=Group.PORTAL) == ["poste relié au portail"]
    assert action_count(desk, ActionFilter(text="martin")) == len(texts(desk, text="martin"))


def test_whoever_was_erased_has_no_name_any_more(desk: Desk, portal: PortalInMemory, clock: Clock) -> None:
    a_day(desk, portal)
    before = action_count(desk, ActionFilter())
    clock.pass_by(days=800)
    erase(desk)
    refused = [line for line in action_lines(desk, ActionFilter()) if line.text == "demande refusée"]
    assert [line.subject for line in refused] == [""]
    assert action_count(desk, ActionFilter()) > before


def test_the_workbook_holds_all_of_it(desk: Desk, portal: PortalInMemory, tmp_path: Path) -> None:
    a_day(desk, portal)
    path = tmp_path / "journal.xlsx"
    assert export_actions(desk, path, ActionFilter(group=Group.ACCOUNTS)) == 3
    sheet = load_workbook(path).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Le", "Qui", "Poste", "Domaine", "Action", "Sujet", "Lié à")
    assert [row[4] for row in rows[1:]] == ["compte bloqué", "fiche imprimée", "hôte rattaché à un compte"]
    # 09:00 in Paris.
    assert (rows[1][0].hour, rows[1][1]) == (9, "claire")  # type: ignore[union-attr]
    assert sheet.freeze_panes == "A2"


def test_ten_thousand_lines_are_read_a_page_at_a_time(desk: Desk, portal: PortalInMemory) -> None:
    request = a_day(desk, portal)
    with desk.database.write() as session:
        for start in range(10):
            at = MONDAY - timedelta(days=start + 1)
            subjects = [(request, "")] * 1_000
            journal.note(session, JournalCode.DINER_CHOSEN, subjects, at=at, who="zoé", workstation="PC")
    with counted_work(JournalTable) as work:
        first = action_lines(desk, ActionFilter(text="martin"))
        follows = action_lines(desk, ActionFilter(text="martin"), before=first[-1].id)
        assert action_count(desk, ActionFilter(text="lea zoe")) == 10_000
    assert (len(first), len(follows)) == (PAGE, PAGE)
    assert first[-1].id > follows[0].id
    assert work.rows == 2 * PAGE
    assert work.statements < 100
