"""Acts on requests: the questions before them, their tasks, and the signals about their results."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from turbo_admin.core.errors import TurboError
from turbo_admin.core.french import count
from turbo_admin.office.credentials.drafts import Issued
from turbo_admin.office.credentials.issue_questions import IssueAnswer, IssueQuestion, Shown, issue_questions
from turbo_admin.office.credentials.settling import Settled, settle
from turbo_admin.office.intake.acts import choose_diner, refuse
from turbo_admin.office.intake.detail import RequestDetail
from turbo_admin.office.intake.lines import RequestLine
from turbo_admin.ui.credentials.issue_questions import IssueQuestionsDialog
from turbo_admin.ui.credentials.issue_words import issued_text
from turbo_admin.ui.intake.choose_diner import ChooseDinerDialog
from turbo_admin.ui.intake.correct_email import CorrectEmailDialog
from turbo_admin.ui.intake.refuse import RefuseDialog
from turbo_admin.ui.kit.page import Workplace
from turbo_admin.ui.kit.page_acts import PageActs
from turbo_admin.ui.kit.typed_signals import TypedSignal


class IntakeActs(PageActs):
    """Runs the acts of the Demandes page.

    Signals:
        line_changed: one request is other than shown; `changed` stands for several.
            arg: RequestLine.
        issued: accounts exist.
            arg: Issued.
    """

    line_changed = TypedSignal[RequestLine]()
    issued = TypedSignal[Issued]()

    def __init__(self, workplace: Workplace, window: QWidget) -> None:
        super().__init__(workplace, window)
        # Issuing asks first, on another thread: the button stays usable meanwhile, so repeats are ignored here.
        self._issuing = False
        self._last_reason = ""

    def issue(self, lines: Sequence[RequestLine]) -> None:
        """Create the accounts of requests, once: a second press while it runs does nothing.

        What is not issued without an answer is asked first: whose diner others have or want an account for, and what cannot
        be issued, so that it does not keep the others waiting.
        """
        if self._issuing or not lines:
            return
        self._issuing = True
        desk = self._workplace.desk
        # What the clerk sees is what is issued: a line that has changed meanwhile is asked about.
        shown = {line.id: (line.diner_id, line.email) for line in lines}
        self._workplace.tasks.read(
            self,
            lambda _: issue_questions(desk, list(shown), shown),
            partial(self._on_questions, shown),
            self._on_not_issued,
        )

    def ask_refusal(
        self, lines: Sequence[RequestLine], on_agreed: Callable[[], object] = lambda: None
    ) -> RefuseDialog:
        """Ask for the reason, the last one given first, then refuse.

        Args:
            lines: never none.
            on_agreed: called before they are refused.

        Returns:
            The dialog, which is open.
        """
        dialog = RefuseDialog(self._workplace, lines, self._window, self._last_reason)
        dialog.agreed.connect(lambda _reason: on_agreed())
        dialog.agreed.connect(partial(self._refuse, [line.id for line in lines]))
        dialog.open()
        return dialog

    def ask_diner(self, detail: RequestDetail) -> None:
        """Ask which diner a request means, then attach it."""
        dialog = ChooseDinerDialog(self._workplace, detail, self._window)
        dialog.diner_chosen.connect(self.choose)
        dialog.open()

    def take_back(self, detail: RequestDetail) -> None:
        """Take the clerk's own choice of a diner back."""
        self.choose(detail.line.id, None)

    def choose(self, request_id: str, diner_id: str | None) -> None:
        """Attach a request to a diner; None takes the clerk's choice back."""
        act = partial(choose_diner, self._workplace.desk, request_id, diner_id)
        self._workplace.tasks.write(
            self, lambda _: act(), self.line_changed.emit, self._on_failed, label="Choix de l’hôte"
        )

    def ask_email(self, detail: RequestDetail) -> None:
        """Ask for the right address."""
        dialog = CorrectEmailDialog(self._workplace, detail.line, self._window)
        dialog.corrected.connect(self.line_changed)
        dialog.open()

    def _refuse(self, request_ids: Sequence[str], reason: str) -> None:
        self._last_reason = reason
        act = partial(refuse, self._workplace.desk, request_ids, reason)
        self._workplace.tasks.write(
            self,
            lambda _: act(),
            partial(self._on_refused, reason),
            self._on_failed,
            label="Refus des demandes",
        )

    def _on_questions(self, shown: Shown, lines: list[IssueQuestion]) -> None:
        if not lines:
            self._settle(shown, {}, "")
            return
        dialog = IssueQuestionsDialog(self._workplace, lines, len(shown) - len(lines), self._window)
        dialog.agreed.connect(partial(self._settle, shown))
        dialog.rejected.connect(self._on_given_up)
        dialog.open()

    def _settle(self, shown: Shown, answers: dict[str, IssueAnswer], reason: str) -> None:
        desk = self._workplace.desk
        self._workplace.tasks.write(
            self,
            lambda report: settle(desk, list(shown), answers, reason, shown=shown, report=report),
            partial(self._on_settled, reason),
            self._on_not_issued,
            label="Génération des identifiants",
        )

    def _on_given_up(self) -> None:
        self._issuing = False

    def _on_settled(self, reason: str, settled: Settled) -> None:
        self._issuing = False
        if settled.issued.sheets:
            self.issued.emit(settled.issued)
            # After the page of sheets is open, which hides what was said before.
            self._show(issued_text(settled.issued, refused=settled.refused, left=settled.left))
        elif settled.refused:
            self._on_refused(reason, settled.refused)
        else:
            self._end(issued_text(settled.issued, left=settled.left))

    def _on_not_issued(self, error: TurboError) -> None:
        self._issuing = False
        self._on_failed(error)

    def _on_refused(self, reason: str, number: int) -> None:
        refused = count(number, "demande refusée", "demandes refusées")
        mails = " La réponse partira à la prochaine synchronisation." if reason else ""
        self._end(f"{refused}.{mails}")
