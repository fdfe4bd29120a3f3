"""Rows of the bench about bases that have grown for years."""

from tests.bench.row import Row

GROWTH_ROWS = (
    Row(
        id="growth-diner-file",
        what="a diner's file after five years: 30,000 requests, 15,000 accounts, 500,000 lines of the journal",
        unit="s",
        reference="the same in a base that is nearly empty",
        provider="tests.bench.rows_growth:diner_file_row",
        limit=3,
        at_least=False,
        or_more=0.1,
    ),
    Row(
        id="growth-journal",
        what="the journal of five years searched for a name",
        unit="s",
        reference="the same in a base that is nearly empty",
        provider="tests.bench.rows_growth:journal_row",
        limit=3,
        at_least=False,
        or_more=0.1,
    ),
    Row(
        id="growth-retention",
        what="what need not be kept any more after five years, in numbers",
        unit="s",
        reference="the same in a base that is nearly empty",
        provider="tests.bench.rows_growth:retention_row",
        limit=3,
        at_least=False,
        or_more=0.1,
    ),
    Row(
        id="growth-accounts",
        what="15,000 accounts listed",
        unit="s",
        reference="the same in a base that is nearly empty",
        provider="tests.bench.rows_growth:accounts_row",
        limit=3,
        at_least=False,
        or_more=0.1,
    ),
)
