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

        self.layout11.setStretch(1, 1)
        self.views.addWidget(self.day)

        self.layout24.addWidget(self.views)


        self.retranslateUi(Home)

        QMetaObject.connectSlotsByName(Home)
    # setupUi

    def retranslateUi(self, Home):
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
        pass
    # retranslateUi

