"""Many values in one statement."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Select, Text, cast, func, literal, select
from sqlalchemy.orm import Session


def listed(session: Session, values: Sequence[str]) -> Select[Any]:
    """Return a subquery of these values that travels as one: SQLAlchemy takes 20 ms to write a thousand out."""
    text = literal(json.dumps(values), Text)
    if session.get_bind().dialect.name == "postgresql":
        return select(func.json_array_elements_text(cast(text, JSON)))
    return select(func.json_each(text).table_valued("value").c.value)
