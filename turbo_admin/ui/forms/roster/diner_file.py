# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'diner_file.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, Qt)
from PySide6.QtWidgets import (QAbstractItemView, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem, QSplitter, QTableView, QVBoxLayout, QWidget)

class Ui_DinerFile(object):
    def setupUi(self, DinerFile):
        if not DinerFile.objectName():
            DinerFile.setObjectName(u"DinerFile")
        self.layout9 = QVBoxLayout(DinerFile)
        self.layout9.setSpacing(12)
        self.layout9.setObjectName(u"layout9")
        self.layout9.setContentsMargins(0, 0, 0, 0)
        self.identity_card = QFrame(DinerFile)
        self.identity_card.setObjectName(u"identity_card")
        self.identity_card.setProperty(u"part", u"card")
        self.layout2 = QHBoxLayout(self.identity_card)
        self.layout2.setSpacing(10)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(16, 12, 16, 12)
        self.layout1 = QVBoxLayout()
        self.layout1.setSpacing(4)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(0, 0, 0, 0)
        self.facts = QLabel(self.identity_card)
        self.facts.setObjectName(u"facts")
        self.facts.setWordWrap(True)

        self.layout1.addWidget(self.facts)

        self.cards = QLabel(self.identity_card)
        self.cards.setObjectName(u"cards")
        self.cards.setWordWrap(True)
        self.cards.setProperty(u"part", u"muted")

        self.layout1.addWidget(self.cards)


        self.layout2.addLayout(self.layout1)

        self.edit_button = QPushButton(self.identity_card)
        self.edit_button.setObjectName(u"edit_button")

        self.layout2.addWidget(self.edit_button)

        self.find_button = QPushButton(self.identity_card)
        self.find_button.setObjectName(u"find_button")

        self.layout2.addWidget(self.find_button)

        self.layout2.setStretch(0, 1)

        self.layout9.addWidget(self.identity_card)

        self.splitter = QSplitter(DinerFile)
        self.splitter.setObjectName(u"splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(10)
        self.splitter.setOrientation(Qt.Orientation.Horizontal)
        self.left_side = QWidget(self.splitter)
        self.left_side.setObjectName(u"left_side")
        self.layout7 = QVBoxLayout(self.left_side)
        self.layout7.setSpacing(8)
        self.layout7.setObjectName(u"layout7")
        self.layout7.setContentsMargins(0, 0, 0, 0)
        self.heading_accounts = QLabel(self.left_side)
        self.heading_accounts.setObjectName(u"heading_accounts")
        self.heading_accounts.setProperty(u"part", u"heading")

        self.layout7.addWidget(self.heading_accounts)

        self.accounts = QTableView(self.left_side)
        self.accounts.setObjectName(u"accounts")
        self.accounts.setAlternatingRowColors(True)
        self.accounts.setShowGrid(False)
        self.accounts.setSortingEnabled(False)
        self.accounts.setWordWrap(False)
        self.accounts.setTabKeyNavigation(False)
        self.accounts.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.accounts.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.accounts.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.accounts.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.accounts.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.accounts.horizontalHeader().setHighlightSections(False)
        self.accounts.verticalHeader().setVisible(False)

        self.layout7.addWidget(self.accounts)

        self.layout4 = QHBoxLayout()
        self.layout4.setSpacing(8)
        self.layout4.setObjectName(u"layout4")
        self.layout4.setContentsMargins(0, 0, 0, 0)
        self.renew_button = QPushButton(self.left_side)
        self.renew_button.setObjectName(u"renew_button")
        self.renew_button.setProperty(u"part", u"primary")

        self.layout4.addWidget(self.renew_button)

        self.resend_button = QPushButton(self.left_side)
        self.resend_button.setObjectName(u"resend_button")

        self.layout4.addWidget(self.resend_button)

        self.reprint_button = QPushButton(self.left_side)
        self.reprint_button.setObjectName(u"reprint_button")

        self.layout4.addWidget(self.reprint_button)

        self.email_button = QPushButton(self.left_side)
        self.email_button.setObjectName(u"email_button")

        self.layout4.addWidget(self.email_button)

        self.spacer3 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout4.addItem(self.spacer3)


        self.layout7.addLayout(self.layout4)

        self.layout6 = QHBoxLayout()
        self.layout6.setSpacing(8)
        self.layout6.setObjectName(u"layout6")
        self.layout6.setContentsMargins(0, 0, 0, 0)
        self.block_button = QPushButton(self.left_side)
        self.block_button.setObjectName(u"block_button")

        self.layout6.addWidget(self.block_button)

        self.unblock_button = QPushButton(self.left_side)
        self.unblock_button.setObjectName(u"unblock_button")

        self.layout6.addWidget(self.unblock_button)

        self.detach_button = QPushButton(self.left_side)
        self.detach_button.setObjectName(u"detach_button")

        self.layout6.addWidget(self.detach_button)

        self.issue_button = QPushButton(self.left_side)
        self.issue_button.setObjectName(u"issue_button")

        self.layout6.addWidget(self.issue_button)

        self.spacer5 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout6.addItem(self.spacer5)


        self.layout7.addLayout(self.layout6)

        self.heading_handed = QLabel(self.left_side)
        self.heading_handed.setObjectName(u"heading_handed")
        self.heading_handed.setProperty(u"part", u"heading")

        self.layout7.addWidget(self.heading_handed)

        self.handed = QTableView(self.left_side)
        self.handed.setObjectName(u"handed")
        self.handed.setAlternatingRowColors(True)
        self.handed.setShowGrid(False)
        self.handed.setSortingEnabled(False)
        self.handed.setWordWrap(False)
        self.handed.setTabKeyNavigation(False)
        self.handed.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.handed.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.handed.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.handed.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.handed.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.handed.horizontalHeader().setHighlightSections(False)
        self.handed.verticalHeader().setVisible(False)

        self.layout7.addWidget(self.handed)

        self.layout7.setStretch(1, 2)
        self.layout7.setStretch(5, 2)
        self.splitter.addWidget(self.left_side)
        self.right_side = QWidget(self.splitter)
        self.right_side.setObjectName(u"right_side")
        self.layout8 = QVBoxLayout(self.right_side)
        self.layout8.setSpacing(8)
        self.layout8.setObjectName(u"layout8")
        self.layout8.setContentsMargins(0, 0, 0, 0)
        self.heading_asked = QLabel(self.right_side)
        self.heading_asked.setObjectName(u"heading_asked")
        self.heading_asked.setProperty(u"part", u"heading")

        self.layout8.addWidget(self.heading_asked)

        self.asked = QTableView(self.right_side)
        self.asked.setObjectName(u"asked")
        self.asked.setAlternatingRowColors(True)
        self.asked.setShowGrid(False)
        self.asked.setSortingEnabled(False)
        self.asked.setWordWrap(False)
        self.asked.setTabKeyNavigation(False)
        self.asked.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.asked.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.asked.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.asked.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.asked.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.asked.horizontalHeader().setHighlightSections(False)
        self.asked.verticalHeader().setVisible(False)

        self.layout8.addWidget(self.asked)

        self.heading_history = QLabel(self.right_side)
        self.heading_history.setObjectName(u"heading_history")
        self.heading_history.setProperty(u"part", u"heading")

        self.layout8.addWidget(self.heading_history)

        self.history = QTableView(self.right_side)
        self.history.setObjectName(u"history")
        self.history.setAlternatingRowColors(True)
        self.history.setShowGrid(False)
        self.history.setSortingEnabled(False)
        self.history.setWordWrap(False)
        self.history.setTabKeyNavigation(False)
        self.history.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.history.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.history.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.history.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.history.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.history.horizontalHeader().setHighlightSections(False)
        self.history.verticalHeader().setVisible(False)

        self.layout8.addWidget(self.history)

        self.layout8.setStretch(1, 1)
        self.layout8.setStretch(3, 2)
        self.splitter.addWidget(self.right_side)

        self.layout9.addWidget(self.splitter)

        self.layout9.setStretch(1, 1)

        self.retranslateUi(DinerFile)

        QMetaObject.connectSlotsByName(DinerFile)
    # setupUi

    def retranslateUi(self, DinerFile):
        self.facts.setText("")
        self.cards.setText("")
        self.edit_button.setText(QCoreApplication.translate("DinerFile", u"Modifier\u2026", None))
        self.find_button.setText(QCoreApplication.translate("DinerFile", u"Autre h\u00f4te\u2026", None))
        self.heading_accounts.setText(QCoreApplication.translate("DinerFile", u"Comptes qui voient cet h\u00f4te", None))
#if QT_CONFIG(accessibility)
        self.accounts.setAccessibleName(QCoreApplication.translate("DinerFile", u"Comptes qui voient cet h\u00f4te", None))
#endif // QT_CONFIG(accessibility)
        self.renew_button.setText(QCoreApplication.translate("DinerFile", u"Nouveau mot de passe\u2026", None))
        self.resend_button.setText(QCoreApplication.translate("DinerFile", u"Renvoyer par e-mail", None))
        self.reprint_button.setText(QCoreApplication.translate("DinerFile", u"R\u00e9imprimer", None))
        self.email_button.setText(QCoreApplication.translate("DinerFile", u"Corriger l\u2019e-mail\u2026", None))
        self.block_button.setText(QCoreApplication.translate("DinerFile", u"Bloquer\u2026", None))
        self.unblock_button.setText(QCoreApplication.translate("DinerFile", u"D\u00e9bloquer\u2026", None))
        self.detach_button.setText(QCoreApplication.translate("DinerFile", u"D\u00e9tacher cet h\u00f4te\u2026", None))
        self.issue_button.setText(QCoreApplication.translate("DinerFile", u"G\u00e9n\u00e9rer des identifiants\u2026", None))
        self.heading_handed.setText(QCoreApplication.translate("DinerFile", u"Fiches et courriels", None))
#if QT_CONFIG(accessibility)
        self.handed.setAccessibleName(QCoreApplication.translate("DinerFile", u"Fiches et courriels", None))
#endif // QT_CONFIG(accessibility)
        self.heading_asked.setText(QCoreApplication.translate("DinerFile", u"Demandes", None))
#if QT_CONFIG(accessibility)
        self.asked.setAccessibleName(QCoreApplication.translate("DinerFile", u"Demandes", None))
#endif // QT_CONFIG(accessibility)
        self.heading_history.setText(QCoreApplication.translate("DinerFile", u"Historique", None))
#if QT_CONFIG(accessibility)
        self.history.setAccessibleName(QCoreApplication.translate("DinerFile", u"Historique", None))
#endif // QT_CONFIG(accessibility)
        pass
    # retranslateUi

