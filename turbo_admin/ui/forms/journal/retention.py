# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'retention.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize)
from PySide6.QtWidgets import (QAbstractItemView, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem, QTableView, QVBoxLayout)

class Ui_Retention(object):
    def setupUi(self, Retention):
        if not Retention.objectName():
            Retention.setObjectName(u"Retention")
        Retention.setMinimumSize(QSize(760, 380))
        self.layout8 = QVBoxLayout(Retention)
        self.layout8.setSpacing(10)
        self.layout8.setObjectName(u"layout8")
        self.layout8.setContentsMargins(18, 16, 18, 16)
        self.about = QLabel(Retention)
        self.about.setObjectName(u"about")
        self.about.setProperty(u"part", u"heading")
        self.about.setWordWrap(True)

        self.layout8.addWidget(self.about)

        self.table = QTableView(Retention)
        self.table.setObjectName(u"table")
        self.table.setAlternatingRowColors(True)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)

        self.layout8.addWidget(self.table)

        self.rule = QLabel(Retention)
        self.rule.setObjectName(u"rule")
        self.rule.setProperty(u"part", u"muted")
        self.rule.setWordWrap(True)

        self.layout8.addWidget(self.rule)

        self.layout7 = QHBoxLayout()
        self.layout7.setSpacing(8)
        self.layout7.setObjectName(u"layout7")
        self.layout7.setContentsMargins(0, 0, 0, 0)
        self.erase = QPushButton(Retention)
        self.erase.setObjectName(u"erase")
        self.erase.setAutoDefault(False)

        self.layout7.addWidget(self.erase)

        self.cancel = QPushButton(Retention)
        self.cancel.setObjectName(u"cancel")

        self.layout7.addWidget(self.cancel)

        self.spacer1 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout7.addItem(self.spacer1)


        self.layout8.addLayout(self.layout7)


        self.retranslateUi(Retention)

        self.cancel.setDefault(True)


        QMetaObject.connectSlotsByName(Retention)
    # setupUi

    def retranslateUi(self, Retention):
        Retention.setWindowTitle(QCoreApplication.translate("Retention", u"Donn\u00e9es anciennes", None))
        self.about.setText(QCoreApplication.translate("Retention", u"Voici ce qui n\u2019a plus \u00e0 \u00eatre gard\u00e9. Rien n\u2019est effac\u00e9 tant que vous ne l\u2019avez pas demand\u00e9.", None))
#if QT_CONFIG(accessibility)
        self.table.setAccessibleName(QCoreApplication.translate("Retention", u"Ce qui serait effac\u00e9", None))
#endif // QT_CONFIG(accessibility)
        self.rule.setText("")
        self.erase.setText(QCoreApplication.translate("Retention", u"Effacer", None))
        self.cancel.setText(QCoreApplication.translate("Retention", u"Ne rien effacer", None))
    # retranslateUi

