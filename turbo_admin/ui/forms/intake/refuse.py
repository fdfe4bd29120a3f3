# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'refuse.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize)
from PySide6.QtWidgets import (QComboBox, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout)

class Ui_Refuse(object):
    def setupUi(self, Refuse):
        if not Refuse.objectName():
            Refuse.setObjectName(u"Refuse")
        Refuse.resize(560, 340)
        self.layout3 = QVBoxLayout(Refuse)
        self.layout3.setSpacing(10)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(18, 16, 18, 16)
        self.question = QLabel(Refuse)
        self.question.setObjectName(u"question")
        self.question.setProperty(u"part", u"heading")
        self.question.setWordWrap(True)

        self.layout3.addWidget(self.question)

        self.names = QLabel(Refuse)
        self.names.setObjectName(u"names")
        self.names.setProperty(u"part", u"muted")
        self.names.setWordWrap(True)

        self.layout3.addWidget(self.names)

        self.reason_label = QLabel(Refuse)
        self.reason_label.setObjectName(u"reason_label")

        self.layout3.addWidget(self.reason_label)

        self.layout31 = QHBoxLayout()
        self.layout31.setSpacing(8)
        self.layout31.setObjectName(u"layout31")
        self.known = QComboBox(Refuse)
        self.known.setObjectName(u"known")
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        sizePolicy.setHorizontalStretch(1)
        sizePolicy.setVerticalStretch(0)
        sizePolicy.setHeightForWidth(self.known.sizePolicy().hasHeightForWidth())
        self.known.setSizePolicy(sizePolicy)

        self.layout31.addWidget(self.known)

        self.keep = QPushButton(Refuse)
        self.keep.setObjectName(u"keep")
        self.keep.setAutoDefault(False)

        self.layout31.addWidget(self.keep)

        self.drop = QPushButton(Refuse)
        self.drop.setObjectName(u"drop")
        self.drop.setAutoDefault(False)

        self.layout31.addWidget(self.drop)


        self.layout3.addLayout(self.layout31)

        self.reason = QPlainTextEdit(Refuse)
        self.reason.setObjectName(u"reason")
        self.reason.setTabChangesFocus(True)
        self.reason.setMinimumSize(QSize(0, 110))

        self.layout3.addWidget(self.reason)

        self.hint = QLabel(Refuse)
        self.hint.setObjectName(u"hint")
        self.hint.setProperty(u"part", u"muted")
        self.hint.setWordWrap(True)

        self.layout3.addWidget(self.hint)

        self.layout2 = QHBoxLayout()
        self.layout2.setSpacing(8)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.confirm = QPushButton(Refuse)
        self.confirm.setObjectName(u"confirm")

        self.layout2.addWidget(self.confirm)

        self.cancel = QPushButton(Refuse)
        self.cancel.setObjectName(u"cancel")

        self.layout2.addWidget(self.cancel)

        self.spacer1 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout2.addItem(self.spacer1)


        self.layout3.addLayout(self.layout2)

#if QT_CONFIG(shortcut)
        self.reason_label.setBuddy(self.reason)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(Refuse)

        QMetaObject.connectSlotsByName(Refuse)
    # setupUi

    def retranslateUi(self, Refuse):
        Refuse.setWindowTitle(QCoreApplication.translate("Refuse", u"Refuser des demandes", None))
        self.question.setText("")
        self.names.setText("")
        self.reason_label.setText(QCoreApplication.translate("Refuse", u"Motif envoy\u00e9 \u00e0 la famille", None))
#if QT_CONFIG(accessibility)
        self.known.setAccessibleName(QCoreApplication.translate("Refuse", u"Motifs enregistr\u00e9s", None))
#endif // QT_CONFIG(accessibility)
        self.keep.setText(QCoreApplication.translate("Refuse", u"Enregistrer ce motif\u2026", None))
        self.drop.setText(QCoreApplication.translate("Refuse", u"Retirer", None))
#if QT_CONFIG(tooltip)
        self.drop.setToolTip(QCoreApplication.translate("Refuse", u"Retire ce motif de la liste, pour tous les postes", None))
#endif // QT_CONFIG(tooltip)
        self.hint.setText(QCoreApplication.translate("Refuse", u"Laissez vide pour ne rien envoyer.", None))
        self.confirm.setText(QCoreApplication.translate("Refuse", u"Refuser", None))
        self.cancel.setText(QCoreApplication.translate("Refuse", u"Annuler", None))
    # retranslateUi

