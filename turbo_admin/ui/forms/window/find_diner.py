# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'find_diner.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject)
from PySide6.QtWidgets import (QAbstractItemView, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QSpacerItem, QTableView, QVBoxLayout)

class Ui_FindDiner(object):
    def setupUi(self, FindDiner):
        if not FindDiner.objectName():
            FindDiner.setObjectName(u"FindDiner")
        FindDiner.resize(920, 480)
        self.layout3 = QVBoxLayout(FindDiner)
        self.layout3.setSpacing(10)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(18, 16, 18, 16)
        self.search = QLineEdit(FindDiner)
        self.search.setObjectName(u"search")
        self.search.setClearButtonEnabled(True)

        self.layout3.addWidget(self.search)

        self.found = QTableView(FindDiner)
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

        self.layout3.addWidget(self.found)

        self.hint = QLabel(FindDiner)
        self.hint.setObjectName(u"hint")
        self.hint.setProperty(u"part", u"muted")
        self.hint.setWordWrap(True)

        self.layout3.addWidget(self.hint)

        self.layout2 = QHBoxLayout()
        self.layout2.setSpacing(8)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.open_file = QPushButton(FindDiner)
        self.open_file.setObjectName(u"open_file")
        self.open_file.setProperty(u"part", u"primary")

        self.layout2.addWidget(self.open_file)

        self.show_requests = QPushButton(FindDiner)
        self.show_requests.setObjectName(u"show_requests")

        self.layout2.addWidget(self.show_requests)

        self.spacer1 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout2.addItem(self.spacer1)

        self.close = QPushButton(FindDiner)
        self.close.setObjectName(u"close")

        self.layout2.addWidget(self.close)


        self.layout3.addLayout(self.layout2)


        self.retranslateUi(FindDiner)

        self.open_file.setDefault(True)


        QMetaObject.connectSlotsByName(FindDiner)
    # setupUi

    def retranslateUi(self, FindDiner):
        FindDiner.setWindowTitle(QCoreApplication.translate("FindDiner", u"Trouver un h\u00f4te", None))
#if QT_CONFIG(accessibility)
        self.search.setAccessibleName(QCoreApplication.translate("FindDiner", u"Trouver un h\u00f4te", None))
#endif // QT_CONFIG(accessibility)
        self.search.setPlaceholderText(QCoreApplication.translate("FindDiner", u"Nom, pr\u00e9nom ou carte\u2026", None))
#if QT_CONFIG(accessibility)
        self.found.setAccessibleName(QCoreApplication.translate("FindDiner", u"H\u00f4tes trouv\u00e9s", None))
#endif // QT_CONFIG(accessibility)
        self.hint.setText("")
        self.open_file.setText(QCoreApplication.translate("FindDiner", u"Ouvrir la fiche", None))
        self.show_requests.setText(QCoreApplication.translate("FindDiner", u"Voir ses demandes", None))
        self.close.setText(QCoreApplication.translate("FindDiner", u"Fermer", None))
    # retranslateUi

