# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'opening.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject)
from PySide6.QtWidgets import (QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout)

class Ui_Opening(object):
    def setupUi(self, Opening):
        if not Opening.objectName():
            Opening.setObjectName(u"Opening")
        self.layout6 = QVBoxLayout(Opening)
        self.layout6.setSpacing(12)
        self.layout6.setObjectName(u"layout6")
        self.layout6.setContentsMargins(0, 0, 0, 0)
        self.spacer1 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout6.addItem(self.spacer1)

        self.heading = QLabel(Opening)
        self.heading.setObjectName(u"heading")
        self.heading.setProperty(u"part", u"title")

        self.layout6.addWidget(self.heading)

        self.detail = QLabel(Opening)
        self.detail.setObjectName(u"detail")
        self.detail.setWordWrap(True)

        self.layout6.addWidget(self.detail)

        self.layout4 = QHBoxLayout()
        self.layout4.setSpacing(8)
        self.layout4.setObjectName(u"layout4")
        self.layout4.setContentsMargins(0, 0, 0, 0)
        self.spacer2 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout4.addItem(self.spacer2)

        self.retry = QPushButton(Opening)
        self.retry.setObjectName(u"retry")
        self.retry.setProperty(u"part", u"primary")

        self.layout4.addWidget(self.retry)

        self.restore = QPushButton(Opening)
        self.restore.setObjectName(u"restore")

        self.layout4.addWidget(self.restore)

        self.leave = QPushButton(Opening)
        self.leave.setObjectName(u"leave")

        self.layout4.addWidget(self.leave)

        self.spacer3 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout4.addItem(self.spacer3)


        self.layout6.addLayout(self.layout4)

        self.spacer5 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout6.addItem(self.spacer5)


        self.retranslateUi(Opening)

        QMetaObject.connectSlotsByName(Opening)
    # setupUi

    def retranslateUi(self, Opening):
        self.heading.setText(QCoreApplication.translate("Opening", u"Ouverture de la base\u2026", None))
        self.detail.setText("")
        self.retry.setText(QCoreApplication.translate("Opening", u"R\u00e9essayer", None))
        self.restore.setText(QCoreApplication.translate("Opening", u"Restaurer une sauvegarde\u2026", None))
        self.leave.setText(QCoreApplication.translate("Opening", u"Quitter", None))
        pass
    # retranslateUi

