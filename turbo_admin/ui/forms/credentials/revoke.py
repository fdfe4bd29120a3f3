# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'revoke.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize)
from PySide6.QtWidgets import (QComboBox, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget)

class Ui_Revoke(object):
    def setupUi(self, Revoke):
        if not Revoke.objectName():
            Revoke.setObjectName(u"Revoke")
        Revoke.setMinimumSize(QSize(560, 0))
        self.layout4 = QVBoxLayout(Revoke)
        self.layout4.setSpacing(10)
        self.layout4.setObjectName(u"layout4")
        self.layout4.setContentsMargins(18, 16, 18, 16)
        self.question = QLabel(Revoke)
        self.question.setObjectName(u"question")
        self.question.setProperty(u"part", u"heading")
        self.question.setWordWrap(True)

        self.layout4.addWidget(self.question)

        self.detail = QLabel(Revoke)
        self.detail.setObjectName(u"detail")
        self.detail.setProperty(u"part", u"muted")
        self.detail.setWordWrap(True)

        self.layout4.addWidget(self.detail)

        self.after = QWidget(Revoke)
        self.after.setObjectName(u"after")
        self.layout2 = QVBoxLayout(self.after)
        self.layout2.setSpacing(8)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.layout1 = QHBoxLayout()
        self.layout1.setSpacing(8)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(0, 0, 0, 0)
        self.next_label = QLabel(self.after)
        self.next_label.setObjectName(u"next_label")

        self.layout1.addWidget(self.next_label)

        self.next = QComboBox(self.after)
        self.next.setObjectName(u"next")

        self.layout1.addWidget(self.next)

        self.spacer3 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout1.addItem(self.spacer3)


        self.layout2.addLayout(self.layout1)

        self.known = QComboBox(self.after)
        self.known.setObjectName(u"known")

        self.layout2.addWidget(self.known)

        self.reason = QPlainTextEdit(self.after)
        self.reason.setObjectName(u"reason")
        self.reason.setTabChangesFocus(True)
        self.reason.setMinimumSize(QSize(0, 90))

        self.layout2.addWidget(self.reason)

        self.hint = QLabel(self.after)
        self.hint.setObjectName(u"hint")
        self.hint.setProperty(u"part", u"muted")
        self.hint.setWordWrap(True)

        self.layout2.addWidget(self.hint)


        self.layout4.addWidget(self.after)

        self.layout3 = QHBoxLayout()
        self.layout3.setSpacing(8)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(0, 0, 0, 0)
        self.confirm = QPushButton(Revoke)
        self.confirm.setObjectName(u"confirm")
        self.confirm.setAutoDefault(False)

        self.layout3.addWidget(self.confirm)

        self.cancel = QPushButton(Revoke)
        self.cancel.setObjectName(u"cancel")

        self.layout3.addWidget(self.cancel)

        self.spacer2 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout3.addItem(self.spacer2)


        self.layout4.addLayout(self.layout3)

#if QT_CONFIG(shortcut)
        self.next_label.setBuddy(self.next)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(Revoke)

        self.cancel.setDefault(True)


        QMetaObject.connectSlotsByName(Revoke)
    # setupUi

    def retranslateUi(self, Revoke):
        Revoke.setWindowTitle(QCoreApplication.translate("Revoke", u"R\u00e9voquer des identifiants", None))
        self.question.setText("")
        self.detail.setText("")
        self.next_label.setText("")
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

