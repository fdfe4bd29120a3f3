"""Last and first name typed into one field."""

from turbo_admin.core.matching.names import Name, read_name
from turbo_admin.core.matching.roster_index import RosterIndex


def split_names(index: RosterIndex, last: Name, first: Name) -> tuple[Name, Name]:
    """Return last and first name, split where both were typed into one field and the roster has such a diner."""
    words = last.words or first.words
    if (last.tokens and first.tokens) or len(words) < 2:
        return last, first
    cuts = [
        (read_name(" ".join(one)), read_name(" ".join(other)))
        for at in range(1, len(words))
        for one, other in ((words[:at], words[at:]), (words[at:], words[:at]))
    ]
    best = max(cuts, key=lambda cut: _agreement(index, *cut))
    return best if any(_agreement(index, *best)) else (last, first)


def _agreement(index: RosterIndex, last: Name, first: Name) -> tuple[int, int]:
    """Return how well two names agree with one diner's, and with anybody's last name."""
    lasts, firsts = index.lasts.find(last), index.firsts.find(first)
    both = (
        lasts[one].agreement + firsts[other].agreement
        for one in lasts
        for other in firsts
        if index.pairs.get((one, other))
    )
    return max(both, default=0), max((compared.agreement for compared in lasts.values()), default=0)
