# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'sync_journal.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, Qt)
from PySide6.QtWidgets import (QAbstractItemView, QCheckBox, QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem, QSplitter, QStackedWidget, QTableView, QVBoxLayout, QWidget)

class Ui_SyncJournal(object):
    def setupUi(self, SyncJournal):
        if not SyncJournal.objectName():
            SyncJournal.setObjectName(u"SyncJournal")
        self.layout1 = QVBoxLayout(SyncJournal)
        self.layout1.setSpacing(10)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(0, 0, 0, 0)
        self.layout2 = QHBoxLayout()
        self.layout2.setSpacing(10)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.school_label = QLabel(SyncJournal)
        self.school_label.setObjectName(u"school_label")
        self.school_label.setProperty(u"part", u"field")

        self.layout2.addWidget(self.school_label)

        self.school = QComboBox(SyncJournal)
        self.school.setObjectName(u"school")
        self.school.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.layout2.addWidget(self.school)

        self.troubled = QCheckBox(SyncJournal)
        self.troubled.setObjectName(u"troubled")

        self.layout2.addWidget(self.troubled)

        self.spacer3 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout2.addItem(self.spacer3)

        self.count = QLabel(SyncJournal)
        self.count.setObjectName(u"count")
        self.count.setProperty(u"part", u"muted")

        self.layout2.addWidget(self.count)


        self.layout1.addLayout(self.layout2)

        self.splitter = QSplitter(SyncJournal)
        self.splitter.setObjectName(u"splitter")
        self.splitter.setOrientation(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(8)
        self.views = QStackedWidget(self.splitter)
        self.views.setObjectName(u"views")
        self.list_view = QWidget()
        self.list_view.setObjectName(u"list_view")
        self.layout4 = QVBoxLayout(self.list_view)
        self.layout4.setSpacing(8)
        self.layout4.setObjectName(u"layout4")
        self.layout4.setContentsMargins(0, 0, 0, 0)
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

        self.layout4.addWidget(self.table)

        self.detail = QLabel(self.list_view)
        self.detail.setObjectName(u"detail")
        self.detail.setWordWrap(True)

        self.layout4.addWidget(self.detail)

        self.layout4.setStretch(0, 1)
        self.views.addWidget(self.list_view)
        self.empty_view = QFrame()
        self.empty_view.setObjectName(u"empty_view")
        self.empty_view.setProperty(u"part", u"card")
        self.layout5 = QVBoxLayout(self.empty_view)
        self.layout5.setSpacing(8)
        self.layout5.setObjectName(u"layout5")
        self.layout5.setContentsMargins(0, 0, 0, 0)
        self.spacer6 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout5.addItem(self.spacer6)

        self.empty_title = QLabel(self.empty_view)
        self.empty_title.setObjectName(u"empty_title")
        self.empty_title.setProperty(u"part", u"heading")
        self.empty_title.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout5.addWidget(self.empty_title)

        self.empty_text = QLabel(self.empty_view)
        self.empty_text.setObjectName(u"empty_text")
        self.empty_text.setProperty(u"part", u"muted")
        self.empty_text.setWordWrap(True)
        self.empty_text.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout5.addWidget(self.empty_text)

        self.spacer7 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout5.addItem(self.spacer7)

        self.views.addWidget(self.empty_view)
        self.splitter.addWidget(self.views)
        self.refused_side = QFrame(self.splitter)
        self.refused_side.setObjectName(u"refused_side")
        self.layout8 = QVBoxLayout(self.refused_side)
        self.layout8.setSpacing(8)
        self.layout8.setObjectName(u"layout8")
        self.layout8.setContentsMargins(0, 0, 0, 0)
        self.refused_title = QLabel(self.refused_side)
        self.refused_title.setObjectName(u"refused_title")
        self.refused_title.setProperty(u"part", u"heading")

        self.layout8.addWidget(self.refused_title)

        self.refused = QTableView(self.refused_side)
        self.refused.setObjectName(u"refused")
        self.refused.setAlternatingRowColors(True)
        self.refused.setShowGrid(False)
        self.refused.setSortingEnabled(False)
        self.refused.setWordWrap(False)
        self.refused.setTabKeyNavigation(False)
        self.refused.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.refused.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.refused.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.refused.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.refused.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.refused.horizontalHeader().setHighlightSections(False)
        self.refused.verticalHeader().setVisible(False)

        self.layout8.addWidget(self.refused)

        self.todo = QLabel(self.refused_side)
        self.todo.setObjectName(u"todo")
        self.todo.setWordWrap(True)

        self.layout8.addWidget(self.todo)

        self.layout9 = QHBoxLayout()
        self.layout9.setSpacing(10)
        self.layout9.setObjectName(u"layout9")
        self.layout9.setContentsMargins(0, 0, 0, 0)
        self.retry = QPushButton(self.refused_side)
        self.retry.setObjectName(u"retry")
        self.retry.setProperty(u"part", u"primary")

        self.layout9.addWidget(self.retry)

        self.give_up = QPushButton(self.refused_side)
        self.give_up.setObjectName(u"give_up")

        self.layout9.addWidget(self.give_up)

        self.spacer10 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout9.addItem(self.spacer10)


        self.layout8.addLayout(self.layout9)

        self.layout8.setStretch(1, 1)
        self.splitter.addWidget(self.refused_side)

        self.layout1.addWidget(self.splitter)

        self.layout11 = QHBoxLayout()
        self.layout11.setSpacing(10)
        self.layout11.setObjectName(u"layout11")
        self.layout11.setContentsMargins(0, 0, 0, 0)
        self.agree = QPushButton(SyncJournal)
        self.agree.setObjectName(u"agree")

        self.layout11.addWidget(self.agree)

        self.spacer12 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout11.addItem(self.spacer12)

        self.export_button = QPushButton(SyncJournal)
        self.export_button.setObjectName(u"export_button")

        self.layout11.addWidget(self.export_button)


        self.layout1.addLayout(self.layout11)

        self.layout1.setStretch(1, 1)
#if QT_CONFIG(shortcut)
        self.school_label.setBuddy(self.school)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(SyncJournal)

        QMetaObject.connectSlotsByName(SyncJournal)
    # setupUi

    def retranslateUi(self, SyncJournal):
        self.school_label.setText(QCoreApplication.translate("SyncJournal", u"\u00c9tablissement", None))
#if QT_CONFIG(accessibility)
        self.school.setAccessibleName(QCoreApplication.translate("SyncJournal", u"\u00c9tablissement", None))
#endif // QT_CONFIG(accessibility)
        self.troubled.setText(QCoreApplication.translate("SyncJournal", u"Seulement les erreurs", None))
        self.count.setText("")
#if QT_CONFIG(accessibility)
        self.table.setAccessibleName(QCoreApplication.translate("SyncJournal", u"Synchronisations", None))
#endif // QT_CONFIG(accessibility)
        self.detail.setText("")
        self.empty_title.setText("")
        self.empty_text.setText("")
        self.refused_title.setText("")
#if QT_CONFIG(accessibility)
        self.refused.setAccessibleName(QCoreApplication.translate("SyncJournal", u"Refus\u00e9s par le portail", None))
#endif // QT_CONFIG(accessibility)
        self.todo.setText("")
        self.retry.setText(QCoreApplication.translate("SyncJournal", u"R\u00e9essayer", None))
#if QT_CONFIG(tooltip)
        self.retry.setToolTip(QCoreApplication.translate("SyncJournal", u"Repart \u00e0 la prochaine synchronisation", None))
#endif // QT_CONFIG(tooltip)
        self.give_up.setText(QCoreApplication.translate("SyncJournal", u"Abandonner\u2026", None))
        self.agree.setText(QCoreApplication.translate("SyncJournal", u"Mettre d\u2019accord\u2026", None))
#if QT_CONFIG(tooltip)
        self.agree.setToolTip(QCoreApplication.translate("SyncJournal", u"Compare ce que tiennent le bureau et le portail, et propose comment les mettre d\u2019accord", None))
#endif // QT_CONFIG(tooltip)
        self.export_button.setText(QCoreApplication.translate("SyncJournal", u"Exporter\u2026", None))
#if QT_CONFIG(tooltip)
        self.export_button.setToolTip(QCoreApplication.translate("SyncJournal", u"Le journal affich\u00e9, dans un classeur Excel (Ctrl+Maj+E)", None))
#endif // QT_CONFIG(tooltip)
        pass
    # retranslateUi

