"""The French of errors: passwords, sheets and the accounts that they open."""

from turbo_admin.core.gettext_marks import N_

CREDENTIALS_ERRORS: dict[str, str] = {
    "sealed_for_another_key": "La clé des courriels du portail a changé : préparez de nouveaux identifiants pour cette ligne.",
    "sheet_of_another_pc": "Ce mot de passe a été préparé sur un autre poste : imprimez-le depuis ce poste, ou générez-en un nouveau.",
    "account_changed": "Le compte de {email} vient de changer sur un autre poste ou au portail. Actualisez la liste, puis recommencez : rien n’a été modifié.",
    "account_blocked": "Le compte de {email} est bloqué : débloquez-le d’abord dans Comptabilité › Espace numérique › Comptes de l’espace numérique.",
    "account_without_email": "Le compte {login} n’a pas d’adresse e-mail : indiquez-en une, ou imprimez une fiche.",
    "account_unknown": "Ce compte n’existe plus. Actualisez la liste.",
    "account_email_taken": "L’adresse {email} est déjà celle d’un autre compte de l’établissement : corrigez-la, ou rattachez l’hôte à ce compte.",
    "nobody_to_issue": "Personne n’est sans compte dans ce choix : il n’y a pas d’identifiants à générer.",
    "batch_has_left": "Des feuilles de ce lot ont déjà été imprimées, enregistrées, remises ou envoyées : utilisez « Révoquer… » pour celles qui ne doivent plus servir.",
    "sheet_unknown": "Cette fiche n’existe plus. Actualisez la liste.",
    "sheet_refused": "{names} : le portail a refusé ces identifiants. Voyez Comptabilité › Espace numérique › Journal de synchronisation.",
    "sheet_used": "{names} : le mot de passe provisoire a été utilisé, remis ou a expiré, il n’est plus imprimable. Générez de nouveaux identifiants si besoin.",
    "password_empty": N_("Choisissez un mot de passe."),
    "password_short": N_(
        "Ce mot de passe est trop court : {typed} caractères, il en faut au moins {shortest}. Plusieurs mots à la suite conviennent très bien."
    ),
    "password_long": N_("Ce mot de passe est trop long : {longest} caractères au plus."),
    "password_signs": N_("Ce mot de passe contient un caractère qui ne se tape pas au clavier."),
    "password_provisional": N_(
        "Ce mot de passe a la forme d’un mot de passe provisoire : choisissez-en un à vous."
    ),
    "password_common": N_(
        "Ce mot de passe est l’un des plus utilisés au monde, donc l’un des premiers essayés. Choisissez-en un autre."
    ),
    "password_context": N_(
        "Ce mot de passe se devine quand on connaît votre famille ou l’établissement. Choisissez d’autres mots."
    ),
    "password_weak": N_(
        "Ce mot de passe se devine trop facilement. Ajoutez un ou deux mots sans rapport entre eux."
    ),
    "password_unmatched": N_("Les deux mots de passe ne sont pas les mêmes. Tapez-les à nouveau."),
    "password_present_empty": N_("Indiquez votre mot de passe actuel."),
    "password_wrong": N_("Ce n’est pas votre mot de passe actuel."),
    "password_tries": N_(
        "Après plusieurs essais manqués, votre mot de passe actuel n’est plus vérifié pour le moment. Recommencez dans {wait}."
    ),
}
