"""What offices and portal exchange: events, changes that were taken, diners."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB

from turbo_admin.portal.base.tables.columns import (
    flag,
    key,
    metadata,
    moment,
    number,
    of_school,
    school_id,
    text_column,
)

event = Table(
    "event",
    metadata,
    school_id(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    text_column("event_id"),
    text_column("kind"),
    moment("at"),
    Column("body", JSONB),  # null once erased by retention
    moment("acknowledged_at", null=True),  # by the office; starts the retention
    of_school(),
    UniqueConstraint("school_id", "event_id"),
    Index("event_body", "school_id", "acknowledged_at", postgresql_where=text("body IS NOT NULL")),
)

# Acts that were done, for ever.
applied_change = Table(
    "applied_change",
    metadata,
    school_id(),
    key("kind"),
    key("key"),
    text_column("content_hash"),  # as change_state; empty for an act of the first version
    moment("applied_at"),
    of_school(),
)

# Each state as it was last taken, or that it was erased for good.
# `change_state` and `diner` are not checked against `school` row by row: whoever writes them holds that row, and
# `erasing` takes them away.
change_state = Table(
    "change_state",
    metadata,
    school_id(),
    key("kind"),
    key("key"),
    Column("rev", BigInteger, nullable=False),
    text_column("content_hash"),  # protocol.canonical.state_digest; empty once erased
    Column("life", BigInteger, nullable=False, server_default=text("1")),
    Column("erased", Boolean, nullable=False, server_default=text("false")),
)

# protocol.canonical.KindSum of the states that are not erased; whoever changes one of these holds the school's row.
state_sum = Table(
    "state_sum",
    metadata,
    school_id(),
    key("kind"),
    number("count"),
    text_column("total"),
    of_school(),
)

diner = Table(
    "diner",
    metadata,
    school_id(),
    key("diner_id"),
    text_column("last_name"),
    text_column("first_name"),
    text_column("class_name", ""),
    flag("left"),
    moment("left_at", null=True),  # kept by the table itself
)
