# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'accounts_page.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, Qt)
from PySide6.QtWidgets import (QAbstractItemView, QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QSpacerItem, QStackedWidget, QTableView, QVBoxLayout, QWidget)

class Ui_Accounts(object):
    def setupUi(self, Accounts):
        if not Accounts.objectName():
            Accounts.setObjectName(u"Accounts")
        self.layout15 = QVBoxLayout(Accounts)
        self.layout15.setSpacing(10)
        self.layout15.setObjectName(u"layout15")
        self.layout15.setContentsMargins(0, 0, 0, 0)
        self.layout2 = QHBoxLayout()
        self.layout2.setSpacing(10)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.search = QLineEdit(Accounts)
        self.search.setObjectName(u"search")
        self.search.setClearButtonEnabled(True)

        self.layout2.addWidget(self.search)

        self.spacer1 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout2.addItem(self.spacer1)

        self.standing_label = QLabel(Accounts)
        self.standing_label.setObjectName(u"standing_label")
        self.standing_label.setProperty(u"part", u"field")

        self.layout2.addWidget(self.standing_label)

        self.standing = QComboBox(Accounts)
        self.standing.setObjectName(u"standing")
        self.standing.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.layout2.addWidget(self.standing)

        self.school = QComboBox(Accounts)
        self.school.setObjectName(u"school")
        self.school.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.layout2.addWidget(self.school)


        self.layout15.addLayout(self.layout2)

        self.views = QStackedWidget(Accounts)
        self.views.setObjectName(u"views")
        self.list_view = QWidget()
        self.list_view.setObjectName(u"list_view")
        self.layout4 = QVBoxLayout(self.list_view)
        self.layout4.setSpacing(10)
        self.layout4.setObjectName(u"layout4")
        self.layout4.setContentsMargins(0, 0, 0, 0)
        self.table = QTableView(self.list_view)
        self.table.setObjectName(u"table")
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setSortingEnabled(True)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.verticalHeader().setVisible(False)

        self.layout4.addWidget(self.table)

        self.detail_card = QFrame(self.list_view)
        self.detail_card.setObjectName(u"detail_card")
        self.detail_card.setProperty(u"part", u"card")
        self.layout3 = QHBoxLayout(self.detail_card)
        self.layout3.setSpacing(4)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(14, 10, 14, 10)
        self.detail = QLabel(self.detail_card)
        self.detail.setObjectName(u"detail")
        self.detail.setWordWrap(True)

        self.layout3.addWidget(self.detail)

        self.history = QLabel(self.detail_card)
        self.history.setObjectName(u"history")
        self.history.setProperty(u"part", u"muted")
        self.history.setWordWrap(True)

        self.layout3.addWidget(self.history)

        self.history_button = QPushButton(self.detail_card)
        self.history_button.setObjectName(u"history_button")
        self.history_button.setProperty(u"part", u"link")

        self.layout3.addWidget(self.history_button)

        self.layout3.setStretch(0, 3)
        self.layout3.setStretch(1, 4)

        self.layout4.addWidget(self.detail_card)

        self.layout4.setStretch(0, 1)
        self.views.addWidget(self.list_view)
        self.empty_view = QFrame()
        self.empty_view.setObjectName(u"empty_view")
        self.empty_view.setProperty(u"part", u"card")
        self.layout10 = QVBoxLayout(self.empty_view)
        self.layout10.setSpacing(8)
        self.layout10.setObjectName(u"layout10")
        self.layout10.setContentsMargins(0, 0, 0, 0)
        self.spacer8 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout10.addItem(self.spacer8)

        self.empty_title = QLabel(self.empty_view)
        self.empty_title.setObjectName(u"empty_title")
        self.empty_title.setProperty(u"part", u"heading")
        self.empty_title.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout10.addWidget(self.empty_title)

        self.empty_text = QLabel(self.empty_view)
        self.empty_text.setObjectName(u"empty_text")
        self.empty_text.setProperty(u"part", u"muted")
        self.empty_text.setWordWrap(True)
        self.empty_text.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout10.addWidget(self.empty_text)

        self.layout7 = QHBoxLayout()
        self.layout7.setSpacing(10)
        self.layout7.setObjectName(u"layout7")
        self.layout7.setContentsMargins(0, 0, 0, 0)
        self.spacer5 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout7.addItem(self.spacer5)

        self.empty_button = QPushButton(self.empty_view)
        self.empty_button.setObjectName(u"empty_button")

        self.layout7.addWidget(self.empty_button)

        self.spacer6 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout7.addItem(self.spacer6)


        self.layout10.addLayout(self.layout7)

        self.spacer9 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout10.addItem(self.spacer9)

        self.views.addWidget(self.empty_view)

        self.layout15.addWidget(self.views)

        self.layout12 = QHBoxLayout()
        self.layout12.setSpacing(10)
        self.layout12.setObjectName(u"layout12")
        self.layout12.setContentsMargins(0, 0, 0, 0)
        self.renew_button = QPushButton(Accounts)
        self.renew_button.setObjectName(u"renew_button")
        self.renew_button.setProperty(u"part", u"primary")

        self.layout12.addWidget(self.renew_button)

        self.detach_button = QPushButton(Accounts)
        self.detach_button.setObjectName(u"detach_button")

        self.layout12.addWidget(self.detach_button)

        self.block_button = QPushButton(Accounts)
        self.block_button.setObjectName(u"block_button")

        self.layout12.addWidget(self.block_button)

        self.unblock_button = QPushButton(Accounts)
        self.unblock_button.setObjectName(u"unblock_button")

        self.layout12.addWidget(self.unblock_button)

        self.close_button = QPushButton(Accounts)
        self.close_button.setObjectName(u"close_button")

        self.layout12.addWidget(self.close_button)

        self.reopen_button = QPushButton(Accounts)
        self.reopen_button.setObjectName(u"reopen_button")

        self.layout12.addWidget(self.reopen_button)

        self.spacer11 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout12.addItem(self.spacer11)

        self.count = QLabel(Accounts)
        self.count.setObjectName(u"count")
        self.count.setProperty(u"part", u"muted")

        self.layout12.addWidget(self.count)


        self.layout15.addLayout(self.layout12)

        self.layout14 = QHBoxLayout()
        self.layout14.setSpacing(10)
        self.layout14.setObjectName(u"layout14")
        self.layout14.setContentsMargins(0, 0, 0, 0)
        self.issue_button = QPushButton(Accounts)
        self.issue_button.setObjectName(u"issue_button")

        self.layout14.addWidget(self.issue_button)

        self.spacer13 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout14.addItem(self.spacer13)

        self.export_button = QPushButton(Accounts)
        self.export_button.setObjectName(u"export_button")

        self.layout14.addWidget(self.export_button)


        self.layout15.addLayout(self.layout14)

        self.layout15.setStretch(1, 1)
#if QT_CONFIG(shortcut)
        self.standing_label.setBuddy(self.standing)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(Accounts)

        QMetaObject.connectSlotsByName(Accounts)
    # setupUi

    def retranslateUi(self, Accounts):
        self.search.setPlaceholderText(QCoreApplication.translate("Accounts", u"Rechercher un nom, un identifiant, un e-mail\u2026", None))
#if QT_CONFIG(accessibility)
        self.search.setAccessibleName(QCoreApplication.translate("Accounts", u"Rechercher un compte", None))
#endif // QT_CONFIG(accessibility)
        self.standing_label.setText(QCoreApplication.translate("Accounts", u"\u00c9tat", None))
#if QT_CONFIG(accessibility)
        self.standing.setAccessibleName(QCoreApplication.translate("Accounts", u"\u00c9tat", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.school.setAccessibleName(QCoreApplication.translate("Accounts", u"\u00c9tablissement", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.table.setAccessibleName(QCoreApplication.translate("Accounts", u"Comptes de l\u2019espace num\u00e9rique", None))
#endif // QT_CONFIG(accessibility)
        self.detail.setText("")
        self.history.setText("")
        self.history_button.setText(QCoreApplication.translate("Accounts", u"Tout l\u2019historique", None))
#if QT_CONFIG(tooltip)
        self.history_button.setToolTip(QCoreApplication.translate("Accounts", u"Le journal des actions de ce compte", None))
#endif // QT_CONFIG(tooltip)
        self.empty_title.setText("")
        self.empty_text.setText("")
        self.empty_button.setText("")
        self.renew_button.setText(QCoreApplication.translate("Accounts", u"Nouveau mot de passe\u2026", None))
        self.detach_button.setText(QCoreApplication.translate("Accounts", u"D\u00e9tacher un h\u00f4te\u2026", None))
        self.block_button.setText(QCoreApplication.translate("Accounts", u"Bloquer\u2026", None))
        self.unblock_button.setText(QCoreApplication.translate("Accounts", u"D\u00e9bloquer\u2026", None))
        self.close_button.setText(QCoreApplication.translate("Accounts", u"Fermer\u2026", None))
        self.reopen_button.setText(QCoreApplication.translate("Accounts", u"Rouvrir\u2026", None))
        self.count.setText("")
        self.issue_button.setText(QCoreApplication.translate("Accounts", u"G\u00e9n\u00e9rer pour une classe ou tous\u2026", None))
#if QT_CONFIG(tooltip)
        self.issue_button.setToolTip(QCoreApplication.translate("Accounts", u"Des identifiants pour les h\u00f4tes sans compte, sans attendre leur demande", None))
#endif // QT_CONFIG(tooltip)
        self.export_button.setText(QCoreApplication.translate("Accounts", u"Exporter\u2026", None))
#if QT_CONFIG(tooltip)
        self.export_button.setToolTip(QCoreApplication.translate("Accounts", u"La liste affich\u00e9e, dans un classeur Excel (Ctrl+Maj+E)", None))
#endif // QT_CONFIG(tooltip)
        pass
    # retranslateUi

