"""What the office's program is told when a call is refused: for each code, one HTTP status and one French text."""

from turbo_admin.protocol.messages import Problem, ProblemCode

PROBLEMS: dict[ProblemCode, tuple[int, str]] = {
    "bad_code": (403, "Ce code de liaison n’est pas valable : il est mal recopié, déjà utilisé ou trop ancien."
                      " Demandez-en un nouveau à l’hébergeur du portail."),
    "bound_elsewhere": (409, "Cet établissement est déjà relié à une autre base du bureau. Pour qu’il travaille"
                             " désormais avec ce poste, choisissez « Remplacer ce poste »."),
    "key_unknown": (401, "Le portail ne reconnaît pas, ou plus, la clé de ce poste : reliez-le avec un nouveau code."),
    "outdated": (426, "Ce poste et le portail n’ont pas la même version de Turbo Admin : mettez à jour celui des deux"
                      " qui est en retard."),
    "bad_message": (400, "Le portail n’a pas compris la demande de ce poste. Rien n’a été modifié."),
    "unknown_epoch": (409, "Le portail et ce poste ne sont plus ceux qui ont été reliés : l’un des deux a été"
                           " remplacé ou restauré d’une sauvegarde."),
    "ahead": (409, "Ce poste connaît des échanges que le portail ne connaît pas : le portail a sans doute été restauré"
                   " d’une sauvegarde."),
    "behind": (409, "Le portail connaît des échanges que ce poste ne connaît pas : sauvegarde restaurée ?"),
    "too_large": (413, "Cet envoi est trop grand : le portail l’a refusé sans le lire."),
    "slow_down": (429, "Trop d’essais : réessayez dans un quart d’heure."),
    "unavailable": (503, "Le portail n’est pas disponible pour le moment. Rien n’est perdu : réessayez plus tard."),
}  # fmt: skip
# What the framework refuses by itself, before a call is read.
_OF_STATUS: dict[int, ProblemCode] = {
    413: "too_large",
    429: "slow_down",
    500: "unavailable",
    503: "unavailable",
}


def make_problem(code: ProblemCode) -> Problem:
    """Return a refusal with its text."""
    return Problem(code=code, message=PROBLEMS[code][1])


def problem_of_status(status: int) -> Problem:
    """Return what an HTTP status says of a call: `bad_message` for one that has no code of its own."""
    return make_problem(_OF_STATUS.get(status, "bad_message"))
