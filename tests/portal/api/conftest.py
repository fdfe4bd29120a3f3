"""A paired office at a running portal."""

from collections.abc import Iterator

import pytest

from tests.portal.conftest import Portal
from tests.portal.office import Office
from tests.portal.site import Site


@pytest.fixture
def office(portal: Portal) -> Iterator[Office]:
    with Site(portal) as site:
        office = Office(site.base)
        assert office.pair(portal.code).status == 200
        yield office
