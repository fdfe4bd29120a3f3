"""« Historique » and « Mes données »: what happened to an account, and all that is held about it."""

import io
import json

import pypdfium2
import pytest

from tests.portal.site import OWN, Site, Visitor
from turbo_admin.core.credentials.rules import hash_token
from turbo_admin.portal.base.activity_texts import ACTIVITY_TEXTS


def lines(site: Site) -> list[tuple[str, str]]:
    return site.portal.rows("SELECT what, agent FROM account_log ORDER BY at, entry_id")


def took(site: Site) -> set[str]:
    return {what for what, _ in lines(site)}


def test_it_tells_requests_sign_ins_and_acts_latest_first(site: Site) -> None:
    _, family = site.settled_family()
    site.portal.rows(
        "INSERT INTO account_request VALUES (:uai, 'r1', '04217', 'MARTIN', 'Léa', 'a@exemple.fr', :at, :at, NULL,"
        " 'issued', 'a1')",
        uai=site.uai,
        at=site.clock().replace(day=20),
    )
    site.clock.advance(minutes=3)
    family.http.headers["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"
    family.submit("mon-compte/appareils", lesquels="autres", mot_de_passe_actuel=OWN)
    page = family.get("historique").text
    told = ["autres appareils ont été déconnectés", "Mot de passe choisi", "Demande de compte envoyée"]
    places = [page.index(words) for words in told]
    assert places == sorted(places)
    for words in (
        "Firefox sur Windows",
        "Léa MARTIN",
        "Connexion avec un mot de passe provisoire",
        "Compte créé",
    ):
        assert words in page


@pytest.mark.parametrize("path", ["historique", "mon-compte/mes-donnees"])
def test_they_refuse_a_stranger_and_the_wrong_method(site: Site, visitor: Visitor, path: str) -> None:
    assert visitor.get(path).headers["location"].partition("?")[0] == f"/e/{site.uai}/connexion"
    assert visitor.request("PUT", path).status_code == 405


def test_a_family_reads_its_own_log_and_no_other(site: Site) -> None:
    people, family = site.settled_family(1)
    _, other = site.settled_family(2)
    other.submit("deconnexion", form_at="mon-espace")
    assert "Déconnexion" not in family.get("historique").text
    assert people.login in family.get("historique").text


def test_it_goes_page_by_page(site: Site) -> None:
    people, family = site.settled_family()
    values = {"uai": site.uai, "id": people.account_id, "at": site.clock()}
    site.portal.rows(
        "INSERT INTO account_log SELECT :uai, 'x' || n, :id, CAST(:at AS timestamptz) - n * interval '1 hour',"
        " 'signed_in', '' FROM generate_series(1, 120) n",
        **values,
    )
    first = family.get("historique")
    assert "Plus ancien" in first.text
    assert "Plus récent" not in first.text
    last = family.get("historique?page=3")
    assert "Plus ancien" not in last.text
    assert last.text.count("<li>") - first.text.count("<li>") < 0
    for odd in ("0", "-1", "x", "9" * 30, "²", "", "99"):
        assert family.get("historique", params={"page": odd}).status_code == 200


def test_every_act_of_a_family_leaves_its_line(site: Site, visitor: Visitor) -> None:
    people, family = site.settled_family()
    assert took(site) == {"signed_in_provisional", "password_chosen"}
    with site.visitor() as tablet:
        tablet.sign_in(people.login, OWN)
        family.submit(
            "mon-compte/appareils",
            lesquels=hash_token(tablet.http.cookies[f"session-{site.uai}"]),
            mot_de_passe_actuel=OWN,
        )
        tablet.sign_in(people.login, OWN)
        family.submit("mon-compte/appareils", lesquels="autres", mot_de_passe_actuel=OWN)
    visitor.submit("mot-de-passe-oublie", identifiant=people.email)
    family.submit("mon-compte/adresse", email="b@exemple.fr", mot_de_passe_actuel=OWN)
    family.submit("mon-compte/adresse/annuler", form_at="mon-compte/adresse")
    site.clock.advance(minutes=1)
    family.submit("mon-compte/adresse", email="c@exemple.fr", mot_de_passe_actuel=OWN)
    visitor.submit(f"confirmer-adresse/{site.mails('adresse')[-1][4]}")
    family.submit("mon-compte/mes-donnees.json", form_at="mon-compte/mes-donnees")
    new = "un autre très bon choix"
    family.submit("mon-compte", mot_de_passe_actuel=OWN, mot_de_passe=new, confirmation=new)
    family.submit("mon-compte/appareils", lesquels="tous", mot_de_passe_actuel=new)
    family.sign_in("c@exemple.fr", new)
    family.submit("deconnexion", form_at="mon-espace")
    family.sign_in("c@exemple.fr", new)
    family.submit("mon-compte/fermer", mot_de_passe_actuel=new)
    # The rest is read from the facts themselves; what joins spaces leaves its lines in test_pages_link.
    of_links = {"linked", "unlinked", "links_ended", "signed_in_linked"}
    assert took(site) == set(ACTIVITY_TEXTS) - {"created", "request_received", "request_confirmed"} - of_links


def test_the_log_says_the_kind_of_device_and_not_its_address(site: Site) -> None:
    _, family = site.settled_family()
    site.clock.advance(minutes=1)
    family.http.headers["User-Agent"] = "Mozilla/5.0 (iPhone) Version/17 Safari/604.1 secret-build"
    family.submit("deconnexion", form_at="mon-espace")
    assert lines(site)[-1] == ("signed_out", "Safari sur iPhone")


def test_a_year_old_line_goes(site: Site) -> None:
    from turbo_admin.portal.host.cleaning import clean

    site.settled_family()
    site.clock.advance(days=366)
    clean(site.portal.worker, is_clock_steady=True, now=site.clock())
    assert lines(site) == []


def test_own_data_as_json_holds_all_and_no_secret(site: Site) -> None:
    people, family = site.settled_family()
    family.submit("mon-compte/adresse", email="b@exemple.fr", mot_de_passe_actuel=OWN)
    answer = family.submit("mon-compte/mes-donnees.json", form_at="mon-compte/mes-donnees")
    assert answer.headers["content-disposition"] == 'attachment; filename="mes-donnees.json"'
    assert answer.headers["cache-control"] == "no-store"
    data = json.loads(answer.content)
    assert data["compte"]["identifiant"] == people.login
    assert data["compte"]["email"] == people.email
    assert data["compte"]["email_a_confirmer"] == "b@exemple.fr"
    assert [one["prenom"] for one in data["titulaires_de_carte"]] == ["Léa", "Łukasz"]
    assert data["compte"]["langue"] == "fr"
    assert data["appareils_connectes"]
    assert "Mot de passe choisi" in {line["quoi"] for line in data["historique"]}
    secrets = site.portal.rows("SELECT password_hash FROM account UNION SELECT token_hash FROM session")
    for (secret,) in secrets:
        assert secret not in answer.text
    assert "argon2" not in answer.text


def test_own_data_as_pdf_can_be_read_back(site: Site) -> None:
    people, family = site.settled_family()
    answer = family.submit("mon-compte/mes-donnees.pdf", form_at="mon-compte/mes-donnees")
    assert answer.headers["content-type"] == "application/pdf"
    paper = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    words = " ".join(page.get_textpage().get_text_range() for page in paper)
    for one in (people.login, people.email, "Łukasz NGUYỄN1", "Mot de passe choisi", "français"):
        assert one in " ".join(words.split())


@pytest.mark.parametrize("kind", ["json", "pdf"])
def test_own_data_is_not_sent_to_a_stranger_nor_by_opening_a_link(
    site: Site, visitor: Visitor, kind: str
) -> None:
    _, family = site.settled_family()
    path = f"mon-compte/mes-donnees.{kind}"
    assert family.get(path).status_code == 405
    assert (
        visitor.submit(path, form_at="connexion").headers["location"].partition("?")[0]
        == f"/e/{site.uai}/connexion"
    )
    assert "data_sent" not in took(site)


def test_names_cannot_break_the_paper(site: Site) -> None:
    from turbo_admin.protocol.states import DinerState

    _, family = site.settled_family()
    odd = DinerState(last_name="<b>&</i> محمد " + "x" * 150, first_name="</para>", class_name="<font>")
    site.change("diner", "d1a", odd)
    answer = family.submit("mon-compte/mes-donnees.pdf", form_at="mon-compte/mes-donnees")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


def test_a_long_history_is_cut_on_paper_and_whole_for_a_program(site: Site) -> None:
    people, family = site.settled_family()
    site.portal.rows(
        "INSERT INTO account_log SELECT :uai, 'x' || n, :id, CAST(:at AS timestamptz) - n * interval '1 hour',"
        " 'signed_in', '' FROM generate_series(1, 600) n",
        uai=site.uai,
        id=people.account_id,
        at=site.clock(),
    )
    answer = family.submit("mon-compte/mes-donnees.json", form_at="mon-compte/mes-donnees")
    assert len(json.loads(answer.content)["historique"]) > 600
    answer = family.submit("mon-compte/mes-donnees.pdf", form_at="mon-compte/mes-donnees")
    paper = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    words = " ".join(page.get_textpage().get_text_range() for page in paper)
    assert "les 500 dernières lignes" in " ".join(words.split())


def test_own_data_is_not_sent_all_day(site: Site) -> None:
    _, family = site.settled_family()
    form = family.hidden(family.get("mon-compte/mes-donnees"))
    answers = [
        family.request("POST", "mon-compte/mes-donnees.json", data=form).status_code for _ in range(21)
    ]
    assert answers == [200] * 20 + [429]
