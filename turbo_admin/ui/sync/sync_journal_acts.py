"""Acts on refused changes."""

from collections.abc import Sequence
from functools import partial

from turbo_admin.core.french import NBSP, count
from turbo_admin.office.sync.refused_acts import give_up, retry
from turbo_admin.office.sync.refused_listing import RefusedItem
from turbo_admin.ui.kit.ask import ask
from turbo_admin.ui.kit.page import Tone
from turbo_admin.ui.kit.page_acts import PageActs

STAYS = (
    f"Rien à abandonner{NBSP}: ce qui est enregistré ici le reste. "
    "Corrigez-le, et il repartira à la prochaine synchronisation."
)


class SyncJournalActs(PageActs):
    """Runs the acts of the page."""

    def retry(self, items: Sequence[RefusedItem]) -> None:
        """« Réessayer »: retry the changes that may pass; the others stay refused."""
        # A change of a record that is gone can never pass.
        ids = [item.id for item in items if item.may_pass]
        act = partial(retry, self._workplace.desk, ids)
        self._workplace.tasks.write(
            self, lambda _: act(), partial(self._on_retried, len(items)), label="Nouvel essai"
        )

    def ask_give_up(self, items: Sequence[RefusedItem]) -> None:
        """« Abandonner »: ask first, and more firmly for what might still pass; records stay what they are."""
        items = [item for item in items if item.may_be_given_up]
        detail = "Le portail ne recevra jamais ce qui est abandonné, et le refus disparaît de cette liste."
        passing = sum(item.may_pass for item in items)
        if passing:
            words = count(passing, "envoi peut", "envois peuvent")
            detail += f"\n{words} encore passer{NBSP}: « Réessayer » est plus prudent."
        ask(
            self._window,
            f"Abandonner {count(len(items), 'envoi refusé', 'envois refusés')}{NBSP}?",
            detail,
            "Abandonner",
            partial(self._give_up, [item.id for item in items]),
        )

    def _give_up(self, ids: Sequence[str]) -> None:
        act = partial(give_up, self._workplace.desk, ids)
        self._workplace.tasks.write(self, lambda _: act(), self._on_given_up, label="Abandon")

    def _on_retried(self, asked: int, done: int) -> None:
        text = f"{count(done, 'envoi repartira', 'envois repartiront')} à la prochaine synchronisation."
        if asked > done:
            left = count(asked - done, "autre ne peut", "autres ne peuvent")
            text += f" {left} plus passer{NBSP}: corrigez ou abandonnez ce qui reste."
        self._end(text, Tone.GOOD if asked == done else Tone.WARNING)

    def _on_given_up(self, done: int) -> None:
        self._end(f"{count(done, 'envoi abandonné', 'envois abandonnés')}.")
