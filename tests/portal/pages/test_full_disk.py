"""A database that can record nothing: said in words, with what was typed, to families, to monitoring, to the host."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.conftest import Portal
from tests.portal.site import Site, Visitor
from turbo_admin.cli import main
from turbo_admin.portal.base.roles import OWNER


def fill_up(portal: Portal, table: str) -> None:
    """Have each write to a table fail as PostgreSQL fails on a full disk (53100)."""
    portal.rows(
        "CREATE OR REPLACE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
    )
    portal.rows(
        f"CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION no_room()"
    )


@pytest.fixture
def site(portal: Portal) -> Iterator[Site]:
    with Site(portal) as site:
        yield site


def _ask(visitor: Visitor) -> dict[str, str]:
    hidden = visitor.hidden(visitor.get("creer-un-compte"))
    return {**hidden, "carte": "04217", "nom": "Martin", "prenom": "Léa", "email": "c.martin@exemple.fr"}


def test_a_request_that_finds_no_room_comes_back_filled_in_and_can_be_sent_later(
    site: Site, portal: Portal
) -> None:
    visitor = site.visitor()
    typed = _ask(visitor)
    fill_up(portal, "account_request")
    answer = visitor.request("POST", "creer-un-compte", data=typed)
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "ne peut rien enregistrer en ce moment" in answer.text
    assert all(f'value="{typed[name]}"' in answer.text for name in ("carte", "nom", "prenom", "email"))
    assert portal.rows("SELECT count(*) FROM mail") == [(0,)]
    portal.rows("DROP TRIGGER no_room ON account_request")
    again = {**typed, **visitor.hidden(answer)}
    assert visitor.request("POST", "creer-un-compte", data=again).status_code == 303
    assert portal.rows("SELECT count(*) FROM account_request") == [(1,)]


def test_another_form_is_not_said_to_be_lost_for_nothing(site: Site, portal: Portal) -> None:
    people, visitor = site.family(), site.visitor()
    typed = {**visitor.hidden(visitor.get("connexion")), "identifiant": people.login}
    fill_up(portal, "session")
    answer = visitor.request("POST", "connexion", data={**typed, "mot_de_passe": people.password})
    assert answer.status_code == 503
    assert "ce que vous venez d’envoyer" in answer.text
    assert "rien n’est perdu" not in answer.text


def test_monitoring_hears_that_nothing_can_be_written(site: Site, portal: Portal) -> None:
    visitor = site.visitor()
    assert visitor.get("/healthz").json() == {"ok": True}
    fill_up(portal, "meta")
    assert visitor.get("/healthz").status_code == 503


def test_the_host_hears_that_the_disk_is_full(
    portal: Portal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_up(portal, "pairing_code")
    words = ["add-school", portal.uai, "x", "--database", portal.url(OWNER), "--data", str(tmp_path)]
    assert main(["portal", *words]) == 5
    said = capsys.readouterr()
    assert "est plein" in said.err
    assert "rien enregistré" in said.err
    assert said.out == ""
