# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'choose_diner.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QAbstractItemView, QDialogButtonBox, QLabel, QLineEdit, QTableView, QVBoxLayout)

class Ui_ChooseDiner(object):
    def setupUi(self, ChooseDiner):
        if not ChooseDiner.objectName():
            ChooseDiner.setObjectName(u"ChooseDiner")
        ChooseDiner.resize(920, 480)
        self.layout1 = QVBoxLayout(ChooseDiner)
        self.layout1.setSpacing(10)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(18, 16, 18, 16)
        self.about = QLabel(ChooseDiner)
        self.about.setObjectName(u"about")
        self.about.setWordWrap(True)

        self.layout1.addWidget(self.about)

        self.search = QLineEdit(ChooseDiner)
        self.search.setObjectName(u"search")
        self.search.setClearButtonEnabled(True)

        self.layout1.addWidget(self.search)

        self.found = QTableView(ChooseDiner)
        self.found.setObjectName(u"found")
        self.found.setAlternatingRowColors(True)
        self.found.setShowGrid(False)
        self.found.setSortingEnabled(False)
        self.found.setWordWrap(False)
        self.found.setTabKeyNavigation(False)
        self.found.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.found.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.found.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.found.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.found.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.found.horizontalHeader().setHighlightSections(False)
        self.found.verticalHeader().setVisible(False)

        self.layout1.addWidget(self.found)

        self.remark = QLabel(ChooseDiner)
        self.remark.setObjectName(u"remark")
        self.remark.setWordWrap(True)
        self.remark.setAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)
        self.remark.setMinimumSize(QSize(0, 36))

        self.layout1.addWidget(self.remark)

        self.hint = QLabel(ChooseDiner)
        self.hint.setObjectName(u"hint")
        self.hint.setProperty(u"part", u"muted")
        self.hint.setWordWrap(True)

        self.layout1.addWidget(self.hint)

        self.buttons = QDialogButtonBox(ChooseDiner)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel|QDialogButtonBox.StandardButton.Ok)

        self.layout1.addWidget(self.buttons)


        self.retranslateUi(ChooseDiner)

        QMetaObject.connectSlotsByName(ChooseDiner)
    # setupUi

    def retranslateUi(self, ChooseDiner):
        ChooseDiner.setWindowTitle(QCoreApplication.translate("ChooseDiner", u"Choisir un h\u00f4te", None))
        self.about.setText("")
#if QT_CONFIG(accessibility)
        self.search.setAccessibleName(QCoreApplication.translate("ChooseDiner", u"Rechercher un h\u00f4te", None))
#endif // QT_CONFIG(accessibility)
        self.search.setPlaceholderText(QCoreApplication.translate("ChooseDiner", u"Nom, pr\u00e9nom ou carte\u2026", None))
#if QT_CONFIG(accessibility)
        self.found.setAccessibleName(QCoreApplication.translate("ChooseDiner", u"H\u00f4tes trouv\u00e9s", None))
#endif // QT_CONFIG(accessibility)
        self.remark.setText("")
        self.hint.setText("")
    # retranslateUi

