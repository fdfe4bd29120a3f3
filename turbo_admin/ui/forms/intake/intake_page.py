# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'intake_page.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QAbstractItemView, QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QSizePolicy, QSpacerItem, QSplitter, QStackedWidget, QTabBar, QTableView, QVBoxLayout, QWidget)

class Ui_Intake(object):
    def setupUi(self, Intake):
        if not Intake.objectName():
            Intake.setObjectName(u"Intake")
        self.layout11 = QVBoxLayout(Intake)
        self.layout11.setSpacing(10)
        self.layout11.setObjectName(u"layout11")
        self.layout11.setContentsMargins(0, 0, 0, 0)
        self.layout2 = QHBoxLayout()
        self.layout2.setSpacing(10)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.tabs = QTabBar(Intake)
        self.tabs.setObjectName(u"tabs")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)

        self.layout2.addWidget(self.tabs)

        self.spacer1 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout2.addItem(self.spacer1)

        self.search = QLineEdit(Intake)
        self.search.setObjectName(u"search")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumSize(QSize(170, 0))
        self.search.setMaximumSize(QSize(420, 16777215))

        self.layout2.addWidget(self.search)

        self.degree = QComboBox(Intake)
        self.degree.setObjectName(u"degree")
        self.degree.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.layout2.addWidget(self.degree)

        self.alert = QComboBox(Intake)
        self.alert.setObjectName(u"alert")
        self.alert.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.alert.setMinimumContentsLength(15)

        self.layout2.addWidget(self.alert)

        self.school = QComboBox(Intake)
        self.school.setObjectName(u"school")
        self.school.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.layout2.addWidget(self.school)


        self.layout11.addLayout(self.layout2)

        self.splitter = QSplitter(Intake)
        self.splitter.setObjectName(u"splitter")
        self.splitter.setOrientation(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(8)
        self.views = QStackedWidget(self.splitter)
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
        self.table.setShowGrid(False)
        self.table.setSortingEnabled(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.verticalHeader().setVisible(False)

        self.layout3.addWidget(self.table)

        self.views.addWidget(self.list_view)
        self.empty_view = QFrame()
        self.empty_view.setObjectName(u"empty_view")
        self.empty_view.setProperty(u"part", u"card")
        self.layout9 = QVBoxLayout(self.empty_view)
        self.layout9.setSpacing(8)
        self.layout9.setObjectName(u"layout9")
        self.layout9.setContentsMargins(0, 0, 0, 0)
        self.spacer4 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout9.addItem(self.spacer4)

        self.empty_title = QLabel(self.empty_view)
        self.empty_title.setObjectName(u"empty_title")
        self.empty_title.setProperty(u"part", u"heading")
        self.empty_title.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout9.addWidget(self.empty_title)

        self.empty_text = QLabel(self.empty_view)
        self.empty_text.setObjectName(u"empty_text")
        self.empty_text.setProperty(u"part", u"muted")
        self.empty_text.setWordWrap(True)
        self.empty_text.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout9.addWidget(self.empty_text)

        self.layout7 = QHBoxLayout()
        self.layout7.setSpacing(8)
        self.layout7.setObjectName(u"layout7")
        self.layout7.setContentsMargins(0, 0, 0, 0)
        self.spacer5 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout7.addItem(self.spacer5)

        self.empty_button = QPushButton(self.empty_view)
        self.empty_button.setObjectName(u"empty_button")

        self.layout7.addWidget(self.empty_button)

        self.spacer6 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout7.addItem(self.spacer6)


        self.layout9.addLayout(self.layout7)

        self.spacer8 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout9.addItem(self.spacer8)

        self.views.addWidget(self.empty_view)
        self.splitter.addWidget(self.views)
        self.detail_place = QScrollArea(self.splitter)
        self.detail_place.setObjectName(u"detail_place")
        self.detail_place.setWidgetResizable(True)
        self.detail_place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.detail_place.setMinimumSize(QSize(0, 120))
        self.detail_canvas = QWidget()
        self.detail_canvas.setObjectName(u"detail_canvas")
        self.detail_canvas.setProperty(u"part", u"canvas")
        self.detail_layout = QVBoxLayout(self.detail_canvas)
        self.detail_layout.setSpacing(8)
        self.detail_layout.setObjectName(u"detail_layout")
        self.detail_layout.setContentsMargins(0, 0, 0, 0)
        self.detail_place.setWidget(self.detail_canvas)
        self.splitter.addWidget(self.detail_place)

        self.layout11.addWidget(self.splitter)

        self.layout10 = QHBoxLayout()
        self.layout10.setSpacing(10)
        self.layout10.setObjectName(u"layout10")
        self.layout10.setContentsMargins(0, 0, 0, 0)
        self.issue_button = QPushButton(Intake)
        self.issue_button.setObjectName(u"issue_button")
        self.issue_button.setProperty(u"part", u"primary")

        self.layout10.addWidget(self.issue_button)

        self.tick_certain = QPushButton(Intake)
        self.tick_certain.setObjectName(u"tick_certain")

        self.layout10.addWidget(self.tick_certain)

        self.refuse_button = QPushButton(Intake)
        self.refuse_button.setObjectName(u"refuse_button")

        self.layout10.addWidget(self.refuse_button)

        self.revoke_button = QPushButton(Intake)
        self.revoke_button.setObjectName(u"revoke_button")

        self.layout10.addWidget(self.revoke_button)

        self.export_button = QPushButton(Intake)
        self.export_button.setObjectName(u"export_button")

        self.layout10.addWidget(self.export_button)

        self.count = QLabel(Intake)
        self.count.setObjectName(u"count")
        self.count.setProperty(u"part", u"muted")
        self.count.setWordWrap(True)
        self.count.setAlignment(Qt.AlignmentFlag.AlignTrailing|Qt.AlignmentFlag.AlignVCenter)

        self.layout10.addWidget(self.count)

        self.layout10.setStretch(5, 1)

        self.layout11.addLayout(self.layout10)

        self.layout11.setStretch(1, 1)

        self.retranslateUi(Intake)

        QMetaObject.connectSlotsByName(Intake)
    # setupUi

    def retranslateUi(self, Intake):
#if QT_CONFIG(accessibility)
        self.tabs.setAccessibleName(QCoreApplication.translate("Intake", u"Demandes \u00e0 afficher", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.search.setAccessibleName(QCoreApplication.translate("Intake", u"Rechercher dans les demandes", None))
#endif // QT_CONFIG(accessibility)
        self.search.setPlaceholderText(QCoreApplication.translate("Intake", u"Rechercher\u2026", None))
#if QT_CONFIG(tooltip)
        self.search.setToolTip(QCoreApplication.translate("Intake", u"Rechercher (Ctrl+R)", None))
#endif // QT_CONFIG(tooltip)
#if QT_CONFIG(accessibility)
        self.degree.setAccessibleName(QCoreApplication.translate("Intake", u"Concordance", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.alert.setAccessibleName(QCoreApplication.translate("Intake", u"Alertes", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.school.setAccessibleName(QCoreApplication.translate("Intake", u"\u00c9tablissement", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.table.setAccessibleName(QCoreApplication.translate("Intake", u"Demandes de cr\u00e9ation de compte", None))
#endif // QT_CONFIG(accessibility)
        self.empty_title.setText("")
        self.empty_text.setText("")
        self.empty_button.setText("")
        self.issue_button.setText(QCoreApplication.translate("Intake", u"G\u00e9n\u00e9rer les identifiants pour les lignes s\u00e9lectionn\u00e9es", None))
#if QT_CONFIG(tooltip)
        self.issue_button.setToolTip(QCoreApplication.translate("Intake", u"Cr\u00e9er les comptes des lignes coch\u00e9es (Ctrl+G)", None))
#endif // QT_CONFIG(tooltip)
        self.tick_certain.setText(QCoreApplication.translate("Intake", u"Cocher les concordances certaines", None))
#if QT_CONFIG(tooltip)
        self.tick_certain.setToolTip(QCoreApplication.translate("Intake", u"Cocher les lignes s\u00fbres\u00a0: concordance certaine, demandeur connu ou confirm\u00e9, aucune alerte (Ctrl+Maj+C)", None))
#endif // QT_CONFIG(tooltip)
        self.refuse_button.setText(QCoreApplication.translate("Intake", u"Refuser\u2026", None))
#if QT_CONFIG(tooltip)
        self.refuse_button.setToolTip(QCoreApplication.translate("Intake", u"Refuser la ligne choisie, ou toutes celles de la s\u00e9lection (R)", None))
#endif // QT_CONFIG(tooltip)
        self.revoke_button.setText(QCoreApplication.translate("Intake", u"R\u00e9voquer\u2026", None))
#if QT_CONFIG(tooltip)
        self.revoke_button.setToolTip(QCoreApplication.translate("Intake", u"Reprendre les identifiants de demandes trait\u00e9es", None))
#endif // QT_CONFIG(tooltip)
        self.export_button.setText(QCoreApplication.translate("Intake", u"Exporter\u2026", None))
#if QT_CONFIG(tooltip)
        self.export_button.setToolTip(QCoreApplication.translate("Intake", u"La liste affich\u00e9e, dans un classeur Excel (Ctrl+Maj+E)", None))
#endif // QT_CONFIG(tooltip)
        self.count.setText("")
        pass
    # retranslateUi

