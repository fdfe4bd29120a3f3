"""The connection cut after every byte of a small sync, and at every piece of a full one; then mended."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from random import Random
from typing import cast

from tests.faults import variants
from tests.faults.proxy import Way, Wire
from tests.faults.tally import Campaign, Facts, Plan, Tally, wrongly
from tests.faults.world import Case, Ground, Prepare, full, new_ground, small

# (towards whom, after how many bytes, whether nothing passes any more during that run)
Cut = tuple[Way, int, bool]
# A cut run mostly waits for its next try: so many keep a core busy.
_AT_ONCE = 8
_SEEDED_OF_FULL = 500


def every_byte(plan: Plan, ground: Ground | None = None) -> Tally:
    """Cut a sync of two events and two changes after each of its bytes, both ways, for good and once."""
    return _campaign(plan, small, _all_bytes, ground)


def full_sync(plan: Plan, ground: Ground | None = None) -> Tally:
    """Cut a first sync at each piece received and after 500 bytes drawn."""
    return _campaign(plan, full, lambda wire: _pieces_and_drawn(wire, plan.seed), ground)


def _all_bytes(wire: Wire) -> list[Cut]:
    return [
        (way, after, for_good)
        for way, size in wire.passed.items()
        for after in range(size + 1)
        for for_good in (True, False)
    ]


def _pieces_and_drawn(wire: Wire, seed: int) -> list[Cut]:
    draw = Random(seed)  # noqa: S311 (replayable, no secret)
    ways = cast("list[Way]", ["up", "down"])
    drawn = [(way, draw.randrange(wire.passed[way])) for way in draw.choices(ways, k=_SEEDED_OF_FULL)]
    return [(way, after, bool(number % 2)) for number, (way, after) in enumerate([*wire.pieces, *drawn])]


def _campaign(
    plan: Plan, prepare: Prepare, cuts_of: Callable[[Wire], list[Cut]], ground: Ground | None
) -> Tally:
    tally = Tally()
    with nullcontext(ground) if ground else new_ground() as place:
        template = prepare(place)
        whole = place.copy(template)
        with Wire(place.port) as wire:
            assert whole.sync(wire.url).ok
            cuts = plan.share(cuts_of(wire))
        expected = whole.facts()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for one in pool.map(lambda cut: _try(place, template, expected, cut), cuts):
                tally.add(one)
    return tally


def _try(ground: Ground, template: Case, expected: Facts, cut: Cut) -> Tally:
    """Cut one sync, synchronise again over a good wire, compare both sides with the fault-free run."""
    way, after, for_good = cut
    tally, case = Tally(), ground.copy(template)
    with Wire(ground.port, way, after, for_good=for_good) as wire:
        case.sync(wire.url)
        tally.faults = int(wire.was_cut)
    again = case.sync()
    where = f"cut {way} after {after} bytes, {'for good' if for_good else 'once'}"
    tally.compare(expected, case.facts(), where + ("" if again.ok else f" ({again.sentence})"))
    case.forget()
    return tally


CAMPAIGNS = (
    Campaign(
        "cut-small",
        "connection cut after every byte of a sync of two events and two changes",
        every_byte,
        {
            "cursor saved first": wrongly(every_byte, variants.cursor_saved_first),
            "acts not remembered": wrongly(every_byte, variants.nothing_remembered),
        },
    ),
    Campaign(
        "cut-full",
        "connection cut at every piece and 500 drawn bytes of a first sync",
        full_sync,
        {"cursor saved first": wrongly(full_sync, variants.cursor_saved_first)},
        sample=4,
    ),
)
