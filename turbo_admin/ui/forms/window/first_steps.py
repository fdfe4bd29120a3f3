# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'first_steps.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize)
from PySide6.QtWidgets import (QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout)

class Ui_FirstSteps(object):
    def setupUi(self, FirstSteps):
        if not FirstSteps.objectName():
            FirstSteps.setObjectName(u"FirstSteps")
        self.layout23 = QVBoxLayout(FirstSteps)
        self.layout23.setSpacing(12)
        self.layout23.setObjectName(u"layout23")
        self.layout23.setContentsMargins(0, 0, 0, 0)
        self.label12 = QLabel(FirstSteps)
        self.label12.setObjectName(u"label12")
        self.label12.setProperty(u"part", u"heading")

        self.layout23.addWidget(self.label12)

        self.step1 = QFrame(FirstSteps)
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

        self.step2 = QFrame(FirstSteps)
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

        self.step3 = QFrame(FirstSteps)
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


        self.retranslateUi(FirstSteps)

        QMetaObject.connectSlotsByName(FirstSteps)
    # setupUi

    def retranslateUi(self, FirstSteps):
        self.label12.setText(QCoreApplication.translate("FirstSteps", u"Bienvenue. Trois \u00e9tapes, et les familles peuvent demander leur compte.", None))
        self.step1_number.setText(QCoreApplication.translate("FirstSteps", u"1", None))
        self.label13.setText(QCoreApplication.translate("FirstSteps", u"Relier le portail", None))
        self.step1_text.setText(QCoreApplication.translate("FirstSteps", u"L\u2019h\u00e9bergeur du portail vous a remis une adresse et un code de liaison. Saisissez-les une seule fois.", None))
        self.pair_button.setText(QCoreApplication.translate("FirstSteps", u"Relier le portail\u2026", None))
        self.step2_number.setText(QCoreApplication.translate("FirstSteps", u"2", None))
        self.label16.setText(QCoreApplication.translate("FirstSteps", u"Importer les h\u00f4tes", None))
        self.step2_text.setText(QCoreApplication.translate("FirstSteps", u"\u00c9l\u00e8ves et commensaux, depuis SIECLE, ONDE, Excel ou CSV, avec les adresses e-mail des responsables.", None))
        self.import_button.setText(QCoreApplication.translate("FirstSteps", u"Importer des h\u00f4tes\u2026", None))
        self.step3_number.setText(QCoreApplication.translate("FirstSteps", u"3", None))
        self.label19.setText(QCoreApplication.translate("FirstSteps", u"Donner le lien aux familles", None))
        self.step3_text.setText(QCoreApplication.translate("FirstSteps", u"Affichez ce lien, envoyez-le, ou imprimez l\u2019affiche avec son code QR.", None))
        self.first_copy_link.setText(QCoreApplication.translate("FirstSteps", u"Copier le lien", None))
        self.first_poster.setText(QCoreApplication.translate("FirstSteps", u"Affiche pour les familles (PDF)\u2026", None))
        pass
    # retranslateUi

