"""Two families and two lists: the second list's line numbers are other children's, and each family sees its own child."""

from pathlib import Path

from tests.journeys.conftest import Run, RunningPortal
from tests.journeys.test_command_line import read_mail
from tests.people import SCHOOL_NAME, SITE_CODE, UAI
from turbo_admin.demo.catcher import Catcher
from turbo_admin.demo.families import Family, TypedRequest

_SEPTEMBER = """
Numéro;Nom;Prénom;Classe;E-mail
1;ABEILLE;Zoé;6 A;zoe.p@example.org
2;BOURDON;Max;6 A;max.p@example.org
3;CIGALE;Ana;6 A;ana.p@example.org
4;DORYPHORE;Léo;6 A;
5;EPHEMERE;Eva;6 A;
"""
_OCTOBER = """
Numéro;Nom;Prénom;Classe;E-mail
1;ABEILLE;Zoé;6 A;zoe.p@example.org
2;AGRION;Tom;6 A;tom.p@example.org
3;BOURDON;Max;6 A;max.p@example.org
4;CIGALE;Ana;6 A;ana.p@example.org
5;DORYPHORE;Léo;6 A;
6;EPHEMERE;Eva;6 A;
"""
_MAX, _TOM = "max.p@example.org", "tom.p@example.org"
_PASSWORDS = {_MAX: "le bourdon dort au soleil", _TOM: "une libellule sur la mare"}


def test_each_family_sees_its_own_child_after_a_list_with_other_line_numbers(
    run: Run, portal: RunningPortal, smtp: Catcher, tmp_path: Path
) -> None:
    database = str(tmp_path / "bureau.db")
    code = run("portal", "add-school", UAI, SCHOOL_NAME, "--data", str(portal.data))
    _import(run, database, tmp_path / "1_septembre.csv", _SEPTEMBER)
    assert run("pair", portal.url, code.out.strip(), "--database", database).code == 0

    _get_account(run, portal, smtp, database, TypedRequest(UAI, "04300", "BOURDON", "Max", _MAX, "", ""))
    _import(run, database, tmp_path / "2_octobre.csv", _OCTOBER)
    _sync(run, database)
    assert _seen(portal, _MAX) == {"Max"}
    _get_account(run, portal, smtp, database, TypedRequest(UAI, "04217", "AGRION", "Tom", _TOM, "", ""))
    _sync(run, database)

    assert _seen(portal, _MAX) == {"Max"}
    assert _seen(portal, _TOM) == {"Tom"}


def test_the_second_list_renames_nobody(run: Run, tmp_path: Path) -> None:
    database = str(tmp_path / "bureau.db")
    _import(run, database, tmp_path / "1_septembre.csv", _SEPTEMBER)
    september = _diners(run, database)
    _import(run, database, tmp_path / "2_octobre.csv", _OCTOBER)
    october = _diners(run, database)
    assert {name: one for name, one in october.items() if name != "AGRION Tom"} == september
    assert len(october) == len(september) + 1


def _import(run: Run, database: str, path: Path, text: str) -> None:
    path.write_text(text.strip(), encoding="iso-8859-15")
    done = run("import", str(path), "--school", UAI, "--site-code", SITE_CODE, "--database", database)
    assert done.code == 0, done.out + done.err


def _diners(run: Run, database: str) -> dict[str, str]:
    """Return the ids of the office's diners by name."""
    listed = run("diners", "--school", UAI, "--json", "--database", database)
    assert listed.code == 0, listed.err
    return {f"{one['last_name']} {one['first_name']}": one["id"] for one in listed.lines}


def _get_account(
    run: Run, portal: RunningPortal, smtp: Catcher, database: str, request: TypedRequest
) -> None:
    """Let a family ask, the office issue what is certain, and the family choose a password."""
    with Family(portal.url, UAI) as family:
        family.ask_account(request)
    _sync(run, database)
    # No list has the cards, so the clerk ticks the line: only the name and the address speak for it.
    [line] = run("requests", "--json", "--database", database).lines
    assert line["diner_name"] == f"{request.nom} {request.prenom}"
    issued = run("issue", "--ids", line["id"], "--mail", "--json", "--database", database)
    assert issued.lines[0]["accounts"] == 1, issued.out + issued.err
    _sync(run, database)
    _, _, link = read_mail(smtp, request.email)
    with Family(portal.url, UAI) as family:
        family.follow_credentials(link)
        family.choose_password(_PASSWORDS[request.email])


def _sync(run: Run, database: str) -> None:
    done = run("sync", "--database", database)
    assert done.code == 0, done.err


def _seen(portal: RunningPortal, address: str) -> set[str]:
    """Return which children of the lists a family sees in its space."""
    with Family(portal.url, UAI) as family:
        family.sign_in(address, _PASSWORDS[address])
        space = family.my_space()
    names = [line.split(";")[1:3] for line in _OCTOBER.strip().splitlines()[1:]]
    return {first for last, first in names if last in space or first in space}
