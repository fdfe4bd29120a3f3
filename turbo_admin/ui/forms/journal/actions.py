# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'actions.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QAbstractItemView, QComboBox, QDateEdit, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QSpacerItem, QStackedWidget, QTableView, QVBoxLayout, QWidget)

class Ui_Actions(object):
    def setupUi(self, Actions):
        if not Actions.objectName():
            Actions.setObjectName(u"Actions")
        self.layout6 = QVBoxLayout(Actions)
        self.layout6.setSpacing(10)
        self.layout6.setObjectName(u"layout6")
        self.layout6.setContentsMargins(0, 0, 0, 0)
        self.layout4 = QHBoxLayout()
        self.layout4.setSpacing(10)
        self.layout4.setObjectName(u"layout4")
        self.layout4.setContentsMargins(0, 0, 0, 0)
        self.search = QLineEdit(Actions)
        self.search.setObjectName(u"search")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumSize(QSize(260, 0))

        self.layout4.addWidget(self.search)

        self.period_label = QLabel(Actions)
        self.period_label.setObjectName(u"period_label")
        self.period_label.setProperty(u"part", u"field")

        self.layout4.addWidget(self.period_label)

        self.period = QComboBox(Actions)
        self.period.setObjectName(u"period")
        self.period.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.layout4.addWidget(self.period)

        self.first = QDateEdit(Actions)
        self.first.setObjectName(u"first")
        self.first.setCalendarPopup(True)
        self.first.setMinimumSize(QSize(112, 0))

        self.layout4.addWidget(self.first)

        self.last = QDateEdit(Actions)
        self.last.setObjectName(u"last")
        self.last.setCalendarPopup(True)
        self.last.setMinimumSize(QSize(112, 0))

        self.layout4.addWidget(self.last)

        self.who_label = QLabel(Actions)
        self.who_label.setObjectName(u"who_label")
        self.who_label.setProperty(u"part", u"field")

        self.layout4.addWidget(self.who_label)

        self.who = QComboBox(Actions)
        self.who.setObjectName(u"who")
        self.who.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.layout4.addWidget(self.who)

        self.group = QComboBox(Actions)
        self.group.setObjectName(u"group")
        self.group.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.layout4.addWidget(self.group)

        self.spacer1 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout4.addItem(self.spacer1)


        self.layout6.addLayout(self.layout4)

        self.views = QStackedWidget(Actions)
        self.views.setObjectName(u"views")
        self.list_view = QWidget()
        self.list_view.setObjectName(u"list_view")
        self.layout3 = QVBoxLayout(self.list_view)
        self.layout3.setSpacing(8)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(0, 0, 0, 0)
        self.table = QTableView(self.list_view)
        self.table.setObjectName(u"table")
        self.table.setAlternatingRowColors(True)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)

        self.layout3.addWidget(self.table)

        self.detail = QLabel(self.list_view)
        self.detail.setObjectName(u"detail")
        self.detail.setWordWrap(True)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)
        self.detail.setMinimumSize(QSize(0, 18))

        self.layout3.addWidget(self.detail)

        self.layout3.setStretch(0, 1)
        self.views.addWidget(self.list_view)
        self.empty_view = QFrame()
        self.empty_view.setObjectName(u"empty_view")
        self.empty_view.setProperty(u"part", u"card")
        self.layout2 = QVBoxLayout(self.empty_view)
        self.layout2.setSpacing(10)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(24, 24, 24, 24)
        self.spacer4 = QSpacerItem(20, 4, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout2.addItem(self.spacer4)

        self.empty_title = QLabel(self.empty_view)
        self.empty_title.setObjectName(u"empty_title")
        self.empty_title.setProperty(u"part", u"heading")
        self.empty_title.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout2.addWidget(self.empty_title)

        self.empty_text = QLabel(self.empty_view)
        self.empty_text.setObjectName(u"empty_text")
        self.empty_text.setProperty(u"part", u"muted")
        self.empty_text.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout2.addWidget(self.empty_text)

        self.layout1 = QHBoxLayout()
        self.layout1.setSpacing(8)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(0, 0, 0, 0)
        self.spacer7 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout1.addItem(self.spacer7)

        self.empty_button = QPushButton(self.empty_view)
        self.empty_button.setObjectName(u"empty_button")

        self.layout1.addWidget(self.empty_button)

        self.spacer6 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout1.addItem(self.spacer6)


        self.layout2.addLayout(self.layout1)

        self.spacer5 = QSpacerItem(20, 4, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout2.addItem(self.spacer5)

        self.views.addWidget(self.empty_view)

        self.layout6.addWidget(self.views)

        self.layout5 = QHBoxLayout()
        self.layout5.setSpacing(10)
        self.layout5.setObjectName(u"layout5")
        self.layout5.setContentsMargins(0, 0, 0, 0)
        self.export_button = QPushButton(Actions)
        self.export_button.setObjectName(u"export_button")

        self.layout5.addWidget(self.export_button)

        self.retention_button = QPushButton(Actions)
        self.retention_button.setObjectName(u"retention_button")

        self.layout5.addWidget(self.retention_button)

        self.spacer2 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout5.addItem(self.spacer2)

        self.count = QLabel(Actions)
        self.count.setObjectName(u"count")
        self.count.setProperty(u"part", u"muted")

        self.layout5.addWidget(self.count)


        self.layout6.addLayout(self.layout5)

        self.layout6.setStretch(1, 1)
#if QT_CONFIG(shortcut)
        self.period_label.setBuddy(self.period)
        self.who_label.setBuddy(self.who)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(Actions)

        QMetaObject.connectSlotsByName(Actions)
    # setupUi

    def retranslateUi(self, Actions):
#if QT_CONFIG(accessibility)
        self.search.setAccessibleName(QCoreApplication.translate("Actions", u"Rechercher dans le journal", None))
#endif // QT_CONFIG(accessibility)
        self.search.setPlaceholderText(QCoreApplication.translate("Actions", u"Rechercher\u2026 (Ctrl+R)", None))
        self.period_label.setText(QCoreApplication.translate("Actions", u"P\u00e9riode", None))
#if QT_CONFIG(accessibility)
        self.period.setAccessibleName(QCoreApplication.translate("Actions", u"P\u00e9riode", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.first.setAccessibleName(QCoreApplication.translate("Actions", u"Du", None))
#endif // QT_CONFIG(accessibility)
        self.first.setDisplayFormat(QCoreApplication.translate("Actions", u"dd/MM/yyyy", None))
#if QT_CONFIG(accessibility)
        self.last.setAccessibleName(QCoreApplication.translate("Actions", u"Au", None))
#endif // QT_CONFIG(accessibility)
        self.last.setDisplayFormat(QCoreApplication.translate("Actions", u"dd/MM/yyyy", None))
        self.who_label.setText(QCoreApplication.translate("Actions", u"Par", None))
#if QT_CONFIG(accessibility)
        self.who.setAccessibleName(QCoreApplication.translate("Actions", u"Personne", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.group.setAccessibleName(QCoreApplication.translate("Actions", u"Domaine", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.table.setAccessibleName(QCoreApplication.translate("Actions", u"Actions", None))
#endif // QT_CONFIG(accessibility)
        self.detail.setText("")
        self.empty_title.setText("")
        self.empty_text.setText("")
        self.empty_button.setText(QCoreApplication.translate("Actions", u"Tout afficher", None))
        self.export_button.setText(QCoreApplication.translate("Actions", u"Exporter\u2026", None))
        self.retention_button.setText(QCoreApplication.translate("Actions", u"Donn\u00e9es anciennes\u2026", None))
#if QT_CONFIG(tooltip)
        self.retention_button.setToolTip(QCoreApplication.translate("Actions", u"Montrer ce qui n\u2019a plus \u00e0 \u00eatre gard\u00e9, en nombres, puis l\u2019effacer", None))
#endif // QT_CONFIG(tooltip)
        self.count.setText("")
        pass
    # retranslateUi

