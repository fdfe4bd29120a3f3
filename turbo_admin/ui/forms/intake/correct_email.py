# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'correct_email.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject)
from PySide6.QtWidgets import (QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout)

class Ui_CorrectEmail(object):
    def setupUi(self, CorrectEmail):
        if not CorrectEmail.objectName():
            CorrectEmail.setObjectName(u"CorrectEmail")
        CorrectEmail.resize(480, 220)
        self.layout1 = QVBoxLayout(CorrectEmail)
        self.layout1.setSpacing(8)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(18, 16, 18, 16)
        self.about = QLabel(CorrectEmail)
        self.about.setObjectName(u"about")
        self.about.setWordWrap(True)

        self.layout1.addWidget(self.about)

        self.email_label = QLabel(CorrectEmail)
        self.email_label.setObjectName(u"email_label")

        self.layout1.addWidget(self.email_label)

        self.email = QLineEdit(CorrectEmail)
        self.email.setObjectName(u"email")

        self.layout1.addWidget(self.email)

        self.hint = QLabel(CorrectEmail)
        self.hint.setObjectName(u"hint")
        self.hint.setProperty(u"part", u"muted")
        self.hint.setWordWrap(True)

        self.layout1.addWidget(self.hint)

        self.trouble = QLabel(CorrectEmail)
        self.trouble.setObjectName(u"trouble")
        self.trouble.setProperty(u"part", u"trouble")
        self.trouble.setWordWrap(True)

        self.layout1.addWidget(self.trouble)

        self.buttons = QDialogButtonBox(CorrectEmail)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel|QDialogButtonBox.StandardButton.Save)

        self.layout1.addWidget(self.buttons)

#if QT_CONFIG(shortcut)
        self.email_label.setBuddy(self.email)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(CorrectEmail)

        QMetaObject.connectSlotsByName(CorrectEmail)
    # setupUi

    def retranslateUi(self, CorrectEmail):
        CorrectEmail.setWindowTitle(QCoreApplication.translate("CorrectEmail", u"Corriger l\u2019e-mail", None))
        self.about.setText("")
        self.email_label.setText(QCoreApplication.translate("CorrectEmail", u"Adresse e-mail", None))
        self.hint.setText(QCoreApplication.translate("CorrectEmail", u"L\u2019adresse saisie par la famille est conserv\u00e9e.", None))
        self.trouble.setText("")
    # retranslateUi

