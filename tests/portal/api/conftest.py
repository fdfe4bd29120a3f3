"""A paired office at a running portal."""

from collections.abc import Iterator

import pytest

from tests.portal.api.outcomes import recomputed_sums
from tests.portal.conftest import Portal
from tests.portal.office import Office
from tests.portal.site import Site


@pytest.fixture
def office(portal: Portal) -> Iterator[Office]:
    with Site(portal) as site:
        office = Office(site.base)
        assert office.pair(portal.code).status == 200
        yield office
        # Whatever a test did: the portal's sums are those of the states that it holds.
        if portal.rows("SELECT mail_public_key IS NOT NULL FROM meta") == [(True,)] and office.key:
            assert office.events(office.heard).sums == recomputed_sums(portal)
