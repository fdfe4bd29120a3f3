# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'home.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize)
from PySide6.QtWidgets import (QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem, QStackedWidget, QVBoxLayout, QWidget)

class Ui_Home(object):
    def setupUi(self, Home):
        if not Home.objectName():
            Home.setObjectName(u"Home")
        self.layout24 = QVBoxLayout(Home)
        self.layout24.setSpacing(8)
        self.layout24.setObjectName(u"layout24")
        self.layout24.setContentsMargins(0, 0, 0, 0)
        self.views = QStackedWidget(Home)
        self.views.setObjectName(u"views")
        self.day = QWidget()
        self.day.setObjectName(u"day")
        self.layout11 = QVBoxLayout(self.day)
        self.layout11.setSpacing(12)
        self.layout11.setObjectName(u"layout11")
        self.layout11.setContentsMargins(0, 0, 0, 0)
        self.welcome = QFrame(self.day)
        self.welcome.setObjectName(u"welcome")
        self.welcome.setProperty(u"part", u"card")
        self.layout2 = QHBoxLayout(self.welcome)
        self.layout2.setSpacing(8)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(14, 8, 14, 8)
        self.welcome_text = QLabel(self.welcome)
        self.welcome_text.setObjectName(u"welcome_text")
        self.welcome_text.setWordWrap(True)

        self.layout2.addWidget(self.welcome_text)

        self.spacer1 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout2.addItem(self.spacer1)

        self.next_step = QPushButton(self.welcome)
        self.next_step.setObjectName(u"next_step")
        self.next_step.setProperty(u"part", u"link")

        self.layout2.addWidget(self.next_step)


        self.layout11.addWidget(self.welcome)

        self.tiles = QGridLayout()
        self.tiles.setObjectName(u"tiles")
        self.tiles.setHorizontalSpacing(12)
        self.tiles.setVerticalSpacing(12)
        self.tiles.setContentsMargins(0, 0, 0, 0)
        self.open_tile = QPushButton(self.day)
        self.open_tile.setObjectName(u"open_tile")
        self.open_tile.setProperty(u"part", u"tile")
        self.open_tile.setMinimumSize(QSize(0, 92))

        self.tiles.addWidget(self.open_tile, 0, 0, 1, 1)

        self.sheets_tile = QPushButton(self.day)
        self.sheets_tile.setObjectName(u"sheets_tile")
        self.sheets_tile.setProperty(u"part", u"tile")
        self.sheets_tile.setMinimumSize(QSize(0, 92))

        self.tiles.addWidget(self.sheets_tile, 0, 1, 1, 1)

        self.mail_tile = QPushButton(self.day)
        self.mail_tile.setObjectName(u"mail_tile")
        self.mail_tile.setProperty(u"part", u"tile")
        self.mail_tile.setMinimumSize(QSize(0, 92))

        self.tiles.addWidget(self.mail_tile, 0, 2, 1, 1)

        self.sync_tile = QPushButton(self.day)
        self.sync_tile.setObjectName(u"sync_tile")
        self.sync_tile.setProperty(u"part", u"tile")
        self.sync_tile.setMinimumSize(QSize(0, 92))

        self.tiles.addWidget(self.sync_tile, 0, 3, 1, 1)


        self.layout11.addLayout(self.tiles)

        self.plot_card = QFrame(self.day)
        self.plot_card.setObjectName(u"plot_card")
        self.plot_card.setProperty(u"part", u"card")
        self.layout8 = QVBoxLayout(self.plot_card)
        self.layout8.setSpacing(8)
        self.layout8.setObjectName(u"layout8")
        self.layout8.setContentsMargins(16, 12, 16, 12)
        self.layout7 = QHBoxLayout()
        self.layout7.setSpacing(6)
        self.layout7.setObjectName(u"layout7")
        self.layout7.setContentsMargins(0, 0, 0, 0)
        self.label3 = QLabel(self.plot_card)
        self.label3.setObjectName(u"label3")
        self.label3.setProperty(u"part", u"heading")

        self.layout7.addWidget(self.label3)

        self.spacer4 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout7.addItem(self.spacer4)

        self.received_key = QLabel(self.plot_card)
        self.received_key.setObjectName(u"received_key")

        self.layout7.addWidget(self.received_key)

        self.label5 = QLabel(self.plot_card)
        self.label5.setObjectName(u"label5")
        self.label5.setProperty(u"part", u"muted")

        self.layout7.addWidget(self.label5)

        self.answered_key = QLabel(self.plot_card)
        self.answered_key.setObjectName(u"answered_key")

        self.layout7.addWidget(self.answered_key)

        self.label6 = QLabel(self.plot_card)
        self.label6.setObjectName(u"label6")
        self.label6.setProperty(u"part", u"muted")

        self.layout7.addWidget(self.label6)


        self.layout8.addLayout(self.layout7)

        self.plot_place = QWidget(self.plot_card)
        self.plot_place.setObjectName(u"plot_place")
        self.plot_layout = QVBoxLayout(self.plot_place)
        self.plot_layout.setSpacing(8)
        self.plot_layout.setObjectName(u"plot_layout")
        self.plot_layout.setContentsMargins(0, 0, 0, 0)
        self.plot_text = QLabel(self.plot_place)
        self.plot_text.setObjectName(u"plot_text")
        self.plot_text.setProperty(u"part", u"muted")

        self.plot_layout.addWidget(self.plot_text)


        self.layout8.addWidget(self.plot_place)

        self.plot_words = QLabel(self.plot_card)
        self.plot_words.setObjectName(u"plot_words")
        self.plot_words.setProperty(u"part", u"muted")
        self.plot_words.setWordWrap(True)

        self.layout8.addWidget(self.plot_words)

        self.layout8.setStretch(1, 1)

        self.layout11.addWidget(self.plot_card)

        self.layout10 = QHBoxLayout()
        self.layout10.setSpacing(8)
        self.layout10.setObjectName(u"layout10")
        self.layout10.setContentsMargins(0, 0, 0, 0)
        self.copy_link = QPushButton(self.day)
        self.copy_link.setObjectName(u"copy_link")

        self.layout10.addWidget(self.copy_link)

        self.poster = QPushButton(self.day)
        self.poster.setObjectName(u"poster")

        self.layout10.addWidget(self.poster)

        self.spacer9 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout10.addItem(self.spacer9)

        self.family_link = QLabel(self.day)
        self.family_link.setObjectName(u"family_link")
        self.family_link.setProperty(u"part", u"muted")

        self.layout10.addWidget(self.family_link)


        self.layout11.addLayout(self.layout10)

        self.layout11.setStretch(2, 1)
        self.views.addWidget(self.day)
        self.first_steps = QWidget()
        self.first_steps.setObjectName(u"first_steps")
        self.layout23 = QVBoxLayout(self.first_steps)
        self.layout23.setSpacing(12)
        self.layout23.setObjectName(u"layout23")
        self.layout23.setContentsMargins(0, 0, 0, 0)
        self.label12 = QLabel(self.first_steps)
        self.label12.setObjectName(u"label12")
        self.label12.setProperty(u"part", u"heading")

        self.layout23.addWidget(self.label12)

        self.step1 = QFrame(self.first_steps)
        self.step1.setObjectName(u"step1")
        self.step1.setProperty(u"part", u"card")
        self.layout15 = QHBoxLayout(self.step1)
        self.layout15.setSpacing(14)
        self.layout15.setObjectName(u"layout15")
        self.layout15.setContentsMargins(16, 14, 16, 14)
        self.step1_number = QLabel(self.step1)
        self.step1_number.setObjectName(u"step1_number")
        self.step1_number.setProperty(u"part", u"step")
        self.step1_number.setMinimumSize(QSize(26, 26))
        self.step1_number.setMaximumSize(QSize(26, 26))

        self.layout15.addWidget(self.step1_number)

        self.layout14 = QVBoxLayout()
        self.layout14.setSpacing(2)
        self.layout14.setObjectName(u"layout14")
        self.layout14.setContentsMargins(0, 0, 0, 0)
        self.label13 = QLabel(self.step1)
        self.label13.setObjectName(u"label13")
        self.label13.setProperty(u"part", u"heading")

        self.layout14.addWidget(self.label13)

        self.step1_text = QLabel(self.step1)
        self.step1_text.setObjectName(u"step1_text")
        self.step1_text.setProperty(u"part", u"muted")
        self.step1_text.setWordWrap(True)

        self.layout14.addWidget(self.step1_text)


        self.layout15.addLayout(self.layout14)

        self.pair_button = QPushButton(self.step1)
        self.pair_button.setObjectName(u"pair_button")

        self.layout15.addWidget(self.pair_button)

        self.layout15.setStretch(1, 1)

        self.layout23.addWidget(self.step1)

        self.step2 = QFrame(self.first_steps)
        self.step2.setObjectName(u"step2")
        self.step2.setProperty(u"part", u"card")
        self.layout18 = QHBoxLayout(self.step2)
        self.layout18.setSpacing(14)
        self.layout18.setObjectName(u"layout18")
        self.layout18.setContentsMargins(16, 14, 16, 14)
        self.step2_number = QLabel(self.step2)
        self.step2_number.setObjectName(u"step2_number")
        self.step2_number.setProperty(u"part", u"step")
        self.step2_number.setMinimumSize(QSize(26, 26))
        self.step2_number.setMaximumSize(QSize(26, 26))

        self.layout18.addWidget(self.step2_number)

        self.layout17 = QVBoxLayout()
        self.layout17.setSpacing(2)
        self.layout17.setObjectName(u"layout17")
        self.layout17.setContentsMargins(0, 0, 0, 0)
        self.label16 = QLabel(self.step2)
        self.label16.setObjectName(u"label16")
        self.label16.setProperty(u"part", u"heading")

        self.layout17.addWidget(self.label16)

        self.step2_text = QLabel(self.step2)
        self.step2_text.setObjectName(u"step2_text")
        self.step2_text.setProperty(u"part", u"muted")
        self.step2_text.setWordWrap(True)

        self.layout17.addWidget(self.step2_text)


        self.layout18.addLayout(self.layout17)

        self.import_button = QPushButton(self.step2)
        self.import_button.setObjectName(u"import_button")

        self.layout18.addWidget(self.import_button)

        self.layout18.setStretch(1, 1)

        self.layout23.addWidget(self.step2)

        self.step3 = QFrame(self.first_steps)
        self.step3.setObjectName(u"step3")
        self.step3.setProperty(u"part", u"card")
        self.layout21 = QHBoxLayout(self.step3)
        self.layout21.setSpacing(14)
        self.layout21.setObjectName(u"layout21")
        self.layout21.setContentsMargins(16, 14, 16, 14)
        self.step3_number = QLabel(self.step3)
        self.step3_number.setObjectName(u"step3_number")
        self.step3_number.setProperty(u"part", u"step")
        self.step3_number.setMinimumSize(QSize(26, 26))
        self.step3_number.setMaximumSize(QSize(26, 26))

        self.layout21.addWidget(self.step3_number)

        self.layout20 = QVBoxLayout()
        self.layout20.setSpacing(2)
        self.layout20.setObjectName(u"layout20")
        self.layout20.setContentsMargins(0, 0, 0, 0)
        self.label19 = QLabel(self.step3)
        self.label19.setObjectName(u"label19")
        self.label19.setProperty(u"part", u"heading")

        self.layout20.addWidget(self.label19)

        self.step3_text = QLabel(self.step3)
        self.step3_text.setObjectName(u"step3_text")
        self.step3_text.setProperty(u"part", u"muted")
        self.step3_text.setWordWrap(True)

        self.layout20.addWidget(self.step3_text)


        self.layout21.addLayout(self.layout20)

        self.first_copy_link = QPushButton(self.step3)
        self.first_copy_link.setObjectName(u"first_copy_link")

        self.layout21.addWidget(self.first_copy_link)

        self.first_poster = QPushButton(self.step3)
        self.first_poster.setObjectName(u"first_poster")

        self.layout21.addWidget(self.first_poster)

        self.layout21.setStretch(1, 1)

        self.layout23.addWidget(self.step3)

        self.spacer22 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout23.addItem(self.spacer22)

        self.views.addWidget(self.first_steps)

        self.layout24.addWidget(self.views)


        self.retranslateUi(Home)

        QMetaObject.connectSlotsByName(Home)
    # setupUi

    def retranslateUi(self, Home):
        self.welcome_text.setText("")
        self.next_step.setText("")
        self.label3.setText(QCoreApplication.translate("Home", u"Demandes par jour, 30 derniers jours", None))
        self.received_key.setText("")
        self.label5.setText(QCoreApplication.translate("Home", u"re\u00e7ues", None))
        self.answered_key.setText("")
        self.label6.setText(QCoreApplication.translate("Home", u"trait\u00e9es", None))
        self.plot_text.setText("")
        self.plot_words.setText("")
        self.copy_link.setText(QCoreApplication.translate("Home", u"Copier le lien des familles", None))
        self.poster.setText(QCoreApplication.translate("Home", u"Affiche pour les familles (PDF)\u2026", None))
        self.family_link.setText("")
        self.label12.setText(QCoreApplication.translate("Home", u"Bienvenue. Trois \u00e9tapes, et les familles peuvent demander leur compte.", None))
        self.step1_number.setText(QCoreApplication.translate("Home", u"1", None))
        self.label13.setText(QCoreApplication.translate("Home", u"Relier le portail", None))
        self.step1_text.setText(QCoreApplication.translate("Home", u"L\u2019h\u00e9bergeur du portail vous a remis une adresse et un code de liaison. Saisissez-les une seule fois.", None))
        self.pair_button.setText(QCoreApplication.translate("Home", u"Relier le portail\u2026", None))
        self.step2_number.setText(QCoreApplication.translate("Home", u"2", None))
        self.label16.setText(QCoreApplication.translate("Home", u"Importer les h\u00f4tes", None))
        self.step2_text.setText(QCoreApplication.translate("Home", u"\u00c9l\u00e8ves et commensaux, depuis un fichier Excel ou CSV, avec les adresses e-mail des responsables.", None))
        self.import_button.setText(QCoreApplication.translate("Home", u"Importer des h\u00f4tes\u2026", None))
        self.step3_number.setText(QCoreApplication.translate("Home", u"3", None))
        self.label19.setText(QCoreApplication.translate("Home", u"Donner le lien aux familles", None))
        self.step3_text.setText(QCoreApplication.translate("Home", u"Affichez ce lien, envoyez-le, ou imprimez l\u2019affiche avec son code QR.", None))
        self.first_copy_link.setText(QCoreApplication.translate("Home", u"Copier le lien", None))
        self.first_poster.setText(QCoreApplication.translate("Home", u"Affiche pour les familles (PDF)\u2026", None))
        pass
    # retranslateUi

