"""The French of errors: diners, cards and imports."""

ROSTER_ERRORS: dict[str, str] = {
    "card_taken": "La carte {card} est déjà celle de {name} : vérifiez le numéro.",
    "diner_unknown": "Cet hôte n’existe plus dans la base.",
    "diner_of_another_school": "Cet hôte est d’un autre établissement que la demande.",
    "diner_left": "{name} est sorti de l’établissement : rattachez la demande à un autre hôte, ou refusez-la.",
    "import_not_agreed": "À confirmer avant d’importer. {questions}",
    "import_unknown": "Cet import n’existe plus dans cette base.",
    "import_undone": "Cet import a déjà été annulé par {who}.",
    "import_too_old": "Cet import date de plus de {days} jours : il ne peut plus être annulé d’un coup. Rien n’a été modifié.",
    "import_built_upon": "Cet import ne peut plus être annulé d’un coup : depuis, des hôtes ont été modifiés, servent à une demande ou à un compte, ou leur carte est celle d’un autre ({names}). Rien n’a été modifié.",
    "import_plan_old": "La liste des hôtes a changé depuis la lecture du fichier. Relisez le fichier ; rien n’a été modifié.",
}
