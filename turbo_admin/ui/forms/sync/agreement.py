# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'agreement.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QAbstractItemView, QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem, QStackedWidget, QTableView, QVBoxLayout, QWidget)

class Ui_Agreement(object):
    def setupUi(self, Agreement):
        if not Agreement.objectName():
            Agreement.setObjectName(u"Agreement")
        self.layout1 = QVBoxLayout(Agreement)
        self.layout1.setSpacing(12)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(0, 0, 0, 0)
        self.state_layout = QHBoxLayout()
        self.state_layout.setSpacing(10)
        self.state_layout.setObjectName(u"state_layout")
        self.state_layout.setContentsMargins(0, 0, 0, 0)
        self.state_icon = QLabel(Agreement)
        self.state_icon.setObjectName(u"state_icon")
        self.state_icon.setMinimumSize(QSize(22, 22))

        self.state_layout.addWidget(self.state_icon)

        self.state = QLabel(Agreement)
        self.state.setObjectName(u"state")
        self.state.setProperty(u"part", u"heading")

        self.state_layout.addWidget(self.state)

        self.state_detail = QLabel(Agreement)
        self.state_detail.setObjectName(u"state_detail")
        self.state_detail.setProperty(u"part", u"muted")
        self.state_detail.setWordWrap(True)
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        sizePolicy.setHorizontalStretch(1)
        sizePolicy.setVerticalStretch(0)
        sizePolicy.setHeightForWidth(self.state_detail.sizePolicy().hasHeightForWidth())
        self.state_detail.setSizePolicy(sizePolicy)

        self.state_layout.addWidget(self.state_detail)

        self.school_label = QLabel(Agreement)
        self.school_label.setObjectName(u"school_label")
        self.school_label.setProperty(u"part", u"field")

        self.state_layout.addWidget(self.school_label)

        self.school = QComboBox(Agreement)
        self.school.setObjectName(u"school")
        self.school.setMinimumSize(QSize(220, 0))

        self.state_layout.addWidget(self.school)

        self.state_layout.setStretch(2, 1)

        self.layout1.addLayout(self.state_layout)

        self.tiles = QHBoxLayout()
        self.tiles.setSpacing(12)
        self.tiles.setObjectName(u"tiles")
        self.tiles.setContentsMargins(0, 0, 0, 0)
        self.settings_tile = QFrame(Agreement)
        self.settings_tile.setObjectName(u"settings_tile")
        self.settings_tile.setProperty(u"part", u"card")

        self.tiles.addWidget(self.settings_tile)

        self.diner_tile = QFrame(Agreement)
        self.diner_tile.setObjectName(u"diner_tile")
        self.diner_tile.setProperty(u"part", u"card")

        self.tiles.addWidget(self.diner_tile)

        self.account_tile = QFrame(Agreement)
        self.account_tile.setObjectName(u"account_tile")
        self.account_tile.setProperty(u"part", u"card")

        self.tiles.addWidget(self.account_tile)

        self.request_tile = QFrame(Agreement)
        self.request_tile.setObjectName(u"request_tile")
        self.request_tile.setProperty(u"part", u"card")

        self.tiles.addWidget(self.request_tile)

        self.tiles.setStretch(0, 1)
        self.tiles.setStretch(1, 1)
        self.tiles.setStretch(2, 1)
        self.tiles.setStretch(3, 1)

        self.layout1.addLayout(self.tiles)

        self.views = QStackedWidget(Agreement)
        self.views.setObjectName(u"views")
        self.list_view = QWidget()
        self.list_view.setObjectName(u"list_view")
        self.list_layout = QVBoxLayout(self.list_view)
        self.list_layout.setSpacing(8)
        self.list_layout.setObjectName(u"list_layout")
        self.list_layout.setContentsMargins(0, 0, 0, 0)
        self.table = QTableView(self.list_view)
        self.table.setObjectName(u"table")
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setSortingEnabled(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.verticalHeader().setVisible(False)

        self.list_layout.addWidget(self.table)

        self.choice = QFrame(self.list_view)
        self.choice.setObjectName(u"choice")
        self.choice.setProperty(u"part", u"card")
        self.choice_layout = QVBoxLayout(self.choice)
        self.choice_layout.setSpacing(6)
        self.choice_layout.setObjectName(u"choice_layout")
        self.choice_layout.setContentsMargins(14, 10, 14, 10)
        self.choice_title = QLabel(self.choice)
        self.choice_title.setObjectName(u"choice_title")
        self.choice_title.setProperty(u"part", u"heading")
        self.choice_title.setWordWrap(True)

        self.choice_layout.addWidget(self.choice_title)

        self.choice_box = QVBoxLayout()
        self.choice_box.setSpacing(6)
        self.choice_box.setObjectName(u"choice_box")
        self.choice_box.setContentsMargins(0, 0, 0, 0)

        self.choice_layout.addLayout(self.choice_box)


        self.list_layout.addWidget(self.choice)

        self.list_layout.setStretch(0, 1)
        self.views.addWidget(self.list_view)
        self.empty_view = QFrame()
        self.empty_view.setObjectName(u"empty_view")
        self.empty_view.setProperty(u"part", u"card")
        self.empty_layout = QVBoxLayout(self.empty_view)
        self.empty_layout.setSpacing(8)
        self.empty_layout.setObjectName(u"empty_layout")
        self.empty_layout.setContentsMargins(0, 0, 0, 0)
        self.spacer1 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.empty_layout.addItem(self.spacer1)

        self.empty_title = QLabel(self.empty_view)
        self.empty_title.setObjectName(u"empty_title")
        self.empty_title.setProperty(u"part", u"heading")
        self.empty_title.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.empty_layout.addWidget(self.empty_title)

        self.empty_text = QLabel(self.empty_view)
        self.empty_text.setObjectName(u"empty_text")
        self.empty_text.setProperty(u"part", u"muted")
        self.empty_text.setWordWrap(True)
        self.empty_text.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.empty_layout.addWidget(self.empty_text)

        self.spacer2 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.empty_layout.addItem(self.spacer2)

        self.views.addWidget(self.empty_view)

        self.layout1.addWidget(self.views)

        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setContentsMargins(0, 0, 0, 0)
        self.apply = QPushButton(Agreement)
        self.apply.setObjectName(u"apply")
        self.apply.setProperty(u"part", u"primary")

        self.buttons.addWidget(self.apply)

        self.verify = QPushButton(Agreement)
        self.verify.setObjectName(u"verify")

        self.buttons.addWidget(self.verify)

        self.reconcile = QPushButton(Agreement)
        self.reconcile.setObjectName(u"reconcile")

        self.buttons.addWidget(self.reconcile)

        self.export_button = QPushButton(Agreement)
        self.export_button.setObjectName(u"export_button")

        self.buttons.addWidget(self.export_button)

        self.cancel = QPushButton(Agreement)
        self.cancel.setObjectName(u"cancel")

        self.buttons.addWidget(self.cancel)

        self.spacer3 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.buttons.addItem(self.spacer3)

        self.count = QLabel(Agreement)
        self.count.setObjectName(u"count")
        self.count.setProperty(u"part", u"muted")

        self.buttons.addWidget(self.count)


        self.layout1.addLayout(self.buttons)

        self.layout1.setStretch(2, 1)

        self.retranslateUi(Agreement)

        QMetaObject.connectSlotsByName(Agreement)
    # setupUi

    def retranslateUi(self, Agreement):
        self.state_icon.setText("")
        self.state.setText("")
        self.state_detail.setText("")
        self.school_label.setText(QCoreApplication.translate("Agreement", u"\u00c9tablissement", None))
#if QT_CONFIG(accessibility)
        self.school.setAccessibleName(QCoreApplication.translate("Agreement", u"\u00c9tablissement", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.table.setAccessibleName(QCoreApplication.translate("Agreement", u"Ce qui diff\u00e8re entre le bureau et le portail", None))
#endif // QT_CONFIG(accessibility)
        self.choice_title.setText("")
        self.empty_title.setText("")
        self.empty_text.setText("")
        self.apply.setText(QCoreApplication.translate("Agreement", u"Appliquer", None))
        self.verify.setText(QCoreApplication.translate("Agreement", u"V\u00e9rifier l\u2019accord", None))
#if QT_CONFIG(tooltip)
        self.verify.setToolTip(QCoreApplication.translate("Agreement", u"Compare chaque fiche des deux c\u00f4t\u00e9s\u00a0; rien n\u2019est \u00e9crit", None))
#endif // QT_CONFIG(tooltip)
        self.reconcile.setText(QCoreApplication.translate("Agreement", u"Mettre d\u2019accord\u2026", None))
#if QT_CONFIG(tooltip)
        self.reconcile.setToolTip(QCoreApplication.translate("Agreement", u"Lit ce que tient le portail et montre ce qui mettrait les deux c\u00f4t\u00e9s d\u2019accord\u00a0; rien n\u2019est \u00e9crit avant \u00ab\u00a0Appliquer\u00a0\u00bb", None))
#endif // QT_CONFIG(tooltip)
        self.export_button.setText(QCoreApplication.translate("Agreement", u"Exporter\u2026", None))
#if QT_CONFIG(tooltip)
        self.export_button.setToolTip(QCoreApplication.translate("Agreement", u"La liste affich\u00e9e, dans un classeur Excel (Ctrl+Maj+E)", None))
#endif // QT_CONFIG(tooltip)
        self.cancel.setText(QCoreApplication.translate("Agreement", u"Annuler", None))
#if QT_CONFIG(tooltip)
        self.cancel.setToolTip(QCoreApplication.translate("Agreement", u"Laisse tout comme il est", None))
#endif // QT_CONFIG(tooltip)
        self.count.setText("")
        pass
    # retranslateUi

