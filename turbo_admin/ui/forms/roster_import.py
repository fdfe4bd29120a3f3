# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'roster_import.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QAbstractItemView, QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QListWidget, QPushButton, QSizePolicy, QSpacerItem, QSplitter, QStackedWidget, QTableView, QVBoxLayout, QWidget)

class Ui_RosterImport(object):
    def setupUi(self, RosterImport):
        if not RosterImport.objectName():
            RosterImport.setObjectName(u"RosterImport")
        self.layout12 = QVBoxLayout(RosterImport)
        self.layout12.setSpacing(10)
        self.layout12.setObjectName(u"layout12")
        self.layout12.setContentsMargins(0, 0, 0, 0)
        self.choice = QFrame(RosterImport)
        self.choice.setObjectName(u"choice")
        self.choice.setProperty(u"part", u"card")
        self.layout1 = QHBoxLayout(self.choice)
        self.layout1.setSpacing(10)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(16, 12, 16, 12)
        self.file_label = QLabel(self.choice)
        self.file_label.setObjectName(u"file_label")

        self.layout1.addWidget(self.file_label)

        self.file = QLineEdit(self.choice)
        self.file.setObjectName(u"file")

        self.layout1.addWidget(self.file)

        self.browse = QPushButton(self.choice)
        self.browse.setObjectName(u"browse")

        self.layout1.addWidget(self.browse)

        self.school_label = QLabel(self.choice)
        self.school_label.setObjectName(u"school_label")

        self.layout1.addWidget(self.school_label)

        self.school = QComboBox(self.choice)
        self.school.setObjectName(u"school")
        self.school.setMinimumSize(QSize(240, 0))

        self.layout1.addWidget(self.school)

        self.read = QPushButton(self.choice)
        self.read.setObjectName(u"read")

        self.layout1.addWidget(self.read)

        self.layout1.setStretch(1, 1)

        self.layout12.addWidget(self.choice)

        self.views = QStackedWidget(RosterImport)
        self.views.setObjectName(u"views")
        self.empty_view = QFrame()
        self.empty_view.setObjectName(u"empty_view")
        self.empty_view.setProperty(u"part", u"card")
        self.layout5 = QVBoxLayout(self.empty_view)
        self.layout5.setSpacing(8)
        self.layout5.setObjectName(u"layout5")
        self.layout5.setContentsMargins(60, 20, 60, 20)
        self.spacer2 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout5.addItem(self.spacer2)

        self.label3 = QLabel(self.empty_view)
        self.label3.setObjectName(u"label3")
        self.label3.setProperty(u"part", u"heading")
        self.label3.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout5.addWidget(self.label3)

        self.empty_text = QLabel(self.empty_view)
        self.empty_text.setObjectName(u"empty_text")
        self.empty_text.setProperty(u"part", u"muted")
        self.empty_text.setWordWrap(True)
        self.empty_text.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout5.addWidget(self.empty_text)

        self.spacer4 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout5.addItem(self.spacer4)

        self.views.addWidget(self.empty_view)
        self.plan_view = QWidget()
        self.plan_view.setObjectName(u"plan_view")
        self.layout9 = QVBoxLayout(self.plan_view)
        self.layout9.setSpacing(10)
        self.layout9.setObjectName(u"layout9")
        self.layout9.setContentsMargins(0, 0, 0, 0)
        self.layout7 = QHBoxLayout()
        self.layout7.setSpacing(10)
        self.layout7.setObjectName(u"layout7")
        self.layout7.setContentsMargins(0, 0, 0, 0)
        self.summary = QLabel(self.plan_view)
        self.summary.setObjectName(u"summary")
        self.summary.setProperty(u"part", u"heading")

        self.layout7.addWidget(self.summary)

        self.spacer6 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout7.addItem(self.spacer6)

        self.filter_label = QLabel(self.plan_view)
        self.filter_label.setObjectName(u"filter_label")

        self.layout7.addWidget(self.filter_label)

        self.filter = QComboBox(self.plan_view)
        self.filter.setObjectName(u"filter")
        self.filter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.layout7.addWidget(self.filter)


        self.layout9.addLayout(self.layout7)

        self.splitter = QSplitter(self.plan_view)
        self.splitter.setObjectName(u"splitter")
        self.splitter.setOrientation(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(10)
        self.rows = QTableView(self.splitter)
        self.rows.setObjectName(u"rows")
        self.rows.setAlternatingRowColors(True)
        self.rows.setShowGrid(False)
        self.rows.setSortingEnabled(False)
        self.rows.setWordWrap(False)
        self.rows.setTabKeyNavigation(False)
        self.rows.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.rows.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.rows.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.rows.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.splitter.addWidget(self.rows)
        self.rows.horizontalHeader().setHighlightSections(False)
        self.rows.verticalHeader().setVisible(False)
        self.problem_side = QFrame(self.splitter)
        self.problem_side.setObjectName(u"problem_side")
        self.layout8 = QVBoxLayout(self.problem_side)
        self.layout8.setSpacing(6)
        self.layout8.setObjectName(u"layout8")
        self.layout8.setContentsMargins(0, 0, 0, 0)
        self.problem_title = QLabel(self.problem_side)
        self.problem_title.setObjectName(u"problem_title")
        self.problem_title.setProperty(u"part", u"heading")

        self.layout8.addWidget(self.problem_title)

        self.problems = QListWidget(self.problem_side)
        self.problems.setObjectName(u"problems")
        self.problems.setAlternatingRowColors(True)
        self.problems.setWordWrap(True)

        self.layout8.addWidget(self.problems)

        self.splitter.addWidget(self.problem_side)

        self.layout9.addWidget(self.splitter)

        self.layout9.setStretch(1, 1)
        self.views.addWidget(self.plan_view)

        self.layout12.addWidget(self.views)

        self.layout11 = QHBoxLayout()
        self.layout11.setSpacing(10)
        self.layout11.setObjectName(u"layout11")
        self.layout11.setContentsMargins(0, 0, 0, 0)
        self.apply = QPushButton(RosterImport)
        self.apply.setObjectName(u"apply")
        self.apply.setProperty(u"part", u"primary")

        self.layout11.addWidget(self.apply)

        self.other = QPushButton(RosterImport)
        self.other.setObjectName(u"other")

        self.layout11.addWidget(self.other)

        self.spacer10 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout11.addItem(self.spacer10)

        self.hint = QLabel(RosterImport)
        self.hint.setObjectName(u"hint")
        self.hint.setProperty(u"part", u"muted")

        self.layout11.addWidget(self.hint)


        self.layout12.addLayout(self.layout11)

        self.layout12.setStretch(1, 1)
#if QT_CONFIG(shortcut)
        self.file_label.setBuddy(self.file)
        self.school_label.setBuddy(self.school)
        self.filter_label.setBuddy(self.filter)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(RosterImport)

        QMetaObject.connectSlotsByName(RosterImport)
    # setupUi

    def retranslateUi(self, RosterImport):
        self.file_label.setText(QCoreApplication.translate("RosterImport", u"Fichier", None))
        self.file.setPlaceholderText(QCoreApplication.translate("RosterImport", u"Classeur Excel (.xlsx) ou fichier CSV", None))
        self.browse.setText(QCoreApplication.translate("RosterImport", u"Parcourir\u2026", None))
        self.school_label.setText(QCoreApplication.translate("RosterImport", u"\u00c9tablissement", None))
        self.read.setText(QCoreApplication.translate("RosterImport", u"Lire le fichier", None))
        self.label3.setText(QCoreApplication.translate("RosterImport", u"Rien n\u2019est modifi\u00e9 avant que vous ayez vu ce qui va l\u2019\u00eatre", None))
        self.empty_text.setText(QCoreApplication.translate("RosterImport", u"Choisissez le fichier des h\u00f4tes\u00a0: une ligne par personne, avec le num\u00e9ro de carte, le nom, le pr\u00e9nom, la classe, et les e-mails des responsables. Les colonnes sont reconnues \u00e0 leur titre.", None))
        self.summary.setText("")
        self.filter_label.setText(QCoreApplication.translate("RosterImport", u"Afficher", None))
#if QT_CONFIG(accessibility)
        self.rows.setAccessibleName(QCoreApplication.translate("RosterImport", u"Ce qui va \u00eatre fait", None))
#endif // QT_CONFIG(accessibility)
        self.problem_title.setText("")
#if QT_CONFIG(accessibility)
        self.problems.setAccessibleName(QCoreApplication.translate("RosterImport", u"Lignes \u00e0 corriger dans le fichier", None))
#endif // QT_CONFIG(accessibility)
        self.apply.setText(QCoreApplication.translate("RosterImport", u"Appliquer", None))
        self.other.setText(QCoreApplication.translate("RosterImport", u"Choisir un autre fichier", None))
        self.hint.setText("")
        pass
    # retranslateUi

