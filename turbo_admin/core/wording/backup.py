"""The French of errors: backups of the office and of the portal."""

BACKUP_ERRORS: dict[str, str] = {
    "backup_folder_missing": "Le dossier {folder} n’existe pas, ou plus : branchez la clé ou le disque, ou choisissez un autre dossier. La base n’a pas été touchée.",
    "backup_folder_readonly": "On ne peut pas écrire dans {folder} : la clé est protégée, ou le dossier n’est pas à vous. Choisissez un autre dossier. La base n’a pas été touchée.",
    "backup_disk_full": "Il n’y a plus assez de place dans {folder} : libérez de la place ou choisissez un autre disque, puis recommencez. Aucune sauvegarde incomplète n’a été laissée, et la base n’a pas été touchée.",
    "backup_disk_failing": "L’écriture dans {folder} a échoué : la clé a été retirée, ou le disque tombe en panne. Choisissez un autre disque, puis recommencez. La base n’a pas été touchée.",
    "backup_exists": "Le fichier {file} existe déjà. Choisissez un autre nom, ou dites de le remplacer. Rien n’a été écrit.",
    "backup_onto_base": "{file} est la base elle-même : choisissez un autre fichier. Rien n’a été écrit.",
    "backup_unreadable_again": "La sauvegarde a été écrite dans {folder}, mais sa relecture la trouve abîmée : elle a été retirée. Choisissez un autre disque, puis recommencez.",
    "backup_not_ours": "Ce fichier n’est pas une sauvegarde de Turbo Admin. Choisissez-en un autre ; la base présente n’a pas été touchée.",
    "backup_damaged": "Cette sauvegarde est abîmée, ou il en manque la fin. Choisissez-en une autre ; la base présente n’a pas été touchée.",
    "backup_newer": "Cette sauvegarde vient d’une version plus récente de Turbo Admin : mettez ce poste à jour, puis recommencez. La base présente n’a pas été touchée.",
    "backup_other_engine": "Cette sauvegarde ne va pas avec cette base : un fichier .db se restaure dans une base en fichier, un fichier .dump sur un serveur PostgreSQL. La base présente n’a pas été touchée.",
    "backup_in_use": "Un autre programme, ou un autre poste, a la base ouverte : fermez Turbo Admin partout ailleurs, attendez la fin d’une synchronisation planifiée, puis recommencez. La base présente n’a pas été touchée.",
    "backup_before_migration": "Cette version doit mettre la base à jour, et ne le fait pas sans copie de sécurité, qui n’a pas pu être écrite : {reason} Rien n’a été modifié ; ensuite, réessayez.",
    "backup_before_restore": "La base présente est d’abord copiée, et cette copie n’a pas pu être écrite : {reason} Rien n’a été remplacé.",
    "backup_not_agreed": "Rien n’a été restauré : ajoutez --yes pour remplacer la base présente par cette copie.",
    "backup_no_pg_dump": "Cette base est sur un serveur PostgreSQL, et {tool} n’est pas installé sur ce poste : installez les programmes clients de PostgreSQL (paquet postgresql-client), ou faites faire la sauvegarde par la personne qui gère le serveur.",
    "backup_pg_version": "Le {tool} de ce poste est plus ancien que le serveur PostgreSQL ou que la sauvegarde : installez les programmes clients de la version du serveur, puis recommencez. La base n’a pas été touchée.",
    "backup_pg_failed": "{tool} s’est arrêté avant la fin : vérifiez le serveur et les droits du rôle de l’adresse, puis recommencez. La base n’a pas été touchée.",
}
