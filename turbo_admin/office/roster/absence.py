"""Pupils whom no row of the files is about, and classes that are nearly all absent."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from turbo_admin.core.roster.classes import class_key
from turbo_admin.outside.roster_files.diner_rows import PUPIL
from turbo_admin.store.engine.diner_records import DinerRecord

# From this size on, and from this share of absent pupils on, a class is asked about; a class of one may really leave.
_SMALLEST_CLASS, _MOST_OF_CLASS = 2, 0.8


def absent_pupils(present: Sequence[DinerRecord], met: Collection[str]) -> list[DinerRecord]:
    """Return the pupils who have not left and whom no row is about, in the order of the roster.

    Args:
        met: ids of the diners whom a row is about, or may be.
    """
    return [one for one in _pupils(present) if one.id not in met]


def missing_classes(present: Sequence[DinerRecord], gone: Sequence[DinerRecord]) -> dict[str, list[str]]:
    """Return the classes most of whose pupils are absent: name -> ids of these pupils."""
    number = Counter(class_key(one.class_name) for one in _pupils(present))
    by_class: defaultdict[str, list[DinerRecord]] = defaultdict(list)
    for one in gone:
        by_class[class_key(one.class_name)].append(one)
    return {
        leaving[0].class_name: [one.id for one in leaving]
        for key, leaving in by_class.items()
        if key and number[key] >= _SMALLEST_CLASS and len(leaving) >= _MOST_OF_CLASS * number[key]
    }


def _pupils(present: Sequence[DinerRecord]) -> list[DinerRecord]:
    # Staff are in no file of the State, so their absence says nothing.
    return [one for one in present if not one.left and one.kind == PUPIL]
