# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'roster_import.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QAbstractItemView, QCheckBox, QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QListWidget, QPushButton, QSizePolicy, QSpacerItem, QSplitter, QStackedWidget, QTableView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget)

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
        self.empty_view = QWidget()
        self.empty_view.setObjectName(u"empty_view")
        self.layout5 = QVBoxLayout(self.empty_view)
        self.layout5.setSpacing(10)
        self.layout5.setObjectName(u"layout5")
        self.layout5.setContentsMargins(0, 0, 0, 0)
        self.invitation = QFrame(self.empty_view)
        self.invitation.setObjectName(u"invitation")
        self.invitation.setProperty(u"part", u"card")
        self.layout13 = QVBoxLayout(self.invitation)
        self.layout13.setSpacing(8)
        self.layout13.setObjectName(u"layout13")
        self.layout13.setContentsMargins(60, -1, 60, -1)
        self.spacer2 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout13.addItem(self.spacer2)

        self.label3 = QLabel(self.invitation)
        self.label3.setObjectName(u"label3")
        self.label3.setProperty(u"part", u"heading")
        self.label3.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout13.addWidget(self.label3)

        self.empty_text = QLabel(self.invitation)
        self.empty_text.setObjectName(u"empty_text")
        self.empty_text.setProperty(u"part", u"muted")
        self.empty_text.setWordWrap(True)
        self.empty_text.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout13.addWidget(self.empty_text)

        self.spacer4 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout13.addItem(self.spacer4)


        self.layout5.addWidget(self.invitation)

        self.past_side = QWidget(self.empty_view)
        self.past_side.setObjectName(u"past_side")
        self.layout14 = QVBoxLayout(self.past_side)
        self.layout14.setSpacing(6)
        self.layout14.setObjectName(u"layout14")
        self.layout14.setContentsMargins(0, 0, 0, 0)
        self.layout15 = QHBoxLayout()
        self.layout15.setObjectName(u"layout15")
        self.past_title = QLabel(self.past_side)
        self.past_title.setObjectName(u"past_title")
        self.past_title.setProperty(u"part", u"heading")

        self.layout15.addWidget(self.past_title)

        self.spacer16 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout15.addItem(self.spacer16)

        self.undo = QPushButton(self.past_side)
        self.undo.setObjectName(u"undo")

        self.layout15.addWidget(self.undo)


        self.layout14.addLayout(self.layout15)

        self.past = QTableView(self.past_side)
        self.past.setObjectName(u"past")
        self.past.setMinimumSize(QSize(0, 180))
        self.past.setMaximumSize(QSize(16777215, 250))
        self.past.setAlternatingRowColors(True)
        self.past.setShowGrid(False)
        self.past.setWordWrap(False)
        self.past.setTabKeyNavigation(False)
        self.past.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.past.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.past.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.past.horizontalHeader().setHighlightSections(False)
        self.past.verticalHeader().setVisible(False)

        self.layout14.addWidget(self.past)


        self.layout5.addWidget(self.past_side)

        self.layout5.setStretch(0, 1)
        self.views.addWidget(self.empty_view)
        self.columns_view = QWidget()
        self.columns_view.setObjectName(u"columns_view")
        self.layout17 = QVBoxLayout(self.columns_view)
        self.layout17.setSpacing(10)
        self.layout17.setObjectName(u"layout17")
        self.layout17.setContentsMargins(0, 0, 0, 0)
        self.columns_title = QLabel(self.columns_view)
        self.columns_title.setObjectName(u"columns_title")
        self.columns_title.setProperty(u"part", u"heading")

        self.layout17.addWidget(self.columns_title)

        self.columns_hint = QLabel(self.columns_view)
        self.columns_hint.setObjectName(u"columns_hint")
        self.columns_hint.setProperty(u"part", u"muted")
        self.columns_hint.setWordWrap(True)

        self.layout17.addWidget(self.columns_hint)

        self.layout18 = QHBoxLayout()
        self.layout18.setSpacing(10)
        self.layout18.setObjectName(u"layout18")
        self.layout18.setContentsMargins(0, 0, 0, 0)
        self.columns_sheet_label = QLabel(self.columns_view)
        self.columns_sheet_label.setObjectName(u"columns_sheet_label")

        self.layout18.addWidget(self.columns_sheet_label)

        self.columns_sheet = QComboBox(self.columns_view)
        self.columns_sheet.setObjectName(u"columns_sheet")
        self.columns_sheet.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.columns_sheet.setMinimumContentsLength(20)

        self.layout18.addWidget(self.columns_sheet)

        self.columns_line_label = QLabel(self.columns_view)
        self.columns_line_label.setObjectName(u"columns_line_label")

        self.layout18.addWidget(self.columns_line_label)

        self.columns_line = QComboBox(self.columns_view)
        self.columns_line.setObjectName(u"columns_line")
        self.columns_line.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.columns_line.setMinimumContentsLength(20)

        self.layout18.addWidget(self.columns_line)

        self.layout18.setStretch(1, 1)
        self.layout18.setStretch(3, 3)

        self.layout17.addLayout(self.layout18)

        self.columns_table = QTableWidget(self.columns_view)
        if (self.columns_table.columnCount() < 3):
            self.columns_table.setColumnCount(3)
        __qtablewidgetitem = QTableWidgetItem()
        self.columns_table.setHorizontalHeaderItem(0, __qtablewidgetitem)
        __qtablewidgetitem1 = QTableWidgetItem()
        self.columns_table.setHorizontalHeaderItem(1, __qtablewidgetitem1)
        __qtablewidgetitem2 = QTableWidgetItem()
        self.columns_table.setHorizontalHeaderItem(2, __qtablewidgetitem2)
        self.columns_table.setObjectName(u"columns_table")
        self.columns_table.setAlternatingRowColors(True)
        self.columns_table.setShowGrid(False)
        self.columns_table.setWordWrap(False)
        self.columns_table.setTabKeyNavigation(False)
        self.columns_table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.columns_table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.columns_table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.columns_table.horizontalHeader().setHighlightSections(False)
        self.columns_table.verticalHeader().setVisible(False)

        self.layout17.addWidget(self.columns_table)

        self.layout17.setStretch(3, 1)
        self.views.addWidget(self.columns_view)
        self.plan_view = QWidget()
        self.plan_view.setObjectName(u"plan_view")
        self.layout9 = QVBoxLayout(self.plan_view)
        self.layout9.setSpacing(10)
        self.layout9.setObjectName(u"layout9")
        self.layout9.setContentsMargins(0, 0, 0, 0)
        self.questions = QFrame(self.plan_view)
        self.questions.setObjectName(u"questions")
        self.questions.setProperty(u"part", u"bar")
        self.questions.setProperty(u"tone", u"warning")
        self.questions_list = QVBoxLayout(self.questions)
        self.questions_list.setSpacing(8)
        self.questions_list.setObjectName(u"questions_list")
        self.questions_list.setContentsMargins(16, 10, 16, 10)

        self.layout9.addWidget(self.questions)

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

        self.absent = QCheckBox(self.plan_view)
        self.absent.setObjectName(u"absent")

        self.layout7.addWidget(self.absent)

        self.columns = QPushButton(self.plan_view)
        self.columns.setObjectName(u"columns")

        self.layout7.addWidget(self.columns)

        self.export_button = QPushButton(self.plan_view)
        self.export_button.setObjectName(u"export_button")

        self.layout7.addWidget(self.export_button)

        self.filter_label = QLabel(self.plan_view)
        self.filter_label.setObjectName(u"filter_label")

        self.layout7.addWidget(self.filter_label)

        self.filter = QComboBox(self.plan_view)
        self.filter.setObjectName(u"filter")
        self.filter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.layout7.addWidget(self.filter)


        self.layout9.addLayout(self.layout7)

        self.columns_read = QLabel(self.plan_view)
        self.columns_read.setObjectName(u"columns_read")
        self.columns_read.setProperty(u"part", u"muted")
        self.columns_read.setWordWrap(True)

        self.layout9.addWidget(self.columns_read)

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
        self.problems.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.problems.setAlternatingRowColors(True)
        self.problems.setWordWrap(True)

        self.layout8.addWidget(self.problems)

        self.splitter.addWidget(self.problem_side)

        self.layout9.addWidget(self.splitter)

        self.detail = QLabel(self.plan_view)
        self.detail.setObjectName(u"detail")
        self.detail.setWordWrap(True)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)
        self.detail.setMinimumSize(QSize(0, 36))

        self.layout9.addWidget(self.detail)

        self.layout9.setStretch(3, 1)
        self.views.addWidget(self.plan_view)

        self.layout12.addWidget(self.views)

        self.layout11 = QHBoxLayout()
        self.layout11.setSpacing(10)
        self.layout11.setObjectName(u"layout11")
        self.layout11.setContentsMargins(0, 0, 0, 0)
        self.columns_done = QPushButton(RosterImport)
        self.columns_done.setObjectName(u"columns_done")
        self.columns_done.setProperty(u"part", u"primary")

        self.layout11.addWidget(self.columns_done)

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
        self.columns_sheet_label.setBuddy(self.columns_sheet)
        self.columns_line_label.setBuddy(self.columns_line)
        self.filter_label.setBuddy(self.filter)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(RosterImport)

        QMetaObject.connectSlotsByName(RosterImport)
    # setupUi

    def retranslateUi(self, RosterImport):
        self.file_label.setText(QCoreApplication.translate("RosterImport", u"Fichiers", None))
        self.file.setPlaceholderText(QCoreApplication.translate("RosterImport", u"SIECLE (.xml, .zip), ONDE, Excel (.xlsx) ou CSV", None))
        self.browse.setText(QCoreApplication.translate("RosterImport", u"Parcourir\u2026", None))
        self.school_label.setText(QCoreApplication.translate("RosterImport", u"\u00c9tablissement", None))
        self.read.setText(QCoreApplication.translate("RosterImport", u"Lire le fichier", None))
        self.label3.setText(QCoreApplication.translate("RosterImport", u"Rien n\u2019est modifi\u00e9 avant que vous ayez vu ce qui va l\u2019\u00eatre", None))
        self.empty_text.setText(QCoreApplication.translate("RosterImport", u"Coll\u00e8ge ou lyc\u00e9e\u00a0: les exports XML de SIECLE (\u00e9l\u00e8ves, et responsables pour les e-mails), choisis ensemble, zipp\u00e9s ou non. \u00c9cole\u00a0: les fichiers CSV d\u2019ONDE. Sinon, un classeur Excel ou un fichier CSV\u00a0: une ligne par personne, avec son nom, son pr\u00e9nom, sa classe, sa carte, les e-mails des responsables. Les cartes d\u00e9j\u00e0 connues sont gard\u00e9es.", None))
        self.past_title.setText(QCoreApplication.translate("RosterImport", u"Derniers imports", None))
        self.undo.setText(QCoreApplication.translate("RosterImport", u"Annuler cet import", None))
#if QT_CONFIG(accessibility)
        self.past.setAccessibleName(QCoreApplication.translate("RosterImport", u"Derniers imports", None))
#endif // QT_CONFIG(accessibility)
        self.columns_title.setText(QCoreApplication.translate("RosterImport", u"Que contient chaque colonne\u00a0?", None))
        self.columns_hint.setText("")
        self.columns_sheet_label.setText(QCoreApplication.translate("RosterImport", u"Feuille", None))
#if QT_CONFIG(tooltip)
        self.columns_sheet.setToolTip(QCoreApplication.translate("RosterImport", u"La feuille du classeur dont on regarde les colonnes", None))
#endif // QT_CONFIG(tooltip)
        self.columns_line_label.setText(QCoreApplication.translate("RosterImport", u"Ligne de titres", None))
#if QT_CONFIG(tooltip)
        self.columns_line.setToolTip(QCoreApplication.translate("RosterImport", u"La ligne o\u00f9 sont \u00e9crits les titres des colonnes", None))
#endif // QT_CONFIG(tooltip)
        ___qtablewidgetitem = self.columns_table.horizontalHeaderItem(0)
        ___qtablewidgetitem.setText(QCoreApplication.translate("RosterImport", u"Colonne du fichier", None))
        ___qtablewidgetitem1 = self.columns_table.horizontalHeaderItem(1)
        ___qtablewidgetitem1.setText(QCoreApplication.translate("RosterImport", u"Contient", None))
        ___qtablewidgetitem2 = self.columns_table.horizontalHeaderItem(2)
        ___qtablewidgetitem2.setText(QCoreApplication.translate("RosterImport", u"Exemples", None))
#if QT_CONFIG(accessibility)
        self.columns_table.setAccessibleName(QCoreApplication.translate("RosterImport", u"Colonnes du fichier", None))
#endif // QT_CONFIG(accessibility)
        self.summary.setText("")
        self.absent.setText(QCoreApplication.translate("RosterImport", u"Marquer sortis les \u00e9l\u00e8ves absents du fichier", None))
        self.columns.setText(QCoreApplication.translate("RosterImport", u"Colonnes\u2026", None))
#if QT_CONFIG(tooltip)
        self.columns.setToolTip(QCoreApplication.translate("RosterImport", u"Ce que contient chaque colonne du fichier", None))
#endif // QT_CONFIG(tooltip)
        self.export_button.setText(QCoreApplication.translate("RosterImport", u"Exporter\u2026", None))
#if QT_CONFIG(tooltip)
        self.export_button.setToolTip(QCoreApplication.translate("RosterImport", u"Ce qui sera fait, dans un classeur Excel (Ctrl+Maj+E)", None))
#endif // QT_CONFIG(tooltip)
        self.filter_label.setText(QCoreApplication.translate("RosterImport", u"Afficher", None))
        self.columns_read.setText("")
#if QT_CONFIG(accessibility)
        self.rows.setAccessibleName(QCoreApplication.translate("RosterImport", u"Ce qui va \u00eatre fait", None))
#endif // QT_CONFIG(accessibility)
        self.problem_title.setText("")
#if QT_CONFIG(accessibility)
        self.problems.setAccessibleName(QCoreApplication.translate("RosterImport", u"Lignes \u00e0 corriger dans le fichier", None))
#endif // QT_CONFIG(accessibility)
        self.detail.setText("")
        self.columns_done.setText(QCoreApplication.translate("RosterImport", u"Continuer", None))
        self.apply.setText(QCoreApplication.translate("RosterImport", u"Appliquer", None))
        self.other.setText(QCoreApplication.translate("RosterImport", u"Choisir un autre fichier", None))
        self.hint.setText("")
        pass
    # retranslateUi

