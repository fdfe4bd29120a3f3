"""The French of errors: the office's database, disk, keyring and nightly task."""

WORKSTATION_ERRORS: dict[str, str] = {
    "database_address": "L’adresse de la base n’est pas lisible. Indiquez un fichier, ou une adresse comme postgresql://utilisateur@serveur/base.",
    "database_folder": "Impossible d’écrire la base du bureau à cet endroit. Vérifiez les droits du dossier {path}",
    "database_not_ours": "Ce fichier n’est pas une base de Turbo Admin, ou il est abîmé. Choisissez un autre fichier, ou restaurez une sauvegarde.",
    "database_in_clear": "La base est sur une autre machine, et son adresse ne dit pas que la liaison est chiffrée et vérifiée : ajoutez-lui « ?sslmode=verify-full ». Si cette liaison est protégée autrement, dites-le par « ?sslmode=disable ».",
    "database_environment": "{name} change le chemin vers la base, qui ne serait plus assez protégé : retirez {name}, ou nommez le serveur dans l’adresse avec « ?sslmode=verify-full ».",
    "database_newer": "Cette base a été ouverte par une version plus récente de Turbo Admin : mettez ce poste à jour.",
    "database_unreachable": "La base du bureau ne répond pas. Vérifiez le réseau et le serveur, puis recommencez. Rien n’est perdu.",
    "database_busy": "Un autre poste est en train d’écrire dans la base. Réessayez dans un instant : rien n’a été modifié.",
    "disk_full": "Le disque est plein. Libérez de la place, puis recommencez : rien n’a été modifié.",
    "database_damaged": "La base n’a pas pu être lue jusqu’au bout : le disque a un raté, ou le fichier est abîmé. Fermez le logiciel, rouvrez-le, puis recommencez ; si cela continue, faites vérifier le disque et restaurez la dernière sauvegarde. Rien n’a été modifié.",
    "disk_failing": "Ce poste n’arrive plus à lire ou à écrire sur son disque : il est plein, ou il tombe en panne. Libérez de la place, puis recommencez ; si cela continue, faites vérifier le disque. Rien n’a été modifié.",
    "no_keyring": "Le trousseau de clés de ce poste ne répond pas. Sous Linux, installez gnome-keyring (paquets gnome-keyring et dbus) et ouvrez une session graphique ; sous Windows, vérifiez le Gestionnaire d’identification. Aucun secret n’est écrit en clair.",
    "schedule_none": "Ce poste n’a ni systemd ni cron : installez le paquet cron, puis recommencez. La synchronisation de l’ouverture du logiciel reste possible.",
    "schedule_refused": "{tool} refuse, ou ne répond pas : vérifiez avec la personne qui gère ce poste que votre compte peut planifier des tâches.",
    "schedule_missing": "La synchronisation de chaque nuit n’est pas installée : appuyez d’abord sur « Installer ».",
    "schedule_silent": "La tâche a été lancée, mais n’a pas répondu. Son journal dit pourquoi ; il est dans {folder}",
    "schedule_password": "L’adresse de la base contient un mot de passe, qu’une tâche planifiée laisserait lire. Placez-le dans le fichier pgpass de PostgreSQL et ouvrez la base sans lui, puis recommencez.",
    "keyring_locked": "Le trousseau de clés de ce poste était verrouillé : la synchronisation de nuit demande que la session soit ouverte.",
    "printer_refuses": "L’imprimante ne répond pas. Vérifiez qu’elle est allumée et qu’elle a du papier, puis recommencez.",
    "cancelled": "Opération arrêtée. Ce qui était terminé est conservé.",
}
