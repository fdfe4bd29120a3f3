# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'restore.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize)
from PySide6.QtWidgets import (QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout)

class Ui_Restore(object):
    def setupUi(self, Restore):
        if not Restore.objectName():
            Restore.setObjectName(u"Restore")
        Restore.setMinimumSize(QSize(680, 0))
        self.layout3 = QVBoxLayout(Restore)
        self.layout3.setSpacing(10)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(18, 16, 18, 16)
        self.heading = QLabel(Restore)
        self.heading.setObjectName(u"heading")
        self.heading.setProperty(u"part", u"heading")

        self.layout3.addWidget(self.heading)

        self.file = QLabel(Restore)
        self.file.setObjectName(u"file")
        self.file.setProperty(u"part", u"muted")
        self.file.setWordWrap(True)

        self.layout3.addWidget(self.file)

        self.card = QFrame(Restore)
        self.card.setObjectName(u"card")
        self.card.setProperty(u"part", u"card")
        self.figures = QGridLayout(self.card)
        self.figures.setObjectName(u"figures")
        self.figures.setHorizontalSpacing(20)
        self.figures.setVerticalSpacing(8)
        self.figures.setContentsMargins(14, 12, 14, 12)

        self.layout3.addWidget(self.card)

        self.remarks = QLabel(Restore)
        self.remarks.setObjectName(u"remarks")
        self.remarks.setProperty(u"part", u"trouble")
        self.remarks.setWordWrap(True)

        self.layout3.addWidget(self.remarks)

        self.detail = QLabel(Restore)
        self.detail.setObjectName(u"detail")
        self.detail.setProperty(u"part", u"muted")
        self.detail.setWordWrap(True)

        self.layout3.addWidget(self.detail)

        self.layout2 = QHBoxLayout()
        self.layout2.setSpacing(8)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.spacer1 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout2.addItem(self.spacer1)

        self.confirm = QPushButton(Restore)
        self.confirm.setObjectName(u"confirm")
        self.confirm.setAutoDefault(False)

        self.layout2.addWidget(self.confirm)

        self.cancel = QPushButton(Restore)
        self.cancel.setObjectName(u"cancel")
        self.cancel.setAutoDefault(True)

        self.layout2.addWidget(self.cancel)


        self.layout3.addLayout(self.layout2)


        self.retranslateUi(Restore)

        self.cancel.setDefault(True)


        QMetaObject.connectSlotsByName(Restore)
    # setupUi

    def retranslateUi(self, Restore):
        Restore.setWindowTitle(QCoreApplication.translate("Restore", u"Restaurer une sauvegarde", None))
        self.heading.setText(QCoreApplication.translate("Restore", u"Remplacer la base par cette sauvegarde\u00a0?", None))
        self.file.setText("")
        self.remarks.setText("")
        self.detail.setText("")
        self.confirm.setText(QCoreApplication.translate("Restore", u"Remplacer la base", None))
        self.cancel.setText(QCoreApplication.translate("Restore", u"Annuler", None))
    # retranslateUi

