# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'save.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout)

class Ui_Save(object):
    def setupUi(self, Save):
        if not Save.objectName():
            Save.setObjectName(u"Save")
        Save.setMinimumSize(QSize(620, 0))
        self.layout4 = QVBoxLayout(Save)
        self.layout4.setSpacing(10)
        self.layout4.setObjectName(u"layout4")
        self.layout4.setContentsMargins(18, 16, 18, 16)
        self.heading = QLabel(Save)
        self.heading.setObjectName(u"heading")
        self.heading.setProperty(u"part", u"heading")

        self.layout4.addWidget(self.heading)

        self.detail = QLabel(Save)
        self.detail.setObjectName(u"detail")
        self.detail.setProperty(u"part", u"muted")
        self.detail.setWordWrap(True)

        self.layout4.addWidget(self.detail)

        self.layout1 = QHBoxLayout()
        self.layout1.setSpacing(8)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(0, 0, 0, 0)
        self.save = QPushButton(Save)
        self.save.setObjectName(u"save")
        self.save.setProperty(u"part", u"primary")
        self.save.setAutoDefault(True)

        self.layout1.addWidget(self.save)

        self.spacer1 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout1.addItem(self.spacer1)


        self.layout4.addLayout(self.layout1)

        self.card = QFrame(Save)
        self.card.setObjectName(u"card")
        self.card.setProperty(u"part", u"card")
        self.layout3 = QVBoxLayout(self.card)
        self.layout3.setSpacing(8)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(14, 12, 14, 12)
        self.auto_heading = QLabel(self.card)
        self.auto_heading.setObjectName(u"auto_heading")
        self.auto_heading.setProperty(u"part", u"heading")
        self.auto_heading.setWordWrap(True)

        self.layout3.addWidget(self.auto_heading)

        self.auto_detail = QLabel(self.card)
        self.auto_detail.setObjectName(u"auto_detail")
        self.auto_detail.setProperty(u"part", u"muted")
        self.auto_detail.setWordWrap(True)

        self.layout3.addWidget(self.auto_detail)

        self.folder = QLabel(self.card)
        self.folder.setObjectName(u"folder")
        self.folder.setWordWrap(True)
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard|Qt.TextInteractionFlag.TextSelectableByMouse)

        self.layout3.addWidget(self.folder)

        self.last = QLabel(self.card)
        self.last.setObjectName(u"last")
        self.last.setProperty(u"part", u"muted")
        self.last.setWordWrap(True)

        self.layout3.addWidget(self.last)

        self.layout2 = QHBoxLayout()
        self.layout2.setSpacing(8)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.change = QPushButton(self.card)
        self.change.setObjectName(u"change")
        self.change.setAutoDefault(False)

        self.layout2.addWidget(self.change)

        self.usual = QPushButton(self.card)
        self.usual.setObjectName(u"usual")
        self.usual.setAutoDefault(False)

        self.layout2.addWidget(self.usual)

        self.spacer2 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout2.addItem(self.spacer2)


        self.layout3.addLayout(self.layout2)


        self.layout4.addWidget(self.card)

        self.trouble = QLabel(Save)
        self.trouble.setObjectName(u"trouble")
        self.trouble.setProperty(u"part", u"trouble")
        self.trouble.setWordWrap(True)

        self.layout4.addWidget(self.trouble)

        self.layout5 = QHBoxLayout()
        self.layout5.setSpacing(8)
        self.layout5.setObjectName(u"layout5")
        self.layout5.setContentsMargins(0, 0, 0, 0)
        self.spacer3 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout5.addItem(self.spacer3)

        self.close = QPushButton(Save)
        self.close.setObjectName(u"close")
        self.close.setAutoDefault(False)

        self.layout5.addWidget(self.close)


        self.layout4.addLayout(self.layout5)


        self.retranslateUi(Save)

        self.save.setDefault(True)


        QMetaObject.connectSlotsByName(Save)
    # setupUi

    def retranslateUi(self, Save):
        Save.setWindowTitle(QCoreApplication.translate("Save", u"Sauvegarder la base", None))
        self.heading.setText(QCoreApplication.translate("Save", u"Enregistrer une copie de la base dans un fichier", None))
        self.detail.setText(QCoreApplication.translate("Save", u"La copie contient tout le bureau, adresses comprises\u00a0: gardez-la en lieu s\u00fbr, ailleurs que sur ce poste. On peut travailler pendant ce temps, ici et sur les autres postes.", None))
        self.save.setText(QCoreApplication.translate("Save", u"Enregistrer une copie\u2026", None))
        self.auto_heading.setText(QCoreApplication.translate("Save", u"Copies automatiques", None))
        self.auto_detail.setText(QCoreApplication.translate("Save", u"Le logiciel copie la base une fois par jour, avant chaque mise \u00e0 jour et avant chaque restauration\u00a0; les 14\u00a0derni\u00e8res copies de chaque sorte sont gard\u00e9es dans ce dossier.", None))
        self.folder.setText("")
        self.last.setText("")
        self.change.setText(QCoreApplication.translate("Save", u"Changer de dossier\u2026", None))
        self.usual.setText(QCoreApplication.translate("Save", u"Dossier habituel", None))
        self.trouble.setText("")
        self.close.setText(QCoreApplication.translate("Save", u"Fermer", None))
    # retranslateUi

