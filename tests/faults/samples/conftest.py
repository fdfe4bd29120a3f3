"""The ground of the samples: one portal for all of them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.faults.world import Ground, ground_on


@pytest.fixture(scope="module")
def ground(postgres: Any) -> Iterator[Ground]:
    """A portal served over HTTP."""
    with ground_on(postgres.superuser_url) as ground:
        yield ground
