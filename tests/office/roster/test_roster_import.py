"""Importing diners from the State's files: who is who, what asks first, and an import taken back as a whole."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.office.conftest import Clock, import_people, write_people
from tests.office.portal_in_memory import PortalInMemory
from tests.office.sync.test_sync import ask
from tests.people import CAST, HUGO_MARTIN, LEA_MARTIN, OTHER_UAI, SCHOOL_NAME, SITE_CODE, UAI
from tests.siecle_files import INES, PUPILS, TOM, ZOE, Pupil, guardians_xml, pupils_xml
from turbo_admin.core.errors import Cancelled, Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import acts
from turbo_admin.office.outbox.state_bodies import state_bodies
from turbo_admin.office.roster import apply, correcting, importing, tables
from turbo_admin.office.roster.plan import Action, ImportPlan
from turbo_admin.office.settings import school_edits
from turbo_admin.office.sync.run import synchronise
from turbo_admin.store import cards, diners, outbox
from turbo_admin.store.engine.diner_records import DinerRecord

LEA = Pupil(601, "MARTIN", "Léa", "4 B", "01/02/2013")


@pytest.fixture
def school(bare_desk: Desk) -> Desk:
    """A desk with the school and nobody in it."""
    school_edits.add_school(bare_desk, UAI, SCHOOL_NAME, SITE_CODE)
    return bare_desk


def plan(desk: Desk, folder: Path, pupils: Sequence[Pupil] = PUPILS, **about: str) -> ImportPlan:
    """Plan the import of pupils and their guardians."""
    (folder / "e.xml").write_bytes(pupils_xml(pupils, **about))  # type: ignore[arg-type]
    (folder / "r.xml").write_bytes(guardians_xml(pupils, **about))  # type: ignore[arg-type]
    return importing.plan_import(desk, [folder / "e.xml", folder / "r.xml"], UAI)


def everybody(desk: Desk) -> dict[str, DinerRecord]:
    """Return all diners by name; of namesakes always the same one, in whatever order the base gives them."""
    with desk.database.read() as session:
        known = sorted(diners.diners(session, UAI), key=lambda one: one.id)
    return {f"{one.last_name} {one.first_name}": one for one in known}


def actions(made: ImportPlan) -> list[Action]:
    """Return what is done with each row."""
    return [row.action for row in made.rows]


def test_the_same_export_again_changes_nothing(school: Desk, tmp_path: Path) -> None:
    assert apply.apply_import(school, plan(school, tmp_path)).created == 3
    before = everybody(school)
    again = plan(school, tmp_path)
    assert actions(again) == [Action.SAME] * 3
    assert apply.apply_import(school, again).id == ""
    assert everybody(school) == before
    assert len(apply.past_imports(school)) == 1


def test_cards_and_accounts_of_an_excel_roster_survive_the_states_file(desk: Desk, tmp_path: Path) -> None:
    before = everybody(desk)["MARTIN Léa"]
    made = plan(desk, tmp_path, [LEA])
    [row] = [row for row in made.rows if row.name == "MARTIN Léa"]
    assert row.action is Action.CHANGE
    assert "5 A → 4 B" in row.detail
    apply.apply_import(desk, made, agreed=True)
    after = everybody(desk)["MARTIN Léa"]
    assert (after.id, after.card, after.emails) == (before.id, before.card, before.emails)
    assert (after.ine, after.elenoet, after.birth) == (LEA.national, "601", "2013-02-01")


@pytest.mark.parametrize(
    "changed",
    [
        {"last": "EXEMPLE-DURAND", "number": 777, "ine": ZOE.national},  # the national id alone agrees
        {
            "last": "EXEMPLE-DURAND",
            "ine": "999999999ZZ",
        },  # the school's number, first name and birth date agree, the INE and the last name do not
        {"number": 777, "ine": "999999999ZZ"},  # name and birth date agree, the INE does not
    ],
    ids=["ine", "elenoet", "name"],
)
def test_a_pupil_is_found_again_by_the_national_id_and_never_against_it(
    school: Desk, tmp_path: Path, changed: dict[str, object]
) -> None:
    apply.apply_import(school, plan(school, tmp_path))
    known = "ine" in changed and changed["ine"] == ZOE.national
    made = plan(school, tmp_path, [replace(ZOE, **changed), TOM, INES])  # type: ignore[arg-type]
    assert made.rows[0].action is (Action.CHANGE if known else Action.ASK)


def test_without_a_national_id_number_and_name_and_then_name_and_birth_tell(
    school: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "h.csv"
    path.write_text(
        "Nom;Prénom;Né(e) le;N° élève\nEXEMPLE;Zoé;02/03/2014;501\nGARCIA;Inès;05/05/2013;\n",
        encoding="utf-8",
    )
    apply.apply_import(school, importing.plan_import(school, path, UAI))
    assert actions(plan(school, tmp_path)) == [Action.CHANGE, Action.CREATE, Action.CHANGE]


def test_namesakes_who_cannot_be_told_apart_are_touched_by_nobody(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text("Nom;Prénom;Classe\nGARCIA;Inès;3 X\n", encoding="utf-8")
    made = importing.plan_import(desk, path, UAI, leave_absent=True)
    assert made.rows[0].action is Action.SKIP
    assert "2\u00a0hôtes s’appellent GARCIA Inès" in made.rows[0].detail
    assert "GARCIA Inès" not in {row.name for row in made.rows if row.action is Action.LEAVE}


def test_a_card_that_somebody_keeps_is_not_given_twice(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text(f"Nom;Prénom;Classe;N° carte\nNOUVEL;Élie;5 A;{LEA_MARTIN.number}\n", encoding="utf-8")
    made = importing.plan_import(desk, path, UAI)
    apply.apply_import(desk, made)
    assert everybody(desk)["NOUVEL Élie"].card == ""
    assert everybody(desk)["MARTIN Léa"].card == LEA_MARTIN.card
    assert "déjà celle" in made.problems[0].text


def edit_card(desk: Desk, name: str, card: str, why: str) -> None:
    """Give a diner another card by hand."""
    one = everybody(desk)[name]
    correcting.save_diner(
        desk,
        one.id,
        correcting.DinerEdit(
            one.last_name, one.first_name, one.class_name, one.kind, one.emails, one.left, card, why
        ),
    )


# how Léa came to another card 0683-05555, the card of whose row a file then has -> Léa's first card, what is told
@pytest.mark.parametrize(
    ("why", "name", "card", "first", "told"),
    [
        ("added", "NOUVEL;Élie", "05555", LEA_MARTIN.card, "déjà celle"),
        ("added", "MARTIN;Léa", "05555", LEA_MARTIN.card, ""),
        ("lost", "MARTIN;Léa", LEA_MARTIN.number, "0683-05555", "notée perdue"),
        ("replaced", "MARTIN;Léa", LEA_MARTIN.number, LEA_MARTIN.card, ""),
        ("lost", "NOUVEL;Élie", LEA_MARTIN.number, "0683-05555", ""),
        ("lost", "NOUVEL;Élie", "05555", "0683-05555", "déjà celle"),
    ],
)
def test_every_card_that_somebody_uses_or_gave_up_counts_when_a_file_is_imported(  # noqa: PLR0917
    desk: Desk, tmp_path: Path, why: str, name: str, card: str, first: str, told: str
) -> None:
    edit_card(desk, "MARTIN Léa", "05555", why)
    path = tmp_path / "h.csv"
    path.write_text(f"Nom;Prénom;Classe;N° carte\n{name};5 A;{card}\n", encoding="utf-8")

    made = importing.plan_import(desk, path, UAI)
    apply.apply_import(desk, made)

    assert everybody(desk)["MARTIN Léa"].card == first
    assert [told in problem.text for problem in made.problems] == ([True] if told else [])
    if name.startswith("NOUVEL"):
        assert everybody(desk)["NOUVEL Élie"].card == ("" if told else LEA_MARTIN.card)


@pytest.mark.both_engines
def test_two_pupils_may_swap_their_cards(desk: Desk, tmp_path: Path) -> None:
    swapped = [replace(LEA_MARTIN, card=HUGO_MARTIN.card), replace(HUGO_MARTIN, card=LEA_MARTIN.card)]
    import_people(desk, swapped, tmp_path)
    assert everybody(desk)["MARTIN Léa"].card == HUGO_MARTIN.card
    assert everybody(desk)["MARTIN Hugo"].card == LEA_MARTIN.card
    with desk.database.read() as session:
        former = cards.cards_of(session, everybody(desk)["MARTIN Léa"].id)
    assert [(one.card, one.why) for one in former] == [(LEA_MARTIN.card, "replaced")]


def test_a_pupil_missing_from_the_export_is_marked_as_left_and_keeps_everything(
    school: Desk, tmp_path: Path
) -> None:
    crowd = [Pupil(n, f"NOM{n}", "Ali") for n in range(1, 11)]
    apply.apply_import(school, plan(school, tmp_path, crowd))
    made = plan(school, tmp_path, crowd[1:])
    assert (made.left, made.questions()) == (1, ())
    apply.apply_import(school, made)
    gone = everybody(school)["NOM1 Ali"]
    assert gone.left
    assert gone.ine == crowd[0].national
    assert apply.apply_import(school, plan(school, tmp_path, crowd)).changed == 1
    assert not everybody(school)["NOM1 Ali"].left


def test_staff_are_never_absent_from_an_export_of_pupils(school: Desk, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("Nom;Prénom;Catégorie\nLE GOFF;Maëlle;Professeur\n", encoding="utf-8")
    apply.apply_import(school, importing.plan_import(school, path, UAI))
    assert plan(school, tmp_path).left == 0


def test_more_than_a_fifth_leaving_asks_first_in_numbers(school: Desk, tmp_path: Path) -> None:
    crowd = [Pupil(n, f"NOM{n}", "Ali") for n in range(1, 11)]
    apply.apply_import(school, plan(school, tmp_path, crowd))
    made = plan(school, tmp_path, crowd[3:])
    [question] = made.questions()
    assert question == "3\u00a0hôtes seraient marqués sortis sur 10\u00a0présents, soit 30\u00a0%."
    with pytest.raises(Refused, match="30"):
        apply.apply_import(school, made)
    leaving = [place for place, row in enumerate(made.rows) if row.action is Action.LEAVE]
    assert made.questions(without=leaving[:1]) == ()
    assert apply.apply_import(school, made, agreed=True).left == 3


@pytest.mark.parametrize(
    ("about", "word"), [({"uai": OTHER_UAI}, OTHER_UAI), ({"year": "2025"}, "2025-2026")]
)
def test_an_export_of_another_school_or_year_asks_first(
    school: Desk, tmp_path: Path, about: dict[str, str], word: str
) -> None:
    made = plan(school, tmp_path, **about)
    assert word in made.questions()[0]
    with pytest.raises(Refused, match=word):
        apply.apply_import(school, made)
    assert everybody(school) == {}


def test_next_years_export_may_be_imported_in_july(school: Desk, clock: Clock, tmp_path: Path) -> None:
    clock.now = clock.now.replace(year=2027, month=7, day=6)
    assert plan(school, tmp_path, year="2027").questions() == ()
    assert plan(school, tmp_path, year="2025").questions() != ()


def test_an_unticked_line_is_not_written(school: Desk, tmp_path: Path) -> None:
    done = apply.apply_import(school, plan(school, tmp_path), without={1})
    assert done.created == 2
    assert "ŒUVRARD Tom" not in everybody(school)


def test_an_import_is_taken_back_as_a_whole_and_the_portal_learns_it(
    desk: Desk, portal: PortalInMemory, tmp_path: Path
) -> None:
    synchronise(desk)
    before = everybody(desk)
    done = apply.apply_import(desk, plan(desk, tmp_path, [LEA, ZOE]), agreed=True)
    synchronise(desk)
    assert apply.undo_import(desk, done.id) == done.created + done.changed + done.left
    after = everybody(desk)
    created = after.pop("EXEMPLE Zoé")
    assert after == before
    assert (created.left, created.card, created.emails) == (True, "", ())
    synchronise(desk)
    known = {f"{one.last_name} {one.first_name}": one for one in portal.of_kind("diner")}
    assert (known["MARTIN Léa"].class_name, known["EXEMPLE Zoé"].left) == ("5 A", True)
    [line] = [one for one in apply.past_imports(desk) if one.id == done.id]
    assert (line.undone_by, line.can_be_undone) == ("claire", False)
    with pytest.raises(Refused, match="déjà été annulé"):
        apply.undo_import(desk, done.id)


def test_the_same_file_after_an_import_was_taken_back_brings_the_same_diners(
    school: Desk, tmp_path: Path
) -> None:
    done = apply.apply_import(school, plan(school, tmp_path))
    before = everybody(school)
    apply.undo_import(school, done.id)
    apply.apply_import(school, plan(school, tmp_path))
    assert everybody(school) == before


def test_an_import_that_was_built_upon_stands(desk: Desk, portal: PortalInMemory, tmp_path: Path) -> None:
    done = apply.apply_import(desk, plan(desk, tmp_path, [ZOE]), agreed=True)
    request = ask(portal, card="00000", last_name="EXEMPLE", first_name="Zoé")
    synchronise(desk)
    acts.choose_diner(desk, request, everybody(desk)["EXEMPLE Zoé"].id)
    with pytest.raises(Refused, match="EXEMPLE Zoé"):
        apply.undo_import(desk, done.id)
    later = import_people(desk, [replace(CAST[0], class_name="3 A")], tmp_path)
    import_people(desk, [replace(CAST[0], class_name="2 A")], tmp_path)
    with pytest.raises(Refused, match="MARTIN Léa"):
        apply.undo_import(desk, later.id)


def test_an_import_of_long_ago_is_not_taken_back(school: Desk, clock: Clock, tmp_path: Path) -> None:
    done = apply.apply_import(school, plan(school, tmp_path))
    clock.pass_by(days=91)
    apply.apply_import(school, plan(school, tmp_path, [*PUPILS, LEA]), agreed=True)
    assert [one.can_be_undone for one in apply.past_imports(school)] == [True, False]
    with pytest.raises(Refused, match="90 jours"):
        apply.undo_import(school, done.id)


def test_what_identifies_a_child_for_the_state_never_goes_to_the_portal(desk: Desk, tmp_path: Path) -> None:
    apply.apply_import(desk, plan(desk, tmp_path, [LEA, ZOE]), agreed=True)
    with desk.database.read() as session:
        waiting = [one.key for one in outbox.waiting(session, UAI, 1000) if one.kind == "diner"]
        told = b"".join(one.body for one in state_bodies(session, UAI, "diner", waiting).values())
    assert b"EXEMPLE" in told
    for secret in (ZOE.national, "2014", "demi-pensionnaire", "b@exemple.fr", '"501"'):
        assert secret.encode() not in told


@pytest.mark.both_engines
def test_only_what_families_see_is_told_again(desk: Desk, tmp_path: Path) -> None:
    synchronise(desk)
    import_people(desk, [replace(LEA_MARTIN, card="0683-08123", emails=("autre@exemple.fr",))], tmp_path)
    with desk.database.read() as session:
        assert outbox.count_waiting(session, UAI) == {}


@pytest.mark.parametrize("step", ["Lecture du fichier", "Comparaison avec les hôtes connus"])
def test_an_import_cancelled_while_it_is_read_leaves_nothing(school: Desk, tmp_path: Path, step: str) -> None:
    def stop(now: str, _done: int, _total: int) -> None:
        if now == step:
            raise Cancelled

    with pytest.raises(Cancelled):
        importing.plan_import(school, write_people(tmp_path / "h.csv", CAST), UAI, report=stop)


@pytest.mark.both_engines
def test_an_import_cancelled_while_it_is_written_leaves_nothing(school: Desk, tmp_path: Path) -> None:
    made = plan(school, tmp_path)
    seen: list[int] = []

    def stop(_step: str, done: int, _total: int) -> None:
        seen.append(done)
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        apply.apply_import(school, made, report=stop)
    assert seen[-1] == 3, "all were written, and are gone"
    assert everybody(school) == {}
    assert apply.past_imports(school) == []


@pytest.mark.both_engines
def test_of_two_imports_at_once_the_second_is_asked_to_read_again(
    school: Desk, open_pc: Callable[[str], Desk], tmp_path: Path
) -> None:
    other = open_pc("paul")
    mine, theirs = plan(school, tmp_path), plan(other, tmp_path)
    apply.apply_import(other, theirs)
    with pytest.raises(Refused, match="a changé"):
        apply.apply_import(school, mine)
    assert len(everybody(school)) == 3


def test_what_columns_hold_is_remembered_for_the_same_titles(school: Desk, tmp_path: Path) -> None:
    path = tmp_path / "inconnu.csv"
    path.write_text(
        "Famille;Petit nom;Div;Numéro;Contact\nMARTIN;Léa;5 A;4217;a@exemple.fr\n", encoding="utf-8"
    )
    guessed = tables.columns_of(school, path)
    assert guessed is not None
    assert guessed.fields == ("", "", "classe", "identifiant", "e-mail")
    assert not tables.are_enough(guessed.fields)
    fields = ("nom", "prénom", "classe", "carte", "e-mail")
    made = importing.plan_import(school, path, UAI, table=tables.TableChoice(fields))
    assert made.rows[0].card == "0683-04217"
    tables.remember_columns(school, guessed.key, path.name, fields)
    path.write_text("FAMILLE;Petit nom;DIV;Numéro;Contact\nDURAND;Zoé;5 A;4218;\n", encoding="utf-8")
    assert importing.plan_import(school, path, UAI).rows[0].name == "DURAND Zoé"
    again = tables.columns_of(school, path)
    assert again is not None
    assert (again.remembered, again.fields) == (True, fields)
