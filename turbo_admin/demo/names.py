# fmt: off
"""Names to invent people from: last names and first names of one origin stand together. Nobody is meant."""

ORIGINS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        (
            "MARTIN", "BERNARD", "DUBOIS", "PETIT", "DURAND", "LEROY", "MOREAU", "SIMON", "LAURENT", "LEFÈVRE",
            "ROUX", "FOURNIER", "GIRARD", "MERCIER", "DUPONT", "DUPOND", "LAMBERT", "BONNET", "FRANÇOIS", "LEGRAND",
            "GARNIER", "FAURE", "ROUSSEAU", "BLANC", "GUÉRIN", "MÜLLER", "HENRY", "ROUSSEL", "NICOLAS", "PERRIN",
            "MORIN", "MATHIEU", "CLÉMENT", "GAUTHIER", "DUMONT", "LOPÈS", "FONTAINE", "CHEVALIER", "ROBIN", "MASSON",
            "SANCHEZ", "BŒUF", "NOËL", "BOULANGER", "BÉRENGER", "CHÂTEAU", "DE LA TOUR", "D’AUBIGNÉ", "DU BELLAY",
            "DES MOULINS", "LE GOFF", "LE BRIS", "L’HOSTIS", "SAINT-AUBIN", "DUPONT-MARTIN", "LEROY BLANC",
            "GARCIA-MOREL", "VAN DEN BERGH", "DE OLIVEIRA", "KÉROUAC", "QUÉMÉNEUR", "ABGRALL", "ETCHEVERRY", "HIRIART",
            "SCHMITT", "WEBER", "PIETRI", "COLONNA", "ROSSI", "LACROIX", "TESSIER", "VASSEUR", "PRÉVOST", "AUBRY",
        ),
        (
            "Léa", "Hugo", "Chloé", "Lucas", "Manon", "Louis", "Inès", "Gabriel", "Zoé", "Noé", "Maëlle", "Raphaël",
            "Anaïs", "Théo", "Éloïse", "Célia", "Jules", "Adèle", "Arthur", "Élise", "Ethan", "Margaux", "Timéo",
            "Clémence", "Maxence", "Océane", "Gaël", "Héloïse", "Baptiste", "Jean-Baptiste", "Anne-Sophie",
            "Marie-Lou", "Pierre-Louis", "Rose", "Paul", "Camille", "Alix", "Sacha", "Charlie", "Lou", "Agathe",
            "Victor", "Juliette", "Martin", "Simon", "Nicolas", "Clément", "Mathieu", "Enzo", "Axelle", "Noémie",
            "Loïc", "Solène", "Titouan", "Gwenaëlle", "François", "Benoît", "Aurèle", "Zélie", "Côme",
        ),
    ),
    (
        (
            "BENALI", "EL AMRANI", "BEN SALAH", "BOUZID", "HADDAD", "CHERIF", "MANSOURI", "AÏT-AHMED", "ZEROUAL",
            "KHELIFI", "OULD MOHAMED", "ABDELLAOUI", "BELKACEM", "SAÏDI",
        ),
        (
            "Yanis", "Inaya", "Rayan", "Lina", "Mohamed-Amine", "Yasmine", "Ilyès", "Nour", "Adam", "Aïcha", "Bilal",
            "Sofia", "Walid", "Maïssa", "Nabil", "Kenza",
        ),
    ),
    (
        ("DIALLO", "TRAORÉ", "N’DIAYE", "KOUASSI", "CISSÉ", "COULIBALY", "MBEMBA", "OKONKWO", "N’GUESSAN", "SOW"),
        ("Aminata", "Mamadou", "Fatou", "Ibrahima", "Awa", "Ousmane", "Grâce", "Moussa", "Mariam", "Kévin"),
    ),
    (
        ("WIŚNIEWSKI", "KOWALCZYK", "ŁUKASIK", "NOVÁKOVÁ", "DVOŘÁK", "KOVAČEVIĆ", "ĐORĐEVIĆ", "POPESCU", "IONESCU", "IVANOVA"),
        ("Łukasz", "Zuzanna", "Michał", "Žofie", "Tomáš", "Nikolina", "Đorđe", "Ștefan", "Ioana", "Mila"),
    ),
    (
        ("ŞAHİN", "YILMAZ", "ÖZDEMİR", "ÇELİK", "AYDIN", "KOÇ"),
        ("Elif", "Emre", "Zeynep", "Kaan", "Gülşen", "Ömer", "Ayşe", "Işıl"),
    ),
    (
        ("NGUYỄN", "TRẦN", "ĐẶNG", "LÊ", "WANG", "CHEN", "SOK", "PHONPHRASEUTH"),
        ("Thị Mai", "Minh Anh", "Đức", "Ngọc", "Mei-Lin", "Wei", "Sophea", "Tuấn"),
    ),
    (
        ("GARCÍA", "FERREIRA DA SILVA", "GONÇALVES", "MUÑOZ", "NÚÑEZ", "DOS SANTOS", "ESPÍRITO SANTO", "IBÁÑEZ"),
        ("João", "Lucía", "Íris", "Santiago", "Conceição", "Iñaki", "Beatriz", "Nuno", "María José"),
    ),
)
# How often each origin is drawn.
WEIGHTS = (60, 12, 8, 6, 4, 4, 6)

GUARDIANS = (
    "anne", "bruno", "carole", "david", "estelle", "fabrice", "gaelle", "hakim", "isabelle", "jerome", "karine",
    "laurent", "mounia", "nadine", "olivier", "patricia", "quentin", "rachida", "stephane", "tatiana", "ursula",
    "virginie", "william", "xavier", "yvonne", "zohra",
)
DOMAINS = ("exemple.fr", "exemple.fr", "example.org")
