"""The whole journey by the command line alone: host, family, office, family."""

import re
from pathlib import Path

import pypdfium2

from tests.journeys.conftest import Run, RunningPortal
from tests.office.conftest import write_people
from tests.people import CAST, HUGO_MARTIN, LEA_MARTIN, SCHOOL_NAME, UAI, make_form
from turbo_admin.demo.catcher import Catcher
from turbo_admin.demo.families import Family, TypedRequest

OWN_PASSWORD = "le tilleul sent bon en juin"


def typed(**changed: str) -> TypedRequest:
    """Return what a family types for Léa, but for what is changed."""
    fields = make_form(LEA_MARTIN, **changed)
    return TypedRequest(uai=UAI, mistake="", meant="", **fields)


def read_mail(smtp: Catcher, address: str) -> tuple[str, str, str]:
    """Return (identifiant, provisional password, link) of the credentials mailed to an address."""
    [mail] = smtp.wait_for(1, to=address, kind="identifiants")
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    login, password = re.search(r"\b[a-z]{2}\d{6}\b", text), re.search(r"\b(?:\w{4}-){2}\w{4}\b", text)
    link = re.search(r"http://\S+/activer/[\w-]+", text)
    assert login
    assert password
    assert link
    return login[0], password[0], link[0]


def set_up(run: Run, portal: RunningPortal, tmp_path: Path) -> str:
    """Let the host add the school, and the office import and pair; returns the office's database."""
    database = str(tmp_path / "bureau.db")
    code = run("portal", "add-school", UAI, SCHOOL_NAME, "--data", str(portal.data))
    assert code.code == 0, code.err
    assert len(code.out.split()) == 1
    roster = write_people(tmp_path / "hotes.csv", CAST)
    imported = run("import", str(roster), "--school", UAI, "--site-code", "0683", "--database", database)
    assert imported.code == 0, imported.err
    paired = run("pair", portal.url, code.out.strip(), "--database", database)
    assert paired.code == 0, paired.err
    assert f"{portal.url}/e/{UAI}" in paired.out
    return database


def test_a_family_asks_and_ends_signed_in(
    run_program: Run, portal: RunningPortal, smtp: Catcher, tmp_path: Path
) -> None:
    run = run_program
    database = set_up(run, portal, tmp_path)
    with Family(portal.url, UAI) as family:
        page = family.ask_account(typed(carte="0683-04217", prenom="lea"))
        assert "Merci pour votre demande d’ouverture de compte." in page.text
    assert run("sync", "--database", database).code == 0
    [line] = run("requests", "--json", "--database", database).lines
    assert (line["degree"], line["asker"], line["diner_name"], line["bulk"]) == (
        "certaine",
        "connu",
        "MARTIN Léa",
        True,
    )
    pdf = tmp_path / "fiches.pdf"
    issued = run("issue", "--certain", "--pdf", str(pdf), "--mail", "--json", "--database", database)
    assert issued.code == 0, issued.err
    assert (issued.lines[0]["pages"], issued.lines[0]["mailed"]) == (1, 1)
    login, password, _ = read_mail(smtp, LEA_MARTIN.emails[0])
    document = pypdfium2.PdfDocument(pdf)
    sheet = document[0].get_textpage().get_text_bounded()
    document.close()
    assert login in sheet
    assert password in sheet
    with Family(portal.url, UAI) as family:
        family.sign_in(login, password.upper().replace("-", " "))
        family.choose_password(OWN_PASSWORD)
        space = family.my_space()
    assert "Léa" in space
    assert "5 A" in space
    with Family(portal.url, UAI) as again:
        # The provisional password served once; the chosen one serves, with the address too.
        assert "/connexion" in again.sign_in(login, password).path
        again.sign_in(LEA_MARTIN.emails[0], OWN_PASSWORD)
        assert "Léa" in again.my_space()
    assert run("sync", "--database", database).code == 0
    assert run("requests", "--database", database).out == ""
    assert run("issue", "--ids", line["id"], "--database", database).code == 3


def test_two_children_of_one_address_share_an_account(
    run: Run, portal: RunningPortal, smtp: Catcher, tmp_path: Path
) -> None:
    database = set_up(run, portal, tmp_path)
    with Family(portal.url, UAI) as family:
        family.ask_account(typed())
        family.ask_account(typed(carte=HUGO_MARTIN.number, prenom="Hugo"))
    run("sync", "--database", database)
    issued = run("issue", "--certain", "--mail", "--json", "--database", database).lines[0]
    assert (issued["requests"], issued["accounts"], issued["mailed"]) == (2, 1, 1)
    _, _, link = read_mail(smtp, LEA_MARTIN.emails[0])
    with Family(portal.url, UAI) as family:
        family.follow_credentials(link)
        family.choose_password(OWN_PASSWORD)
        space = family.my_space()
    assert "Léa" in space
    assert "Hugo" in space


def test_a_mail_that_is_refused_is_told_to_the_office(
    run: Run, portal: RunningPortal, smtp: Catcher, tmp_path: Path
) -> None:
    from turbo_admin.office.desk.context import open_desk
    from turbo_admin.office.sheets.listing import sheet_lines

    database = set_up(run, portal, tmp_path)
    with Family(portal.url, UAI) as family:
        family.ask_account(typed())
    run("sync", "--database", database)
    smtp.refuse(LEA_MARTIN.emails[0])
    issued = run("issue", "--certain", "--mail", "--json", "--database", database)
    assert issued.lines[0]["mailed"] == 1
    told = ""
    for _ in range(50):
        run("sync", "--database", database)
        desk = open_desk(database, vault=None)
        [line] = sheet_lines(desk)
        desk.close()
        told = line.delivery_text
        if told.startswith("rejeté"):
            break
    assert told == "rejeté\u00a0: boîte inconnue"


def test_an_unreachable_portal_loses_nothing(
    run: Run, portal: RunningPortal, smtp: Catcher, tmp_path: Path
) -> None:
    database = set_up(run, portal, tmp_path)
    with Family(portal.url, UAI) as family:
        family.ask_account(typed())
    assert run("sync", "--database", database).code == 0
    portal.program.terminate()
    portal.program.wait(30)
    issued = run("issue", "--certain", "--mail", "--database", database)
    assert issued.code == 5
    assert "ien n’est perdu" in issued.err
    sync = run("sync", "--json", "--database", database)
    assert sync.code == 5
    assert sync.lines[0]["schools"][0]["error_kind"] == "Unreachable"


def test_what_is_wrong_is_said_in_french_with_its_code(run: Run, tmp_path: Path) -> None:
    database = str(tmp_path / "b.db")
    for code, arguments in (
        (3, ("sync",)),
        (3, ("import", str(tmp_path / "x.csv"), "--school", "0990001A")),
        (4, ("import", str(tmp_path / "absent.csv"), "--school", UAI)),
        (3, ("pair", "http://espace.exemple.fr", "CODE")),
        (5, ("pair", "http://127.0.0.1:1", "CODE")),
        (3, ("issue", "--ids", "inconnu")),
    ):
        ran = run(*arguments, "--database", database)
        assert ran.code == code, (arguments, ran)
        assert ran.err.strip()
        assert "Traceback" not in ran.err
    assert run("issue", "--database", database).code == 2
    assert run("issue", "--certain", "--database", database).code == 0


def test_help_is_french_everywhere(run: Run) -> None:
    for arguments in (
        (),
        ("portal",),
        ("portal", "serve"),
        ("issue",),
        ("sync",),
        ("match",),
        ("demo",),
        ("pair",),
    ):
        ran = run(*arguments, "--help")
        assert ran.code == 0
        assert "Utilisation" in ran.out
        assert "usage:" not in ran.out
        assert "show this help" not in ran.out
