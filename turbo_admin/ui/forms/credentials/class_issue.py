# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'class_issue.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QAbstractItemView, QCheckBox, QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem, QStackedWidget, QTableView, QVBoxLayout, QWidget)

class Ui_ClassIssue(object):
    def setupUi(self, ClassIssue):
        if not ClassIssue.objectName():
            ClassIssue.setObjectName(u"ClassIssue")
        self.layout17 = QVBoxLayout(ClassIssue)
        self.layout17.setSpacing(10)
        self.layout17.setObjectName(u"layout17")
        self.layout17.setContentsMargins(0, 0, 0, 0)
        self.layout4 = QHBoxLayout()
        self.layout4.setSpacing(10)
        self.layout4.setObjectName(u"layout4")
        self.layout4.setContentsMargins(0, 0, 0, 0)
        self.school_label = QLabel(ClassIssue)
        self.school_label.setObjectName(u"school_label")
        self.school_label.setProperty(u"part", u"field")

        self.layout4.addWidget(self.school_label)

        self.school = QComboBox(ClassIssue)
        self.school.setObjectName(u"school")
        self.school.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.layout4.addWidget(self.school)

        self.spacer3 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout4.addItem(self.spacer3)


        self.layout17.addLayout(self.layout4)

        self.intro = QLabel(ClassIssue)
        self.intro.setObjectName(u"intro")
        self.intro.setProperty(u"part", u"muted")
        self.intro.setWordWrap(True)

        self.layout17.addWidget(self.intro)

        self.views = QStackedWidget(ClassIssue)
        self.views.setObjectName(u"views")
        self.list_view = QWidget()
        self.list_view.setObjectName(u"list_view")
        self.layout8 = QHBoxLayout(self.list_view)
        self.layout8.setSpacing(14)
        self.layout8.setObjectName(u"layout8")
        self.layout8.setContentsMargins(0, 0, 0, 0)
        self.layout7 = QVBoxLayout()
        self.layout7.setSpacing(8)
        self.layout7.setObjectName(u"layout7")
        self.layout7.setContentsMargins(0, 0, 0, 0)
        self.table = QTableView(self.list_view)
        self.table.setObjectName(u"table")
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setSortingEnabled(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.verticalHeader().setVisible(False)

        self.layout7.addWidget(self.table)

        self.layout6 = QHBoxLayout()
        self.layout6.setSpacing(10)
        self.layout6.setObjectName(u"layout6")
        self.layout6.setContentsMargins(0, 0, 0, 0)
        self.tick_all = QCheckBox(self.list_view)
        self.tick_all.setObjectName(u"tick_all")

        self.layout6.addWidget(self.tick_all)

        self.spacer5 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout6.addItem(self.spacer5)

        self.count = QLabel(self.list_view)
        self.count.setObjectName(u"count")
        self.count.setProperty(u"part", u"muted")

        self.layout6.addWidget(self.count)


        self.layout7.addLayout(self.layout6)

        self.layout7.setStretch(0, 1)

        self.layout8.addLayout(self.layout7)

        self.plan_card = QFrame(self.list_view)
        self.plan_card.setObjectName(u"plan_card")
        self.plan_card.setProperty(u"part", u"card")
        self.plan_card.setMinimumSize(QSize(400, 0))
        self.layout2 = QVBoxLayout(self.plan_card)
        self.layout2.setSpacing(10)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(18, 16, 18, 16)
        self.plan_title = QLabel(self.plan_card)
        self.plan_title.setObjectName(u"plan_title")
        self.plan_title.setProperty(u"part", u"heading")
        self.plan_title.setWordWrap(True)

        self.layout2.addWidget(self.plan_title)

        self.plan_text = QLabel(self.plan_card)
        self.plan_text.setObjectName(u"plan_text")
        self.plan_text.setWordWrap(True)

        self.layout2.addWidget(self.plan_text)

        self.plan_note = QLabel(self.plan_card)
        self.plan_note.setObjectName(u"plan_note")
        self.plan_note.setProperty(u"part", u"muted")
        self.plan_note.setWordWrap(True)

        self.layout2.addWidget(self.plan_note)

        self.spacer1 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout2.addItem(self.spacer1)


        self.layout8.addWidget(self.plan_card)

        self.layout8.setStretch(0, 1)
        self.layout8.setStretch(1, 1)
        self.views.addWidget(self.list_view)
        self.empty_view = QFrame()
        self.empty_view.setObjectName(u"empty_view")
        self.empty_view.setProperty(u"part", u"card")
        self.layout14 = QVBoxLayout(self.empty_view)
        self.layout14.setSpacing(8)
        self.layout14.setObjectName(u"layout14")
        self.layout14.setContentsMargins(0, 0, 0, 0)
        self.spacer12 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout14.addItem(self.spacer12)

        self.empty_title = QLabel(self.empty_view)
        self.empty_title.setObjectName(u"empty_title")
        self.empty_title.setProperty(u"part", u"heading")
        self.empty_title.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout14.addWidget(self.empty_title)

        self.empty_text = QLabel(self.empty_view)
        self.empty_text.setObjectName(u"empty_text")
        self.empty_text.setProperty(u"part", u"muted")
        self.empty_text.setWordWrap(True)
        self.empty_text.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout14.addWidget(self.empty_text)

        self.layout11 = QHBoxLayout()
        self.layout11.setSpacing(10)
        self.layout11.setObjectName(u"layout11")
        self.layout11.setContentsMargins(0, 0, 0, 0)
        self.spacer9 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout11.addItem(self.spacer9)

        self.empty_button = QPushButton(self.empty_view)
        self.empty_button.setObjectName(u"empty_button")

        self.layout11.addWidget(self.empty_button)

        self.spacer10 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout11.addItem(self.spacer10)


        self.layout14.addLayout(self.layout11)

        self.spacer13 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout14.addItem(self.spacer13)

        self.views.addWidget(self.empty_view)

        self.layout17.addWidget(self.views)

        self.layout16 = QHBoxLayout()
        self.layout16.setSpacing(10)
        self.layout16.setObjectName(u"layout16")
        self.layout16.setContentsMargins(0, 0, 0, 0)
        self.issue_button = QPushButton(ClassIssue)
        self.issue_button.setObjectName(u"issue_button")
        self.issue_button.setProperty(u"part", u"primary")

        self.layout16.addWidget(self.issue_button)

        self.spacer15 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout16.addItem(self.spacer15)

        self.back_button = QPushButton(ClassIssue)
        self.back_button.setObjectName(u"back_button")

        self.layout16.addWidget(self.back_button)


        self.layout17.addLayout(self.layout16)

        self.layout17.setStretch(2, 1)
#if QT_CONFIG(shortcut)
        self.school_label.setBuddy(self.school)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(ClassIssue)

        QMetaObject.connectSlotsByName(ClassIssue)
    # setupUi

    def retranslateUi(self, ClassIssue):
        self.school_label.setText(QCoreApplication.translate("ClassIssue", u"\u00c9tablissement", None))
#if QT_CONFIG(accessibility)
        self.school.setAccessibleName(QCoreApplication.translate("ClassIssue", u"\u00c9tablissement", None))
#endif // QT_CONFIG(accessibility)
        self.intro.setText(QCoreApplication.translate("ClassIssue", u"Choisissez les classes\u00a0: chaque h\u00f4te pr\u00e9sent qui n\u2019a pas de compte re\u00e7oit des identifiants, sans attendre la demande de sa famille.", None))
#if QT_CONFIG(accessibility)
        self.table.setAccessibleName(QCoreApplication.translate("ClassIssue", u"Classes", None))
#endif // QT_CONFIG(accessibility)
        self.tick_all.setText(QCoreApplication.translate("ClassIssue", u"Tout cocher", None))
        self.count.setText("")
        self.plan_title.setText("")
        self.plan_text.setText("")
        self.plan_note.setText("")
        self.empty_title.setText("")
        self.empty_text.setText("")
        self.empty_button.setText("")
        self.issue_button.setText(QCoreApplication.translate("ClassIssue", u"G\u00e9n\u00e9rer les identifiants", None))
        self.back_button.setText(QCoreApplication.translate("ClassIssue", u"Comptes de l\u2019espace num\u00e9rique", None))
        pass
    # retranslateUi

