"""A running site for each test of a page, and a visitor to it."""

from collections.abc import Iterator

import pytest

from tests.portal.conftest import Portal
from tests.portal.site import Site, Visitor


@pytest.fixture
def site(portal: Portal) -> Iterator[Site]:
    """The site of two schools."""
    with Site(portal) as running:
        yield running


@pytest.fixture
def visitor(site: Site) -> Iterator[Visitor]:
    """Somebody who has never been there."""
    with site.visitor() as somebody:
        yield somebody
