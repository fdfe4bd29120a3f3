"""A plan of reconciliation line by line: each record here, at the portal, what is proposed, what may be chosen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from turbo_admin.core.french import NBSP, in_words
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.outbox.record_words import ERASED, UNKNOWN, differing_words
from turbo_admin.office.reconcile.choices import APART, PlanSide, choices_of, proposed_choice
from turbo_admin.office.reconcile.plan import ReconcilePlan
from turbo_admin.office.reconcile.plan_records import PlanRecords, read_plan_records
from turbo_admin.protocol.kinds import KINDS

_WHAT: Mapping[str, str] = {kind: one.one for kind, one in KINDS.items()} | {"request": "demande"}
_TAKEN: Mapping[str, str] = {
    "settings": "prendre celle du portail",
    "diner": "comme au portail",
    "account": "comme au portail",
    "request": "comme au portail",
}
_TOLD = "envoyer ce qui est ici"
_LOST = f"envoyer{NBSP}; mot de passe de la famille perdu, à réimprimer"
_CREATED = f"créer, «{NBSP}retrouvé au portail{NBSP}»"
_SAME = "garder l’hôte d’ici, sous le numéro du portail"
_SHEET_HERE = f"garder celle d’ici, sous le numéro suivant{NBSP}; celle du portail n’ouvre plus"
_SHEET_THERE = f"garder celle du portail{NBSP}; celle d’ici est à réimprimer"
_KEEP_OFFICE = f"garder celui d’ici{NBSP}; celui du portail est fermé"
_KEEP_PORTAL = f"garder celui du portail{NBSP}; celui d’ici est repris, sa feuille ne servira pas"


@dataclass(frozen=True, slots=True)
class LineChoice:
    """One way of settling a line.

    Attributes:
        value: what `with_choices` takes.
        text: what the screen calls it.
        proposed: what follows from it.
    """

    value: str
    text: str
    proposed: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One record of a plan.

    Attributes:
        what: the kind in words, « compte ».
        name, detail: of whom it is.
        here, there: what it is on each side; of what both sides hold, as far as they differ.
        proposed: what is done unless something else is chosen.
        choices: what is here comes first, what is at the portal last; empty when there is nothing to choose.
        chosen: the value of the choice that is proposed.
        is_question: whether a person should look at it.
    """

    kind: str
    key: str
    what: str
    name: str
    detail: str
    here: str
    there: str
    proposed: str
    choices: tuple[LineChoice, ...] = ()
    chosen: str = ""
    is_question: bool = False

    @property
    def id(self) -> tuple[str, str]:
        """The name under which `with_choices` knows it."""
        return self.kind, self.key

    def proposed_for(self, value: str) -> str:
        """Return what follows from a choice."""
        return next((one.proposed for one in self.choices if one.value == value), self.proposed)


@needs(Right.SYNC)
def lines_of(desk: Desk, plan: ReconcilePlan) -> list[PlanLine]:
    """Return a plan's lines: questions first, then kind by kind in the order of sending, by name.

    Of records that both sides hold alike there is no line.
    """
    with desk.database.read() as session:
        work = _LineMaker(plan, read_plan_records(session, plan))
    order = list(plan.kinds)
    return sorted(
        work.lines(),
        key=lambda line: (not line.is_question, order.index(line.kind), line.name.casefold(), line.key),
    )


@dataclass(frozen=True, slots=True)
class _LineMaker:
    """Makes the lines of a plan."""

    plan: ReconcilePlan
    records: PlanRecords

    def lines(self) -> Iterator[PlanLine]:
        plan = self.plan
        # They stand among the choices of another line.
        beside = {key for found in (*plan.collisions.values(), *plan.namesakes.values()) for key in found}
        for kind, one in plan.kinds.items():
            for key in (one.adopt | one.tell | one.both | one.gone) - beside:
                if kind == "account" and key in plan.collisions:
                    yield self._collision(key)
                elif not (kind == "diner" and key in plan.namesakes):
                    yield self._record(kind, key)
        yield from map(self._namesake, plan.namesakes)

    def _record(self, kind: str, key: str) -> PlanLine:
        here, there = self.records.here[kind].get(key), self.records.there[kind].get(key)
        if here and there:
            texts = differing_words(here, there)
        else:
            gone = ERASED if key in self.plan.kinds[kind].gone else UNKNOWN
            texts = here.state if here else UNKNOWN, there.state if there else gone
        two_sheets = kind == "account" and key in self.records.two_sheets
        if two_sheets and texts[0] == texts[1] and here:
            texts = f"{here.facets[2]}, faite ici", f"{here.facets[2]}, du portail"
        known = here or there
        choices = tuple(
            LineChoice(value, text, self._proposed(kind, key, value))
            for value, text in zip(choices_of(self.plan, kind, key), texts, strict=False)
        )
        chosen = proposed_choice(self.plan, kind, key)
        return PlanLine(
            kind=kind,
            key=key,
            what="deux feuilles" if two_sheets else _WHAT[kind],
            name=known.name if known else key,
            detail=known.detail if known else "",
            here=texts[0],
            there=texts[1],
            proposed=self._proposed(kind, key, chosen),
            choices=choices,
            chosen=chosen if choices else "",
            is_question=bool(choices)
            and (kind == "settings" or (two_sheets or key in self.plan.kinds[kind].both)),
        )

    def _proposed(self, kind: str, key: str, value: str) -> str:
        one, here = self.plan.kinds[kind], self.records.here[kind].get(key)
        if key in one.gone:
            stays = key in self.plan.erased_open or (
                kind == "diner" and here is not None and not here.facets[-1]
            )
            if kind == "account" and key in self.plan.to_close:
                return "fermer ici\u00a0: le portail l’a effacé"
            return "envoyer de nouveau" if stays else "laisser ici, sans l’envoyer"
        if kind == "account" and key in self.records.two_sheets:
            return _SHEET_HERE if value == PlanSide.OFFICE else _SHEET_THERE
        if value == PlanSide.OFFICE:
            return _LOST if kind == "account" and key in self.records.lost_passwords else _TOLD
        if key in one.local:
            return _TAKEN[kind]
        if kind == "account" and key in self.records.with_sheet:
            return "reprendre, avec sa feuille"
        return _CREATED if kind == "diner" else "reprendre"

    def _collision(self, key: str) -> PlanLine:
        here = [self.records.here["account"][one] for one in self.plan.collisions[key]]
        there = self.records.there["account"][key]
        texts = (
            in_words([f"{one.title}, {one.facets[1]}" for one in here]),
            f"{there.title}, {there.facets[1]}",
        )
        proposed = {PlanSide.OFFICE: _KEEP_OFFICE, PlanSide.PORTAL: _KEEP_PORTAL}
        chosen = proposed_choice(self.plan, "account", key)
        return PlanLine(
            kind="account",
            key=key,
            what="deux comptes, une adresse",
            name=there.facets[3],
            detail=there.name,
            here=texts[0],
            there=texts[1],
            proposed=proposed[PlanSide(chosen)],
            choices=tuple(
                LineChoice(side, text, proposed[side])
                for side, text in zip((PlanSide.OFFICE, PlanSide.PORTAL), texts, strict=True)
            ),
            chosen=chosen,
            is_question=True,
        )

    def _namesake(self, key: str) -> PlanLine:
        there, known = self.records.there["diner"][key], self.records.here["diner"]
        chosen = proposed_choice(self.plan, "diner", key)
        found = self.plan.namesakes[key]
        choices = tuple(LineChoice(one, known[one].title, _SAME) for one in found)
        names = known[found[0]].title if len(found) == 1 else f"{len(found)} hôtes de ce nom"
        return PlanLine(
            kind="diner",
            key=key,
            what="hôte, deux numéros",
            name=there.name,
            detail=there.detail,
            here=known[chosen].title if chosen else names,
            there=there.title,
            proposed=_SAME if chosen else _CREATED,
            choices=(*choices, LineChoice(APART, f"un autre{NBSP}: {there.title}", _CREATED)),
            chosen=chosen,
            is_question=key in self.plan.ambiguous,
        )
