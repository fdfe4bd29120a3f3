"""French texts about an import plan: its counts, columns and remarks."""

from turbo_admin.core.french import NBSP, count, in_words
from turbo_admin.office.roster.plan import Action, ImportPlan, PlanRow
from turbo_admin.ui.forms.roster.roster_import import Ui_RosterImport

# A QListWidget makes one widget item a line: more would stall the window.
_MOST_PROBLEMS = 500
_MOST_COLUMNS = 12
_CHOOSE = "Choisissez une ligne pour la lire ici en entier."
_FILTERS = {
    Action.ASK: "À décider",
    Action.CREATE: "À ajouter",
    Action.CHANGE: "À modifier",
    Action.LEAVE: "À marquer sortis",
    Action.SKIP: "Laissés de côté",
    Action.SAME: "Inchangés",
}


def fill_filter(form: Ui_RosterImport, plan: ImportPlan) -> None:
    """Offer the kinds of lines that the plan has."""
    numbers = (plan.asked, plan.create, plan.change, plan.left, plan.skip, plan.same)
    form.filter.addItem(f"Tout ({len(plan.rows)})", None)
    for (action, label), number in zip(_FILTERS.items(), numbers, strict=True):
        if number:
            form.filter.addItem(f"{label} ({number})", action)


def summary(plan: ImportPlan) -> str:
    """Return how many lines of each kind the plan has."""
    parts = [
        *([count(plan.asked, "hôte à décider", "hôtes à décider")] if plan.asked else []),
        count(plan.create, "hôte à ajouter", "hôtes à ajouter"),
        count(plan.change, "à modifier", "à modifier"),
        count(plan.same, "inchangé", "inchangés"),
    ]
    if plan.left:
        parts.append(count(plan.left, "à marquer sorti", "à marquer sortis"))
    if plan.skip:
        parts.append(count(plan.skip, "laissé de côté", "laissés de côté"))
    return ", ".join(parts)


def in_full(row: PlanRow | None) -> str:
    """Return a line of the plan in full: its detail is often longer than its column."""
    if row is None:
        return _CHOOSE
    return f"{row.name or row.action} — {row.detail}" if row.detail else f"{row.name} — {row.action}"


def hint_of(plan: ImportPlan) -> str:
    """Return what stands beside the button that applies the plan."""
    if plan.asked:
        waits = count(plan.asked, "hôte attend", "hôtes attendent")
        return f"{waits} votre réponse, ci-dessus{NBSP}; rien n’est écrit pour eux sans elle."
    if plan.create + plan.change + plan.left:
        return "Rien n’est encore modifié. Aucun hôte n’est jamais effacé."
    return "Le fichier ne change rien."


def show_problems(form: Ui_RosterImport, plan: ImportPlan) -> None:
    """List what was not understood in the files."""
    form.problem_side.setVisible(bool(plan.problems))
    form.problem_title.setText(f"{count(len(plan.problems), 'remarque')} sur le fichier")
    form.problems.clear()
    several = any(row.sheet for row in plan.rows)
    for problem in plan.problems[:_MOST_PROBLEMS]:
        head = problem.spot(with_sheet=several)
        form.problems.addItem(f"{head}{NBSP}: {problem.text}" if head else problem.text)
        form.problems.item(form.problems.count() - 1).setToolTip(problem.where)
    if len(plan.problems) > _MOST_PROBLEMS:
        form.problems.addItem(f"… et {count(len(plan.problems) - _MOST_PROBLEMS, 'autre')}.")


def show_columns(form: Ui_RosterImport, plan: ImportPlan) -> None:
    """Say which columns were understood, and which were not; the tooltip names them all."""
    understood = [f"{title} ({held})" for title, held in plan.columns.understood]
    parts = []
    if understood:
        parts.append(f"Colonnes reprises{NBSP}: {in_words(understood, _MOST_COLUMNS)}.")
    if plan.columns.unread:
        parts.append(f"Colonnes non reprises{NBSP}: {in_words(plan.columns.unread, _MOST_COLUMNS)}.")
    form.columns_read.setText("\n".join(parts))
    form.columns_read.setToolTip("\n".join((*understood, *plan.columns.unread)))
    form.columns_read.setVisible(bool(parts))
