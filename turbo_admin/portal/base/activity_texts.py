"""What the log of an account says, by what was done or mailed."""

from turbo_admin.core.gettext_marks import N_

# What an account's own log says, by what was done.
ACTIVITY_TEXTS: dict[str, str] = {
    "created": N_("Compte créé par l’établissement"),
    "request_received": N_("Demande de compte envoyée"),
    "request_confirmed": N_("Adresse de la demande confirmée"),
    "signed_in": N_("Connexion"),
    "signed_in_provisional": N_("Connexion avec un mot de passe provisoire ou son lien"),
    "signed_in_linked": N_("Connexion par un espace relié"),
    "signed_out": N_("Déconnexion"),
    "session_ended": N_("Un autre appareil a été déconnecté"),
    "others_ended": N_("Tous les autres appareils ont été déconnectés"),
    "all_ended": N_("Tous les appareils ont été déconnectés"),
    "password_chosen": N_("Mot de passe choisi"),
    "password_changed": N_("Mot de passe changé"),
    "forgotten": N_("Mot de passe oublié : un e-mail a été demandé"),
    "email_asked": N_("Changement d’adresse e-mail demandé"),
    "email_given_up": N_("Changement d’adresse e-mail annulé"),
    "email_changed": N_("Adresse e-mail changée"),
    "linked": N_("Espaces reliés"),
    "unlinked": N_("Espaces plus reliés"),
    "links_ended": N_("Espaces plus reliés : un nouveau mot de passe provisoire y met fin"),
    "data_sent": N_("Données téléchargées"),
    "closed": N_("Compte fermé"),
}
# The mails that a family may have had, by their kind.
MAIL_TEXTS: dict[str, str] = {
    # Both alike: whether an address is another account's is told to that mailbox alone.
    "adresse": N_("E-mail envoyé à la nouvelle adresse"),
    "adresse-prise": N_("E-mail envoyé à la nouvelle adresse"),
    "adresse-demandee": N_("E-mail envoyé : changement d’adresse demandé"),
    "adresse-changee": N_("E-mail envoyé : adresse changée"),
    "identifiants": N_("E-mail envoyé : vos identifiants"),
    "oubli": N_("E-mail envoyé : mot de passe oublié"),
    "motdepasse": N_("E-mail envoyé : mot de passe changé"),
    "espaces-relies": N_("E-mail envoyé : espaces reliés"),
    "fermeture": N_("E-mail envoyé : compte fermé"),
}
