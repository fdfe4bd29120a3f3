# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'revoke.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize)
from PySide6.QtWidgets import (QComboBox, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QRadioButton, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget)

class Ui_Revoke(object):
    def setupUi(self, Revoke):
        if not Revoke.objectName():
            Revoke.setObjectName(u"Revoke")
        Revoke.setMinimumSize(QSize(560, 220))
        self.layout6 = QVBoxLayout(Revoke)
        self.layout6.setSpacing(10)
        self.layout6.setObjectName(u"layout6")
        self.layout6.setContentsMargins(18, 16, 18, 16)
        self.question = QLabel(Revoke)
        self.question.setObjectName(u"question")
        self.question.setProperty(u"part", u"heading")
        self.question.setWordWrap(True)

        self.layout6.addWidget(self.question)

        self.detail = QLabel(Revoke)
        self.detail.setObjectName(u"detail")
        self.detail.setProperty(u"part", u"muted")
        self.detail.setWordWrap(True)

        self.layout6.addWidget(self.detail)

        self.after = QWidget(Revoke)
        self.after.setObjectName(u"after")
        self.layout4 = QVBoxLayout(self.after)
        self.layout4.setSpacing(8)
        self.layout4.setObjectName(u"layout4")
        self.layout4.setContentsMargins(0, 0, 0, 0)
        self.reopen = QRadioButton(self.after)
        self.reopen.setObjectName(u"reopen")
        self.reopen.setChecked(True)

        self.layout4.addWidget(self.reopen)

        self.refuse = QRadioButton(self.after)
        self.refuse.setObjectName(u"refuse")

        self.layout4.addWidget(self.refuse)

        self.known = QComboBox(self.after)
        self.known.setObjectName(u"known")

        self.layout4.addWidget(self.known)

        self.reason = QPlainTextEdit(self.after)
        self.reason.setObjectName(u"reason")
        self.reason.setTabChangesFocus(True)
        self.reason.setMinimumSize(QSize(0, 90))

        self.layout4.addWidget(self.reason)

        self.hint = QLabel(self.after)
        self.hint.setObjectName(u"hint")
        self.hint.setProperty(u"part", u"muted")
        self.hint.setWordWrap(True)

        self.layout4.addWidget(self.hint)


        self.layout6.addWidget(self.after)

        self.spacer1 = QSpacerItem(20, 4, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout6.addItem(self.spacer1)

        self.layout5 = QHBoxLayout()
        self.layout5.setSpacing(8)
        self.layout5.setObjectName(u"layout5")
        self.layout5.setContentsMargins(0, 0, 0, 0)
        self.confirm = QPushButton(Revoke)
        self.confirm.setObjectName(u"confirm")
        self.confirm.setAutoDefault(False)

        self.layout5.addWidget(self.confirm)

        self.cancel = QPushButton(Revoke)
        self.cancel.setObjectName(u"cancel")

        self.layout5.addWidget(self.cancel)

        self.spacer2 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout5.addItem(self.spacer2)


        self.layout6.addLayout(self.layout5)


        self.retranslateUi(Revoke)

        self.cancel.setDefault(True)


        QMetaObject.connectSlotsByName(Revoke)
    # setupUi

    def retranslateUi(self, Revoke):
        Revoke.setWindowTitle(QCoreApplication.translate("Revoke", u"R\u00e9voquer des identifiants", None))
        self.question.setText("")
        self.detail.setText("")
        self.reopen.setText(QCoreApplication.translate("Revoke", u"Remettre \u00e0 traiter", None))
        self.refuse.setText(QCoreApplication.translate("Revoke", u"Refuser, avec le motif ci-dessous", None))
#if QT_CONFIG(accessibility)
        self.known.setAccessibleName(QCoreApplication.translate("Revoke", u"Motifs enregistr\u00e9s", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.reason.setAccessibleName(QCoreApplication.translate("Revoke", u"Motif envoy\u00e9 \u00e0 la famille", None))
#endif // QT_CONFIG(accessibility)
        self.hint.setText(QCoreApplication.translate("Revoke", u"Laissez vide pour ne rien envoyer.", None))
        self.confirm.setText(QCoreApplication.translate("Revoke", u"R\u00e9voquer", None))
        self.cancel.setText(QCoreApplication.translate("Revoke", u"Annuler", None))
    # retranslateUi

