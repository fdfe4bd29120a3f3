"""Cached pages: never stale, and without anything of the visitor before."""

import pytest
from sqlalchemy import text

from tests.portal.site import OWN, Site, Visitor
from turbo_admin.portal.pages.page_cache import PageCache

_PAGES = ("", "connexion")


def synchronised(site: Site) -> None:
    with site.portal.superuser.host() as connection:
        connection.execute(text("UPDATE school SET last_sync_at = :at"), {"at": site.clock()})


def test_what_the_office_changes_is_seen_at_once(site: Site, visitor: Visitor) -> None:
    for name in ("Collège Un", "Collège Deux"):
        site.settings(name=name, phone=f"01 {name}")
        for path in _PAGES:
            page = visitor.get(path).text
            assert f'<span class="muted">{name}</span>' in page
            assert f"01 {name}" in page


def test_a_synchronisation_and_a_new_day_are_seen_at_once(site: Site, visitor: Visitor) -> None:
    visitor.get()
    synchronised(site)
    assert "aujourd’hui à 09:00" in visitor.get().text
    site.clock.advance(days=1)
    assert "hier à 09:00" in visitor.get().text


def test_the_schools_are_not_taken_for_one_another(site: Site, visitor: Visitor) -> None:
    with site.visitor(site.portal.other_uai) as elsewhere:
        for path in _PAGES:
            assert f'href="/e/{site.uai}"' in visitor.get(path).text
            page = elsewhere.get(path).text
            assert f'href="/e/{site.portal.other_uai}"' in page
            assert site.uai not in page


def test_each_visitor_has_a_token_of_their_own(site: Site, visitor: Visitor) -> None:
    family, _ = site.settled_family()
    with site.visitor() as second:
        tokens = [one.hidden(one.get("connexion")) for one in (visitor, second, visitor)]
        assert tokens[0] == tokens[2] != tokens[1]
        assert all(len(values["_csrf_token"]) > 64 for values in tokens)
        for somebody in (second, visitor):
            assert somebody.sign_in(family.login, OWN).headers["location"].endswith("/mon-espace")


def test_pages_of_a_session_are_not_cached_for_other_visitors(site: Site, visitor: Visitor) -> None:
    _, family = site.settled_family()
    assert "Mon espace" in family.get().text
    page = visitor.get().text
    assert "Mon espace" not in page
    assert "Se connecter" in page
    assert "Mon espace" in family.get().text


def test_a_notice_is_shown_once_and_to_nobody_else(site: Site, visitor: Visitor) -> None:
    visitor.submit(
        "creer-un-compte", carte="0683-00417", nom="Martin", prenom="Alix", email="alix@exemple.fr"
    )
    assert 'role="status"' in visitor.get().text
    with site.visitor() as second:
        assert 'role="status"' not in second.get().text
    assert 'role="status"' not in visitor.get().text


@pytest.mark.parametrize(("basis", "written"), [("a", 1), ("b", 2)])
def test_the_cache_renders_a_page_again_when_its_basis_has_changed(basis: str, written: int) -> None:
    cache, wrote = PageCache(), list[str]()
    for one in ("a", basis):
        assert cache.page("page", one, lambda one=one: (wrote.append(one), one.encode())[1]) == one.encode()
    assert len(wrote) == written


def test_the_cache_evicts_the_oldest_page_beyond_its_size() -> None:
    cache, wrote = PageCache(most=2), list[int]()

    def take(number: int) -> None:
        cache.page(number, "", lambda: (wrote.append(number), b"")[1])

    for number in (1, 2, 3, 2, 3, 1):
        take(number)
    assert wrote == [1, 2, 3, 1]
