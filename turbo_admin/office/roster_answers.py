"""What the clerk says of rows whose person is doubtful, now and for earlier files of the kind."""

from collections.abc import Mapping
from dataclasses import dataclass

from turbo_admin.core.roster.identity import Doubt
from turbo_admin.core.roster.persons import Id
from turbo_admin.office.roster_plan import Sameness

# None takes back what was answered for an earlier file of the kind.
Answers = Mapping[Doubt, Sameness | None]


@dataclass(frozen=True, slots=True)
class Said:
    """What the clerk says of doubtful rows.

    Attributes:
        answers: of this plan, those remembered from an earlier file of the kind among them.
        remembered: the doubts of the latter.
    """

    answers: Mapping[Doubt, Sameness]
    remembered: frozenset[Doubt]

    @classmethod
    def of(cls, kept: Mapping[str, str], given: Answers | Sameness | None) -> "Said":
        """Put together what was answered for earlier files of the kind and what is answered for this one."""
        # That they were the same persons once never renames somebody in silence the next time.
        before = {
            Doubt(doubt): Sameness.OTHERS for doubt, answer in kept.items() if answer == Sameness.OTHERS
        }
        now: Answers = dict.fromkeys(Doubt, given) if isinstance(given, Sameness) else given or {}
        answers = {doubt: said for doubt, said in {**before, **now}.items() if said is not None}
        return cls(answers, frozenset(before.keys() - now.keys()))

    @property
    def columns(self) -> frozenset[Id]:
        """The columns that do not designate persons, as was answered for an earlier file of the kind."""
        return frozenset({Id.EXTERNAL}) if Doubt.EXTERNAL in self.remembered else frozenset()
