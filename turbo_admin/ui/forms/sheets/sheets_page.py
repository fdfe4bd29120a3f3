# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'sheets_page.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QAbstractItemView, QCheckBox, QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QSpacerItem, QSplitter, QStackedWidget, QTableView, QVBoxLayout, QWidget)

class Ui_Sheets(object):
    def setupUi(self, Sheets):
        if not Sheets.objectName():
            Sheets.setObjectName(u"Sheets")
        self.layout21 = QVBoxLayout(Sheets)
        self.layout21.setSpacing(10)
        self.layout21.setObjectName(u"layout21")
        self.layout21.setContentsMargins(0, 0, 0, 0)
        self.layout2 = QHBoxLayout()
        self.layout2.setSpacing(10)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.batch_label = QLabel(Sheets)
        self.batch_label.setObjectName(u"batch_label")

        self.layout2.addWidget(self.batch_label)

        self.batch = QComboBox(Sheets)
        self.batch.setObjectName(u"batch")
        self.batch.setMinimumSize(QSize(360, 0))

        self.layout2.addWidget(self.batch)

        self.search = QLineEdit(Sheets)
        self.search.setObjectName(u"search")
        self.search.setClearButtonEnabled(True)

        self.layout2.addWidget(self.search)

        self.undo_button = QPushButton(Sheets)
        self.undo_button.setObjectName(u"undo_button")
        self.undo_button.setProperty(u"part", u"link")

        self.layout2.addWidget(self.undo_button)

        self.spacer1 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout2.addItem(self.spacer1)

        self.count = QLabel(Sheets)
        self.count.setObjectName(u"count")
        self.count.setProperty(u"part", u"muted")

        self.layout2.addWidget(self.count)


        self.layout21.addLayout(self.layout2)

        self.splitter = QSplitter(Sheets)
        self.splitter.setObjectName(u"splitter")
        self.splitter.setOrientation(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(10)
        self.people_side = QWidget(self.splitter)
        self.people_side.setObjectName(u"people_side")
        self.layout14 = QVBoxLayout(self.people_side)
        self.layout14.setSpacing(8)
        self.layout14.setObjectName(u"layout14")
        self.layout14.setContentsMargins(0, 0, 0, 0)
        self.views = QStackedWidget(self.people_side)
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
        self.layout11 = QVBoxLayout(self.empty_view)
        self.layout11.setSpacing(8)
        self.layout11.setObjectName(u"layout11")
        self.layout11.setContentsMargins(0, 0, 0, 0)
        self.spacer4 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout11.addItem(self.spacer4)

        self.label5 = QLabel(self.empty_view)
        self.label5.setObjectName(u"label5")
        self.label5.setProperty(u"part", u"heading")
        self.label5.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout11.addWidget(self.label5)

        self.label6 = QLabel(self.empty_view)
        self.label6.setObjectName(u"label6")
        self.label6.setProperty(u"part", u"muted")
        self.label6.setWordWrap(True)
        self.label6.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout11.addWidget(self.label6)

        self.layout9 = QHBoxLayout()
        self.layout9.setSpacing(8)
        self.layout9.setObjectName(u"layout9")
        self.layout9.setContentsMargins(0, 0, 0, 0)
        self.spacer7 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout9.addItem(self.spacer7)

        self.to_requests = QPushButton(self.empty_view)
        self.to_requests.setObjectName(u"to_requests")

        self.layout9.addWidget(self.to_requests)

        self.spacer8 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout9.addItem(self.spacer8)


        self.layout11.addLayout(self.layout9)

        self.spacer10 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout11.addItem(self.spacer10)

        self.views.addWidget(self.empty_view)

        self.layout14.addWidget(self.views)

        self.layout13 = QHBoxLayout()
        self.layout13.setSpacing(16)
        self.layout13.setObjectName(u"layout13")
        self.layout13.setContentsMargins(0, 0, 0, 0)
        self.tick_all = QCheckBox(self.people_side)
        self.tick_all.setObjectName(u"tick_all")

        self.layout13.addWidget(self.tick_all)

        self.tick_unmailed = QPushButton(self.people_side)
        self.tick_unmailed.setObjectName(u"tick_unmailed")
        self.tick_unmailed.setProperty(u"part", u"link")

        self.layout13.addWidget(self.tick_unmailed)

        self.separators = QCheckBox(self.people_side)
        self.separators.setObjectName(u"separators")

        self.layout13.addWidget(self.separators)

        self.spacer12 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout13.addItem(self.spacer12)


        self.layout14.addLayout(self.layout13)

        self.layout14.setStretch(0, 1)
        self.splitter.addWidget(self.people_side)
        self.preview_side = QFrame(self.splitter)
        self.preview_side.setObjectName(u"preview_side")
        self.layout18 = QVBoxLayout(self.preview_side)
        self.layout18.setSpacing(8)
        self.layout18.setObjectName(u"layout18")
        self.layout18.setContentsMargins(0, 0, 0, 0)
        self.preview_views = QStackedWidget(self.preview_side)
        self.preview_views.setObjectName(u"preview_views")
        self.preview_place = QWidget()
        self.preview_place.setObjectName(u"preview_place")
        self.preview_layout = QVBoxLayout(self.preview_place)
        self.preview_layout.setSpacing(8)
        self.preview_layout.setObjectName(u"preview_layout")
        self.preview_layout.setContentsMargins(0, 0, 0, 0)
        self.preview_views.addWidget(self.preview_place)
        self.no_preview = QFrame()
        self.no_preview.setObjectName(u"no_preview")
        self.no_preview.setProperty(u"part", u"card")
        self.layout17 = QVBoxLayout(self.no_preview)
        self.layout17.setSpacing(8)
        self.layout17.setObjectName(u"layout17")
        self.layout17.setContentsMargins(24, 24, 24, 24)
        self.spacer15 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout17.addItem(self.spacer15)

        self.preview_text = QLabel(self.no_preview)
        self.preview_text.setObjectName(u"preview_text")
        self.preview_text.setProperty(u"part", u"muted")
        self.preview_text.setWordWrap(True)
        self.preview_text.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout17.addWidget(self.preview_text)

        self.spacer16 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout17.addItem(self.spacer16)

        self.preview_views.addWidget(self.no_preview)

        self.layout18.addWidget(self.preview_views)

        self.splitter.addWidget(self.preview_side)

        self.layout21.addWidget(self.splitter)

        self.layout20 = QHBoxLayout()
        self.layout20.setSpacing(10)
        self.layout20.setObjectName(u"layout20")
        self.layout20.setContentsMargins(0, 0, 0, 0)
        self.print_button = QPushButton(Sheets)
        self.print_button.setObjectName(u"print_button")
        self.print_button.setProperty(u"part", u"primary")

        self.layout20.addWidget(self.print_button)

        self.pdf_button = QPushButton(Sheets)
        self.pdf_button.setObjectName(u"pdf_button")

        self.layout20.addWidget(self.pdf_button)

        self.mail_button = QPushButton(Sheets)
        self.mail_button.setObjectName(u"mail_button")

        self.layout20.addWidget(self.mail_button)

        self.handed_button = QPushButton(Sheets)
        self.handed_button.setObjectName(u"handed_button")

        self.layout20.addWidget(self.handed_button)

        self.revoke_button = QPushButton(Sheets)
        self.revoke_button.setObjectName(u"revoke_button")

        self.layout20.addWidget(self.revoke_button)

        self.export_button = QPushButton(Sheets)
        self.export_button.setObjectName(u"export_button")

        self.layout20.addWidget(self.export_button)

        self.spacer19 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout20.addItem(self.spacer19)


        self.layout21.addLayout(self.layout20)

        self.layout21.setStretch(1, 1)
#if QT_CONFIG(shortcut)
        self.batch_label.setBuddy(self.batch)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(Sheets)

        QMetaObject.connectSlotsByName(Sheets)
    # setupUi

    def retranslateUi(self, Sheets):
        self.batch_label.setText(QCoreApplication.translate("Sheets", u"\u00c9dition", None))
#if QT_CONFIG(accessibility)
        self.search.setAccessibleName(QCoreApplication.translate("Sheets", u"Rechercher dans les feuilles", None))
#endif // QT_CONFIG(accessibility)
        self.search.setPlaceholderText(QCoreApplication.translate("Sheets", u"Rechercher\u2026", None))
#if QT_CONFIG(tooltip)
        self.search.setToolTip(QCoreApplication.translate("Sheets", u"Rechercher (Ctrl+R)", None))
#endif // QT_CONFIG(tooltip)
        self.undo_button.setText(QCoreApplication.translate("Sheets", u"Annuler ces identifiants\u2026", None))
#if QT_CONFIG(tooltip)
        self.undo_button.setToolTip(QCoreApplication.translate("Sheets", u"Possible tant qu\u2019aucune feuille n\u2019est partie", None))
#endif // QT_CONFIG(tooltip)
        self.count.setText("")
#if QT_CONFIG(accessibility)
        self.table.setAccessibleName(QCoreApplication.translate("Sheets", u"Personnes", None))
#endif // QT_CONFIG(accessibility)
        self.label5.setText(QCoreApplication.translate("Sheets", u"Aucune fiche \u00e0 remettre", None))
        self.label6.setText(QCoreApplication.translate("Sheets", u"Les fiches apparaissent ici quand vous g\u00e9n\u00e9rez des identifiants.", None))
        self.to_requests.setText(QCoreApplication.translate("Sheets", u"Voir les demandes \u00e0 traiter", None))
        self.tick_all.setText(QCoreApplication.translate("Sheets", u"Tout cocher", None))
        self.tick_unmailed.setText(QCoreApplication.translate("Sheets", u"Seulement sans e-mail", None))
#if QT_CONFIG(tooltip)
        self.tick_unmailed.setToolTip(QCoreApplication.translate("Sheets", u"Cocher les personnes \u00e0 qui rien n\u2019a \u00e9t\u00e9 envoy\u00e9\u00a0: leur fiche s\u2019imprime", None))
#endif // QT_CONFIG(tooltip)
        self.separators.setText(QCoreApplication.translate("Sheets", u"S\u00e9parer les classes", None))
#if QT_CONFIG(tooltip)
        self.separators.setToolTip(QCoreApplication.translate("Sheets", u"Une page de garde avant chaque classe, \u00e0 l\u2019impression et dans le PDF", None))
#endif // QT_CONFIG(tooltip)
        self.preview_text.setText("")
        self.print_button.setText(QCoreApplication.translate("Sheets", u"Imprimer\u2026", None))
#if QT_CONFIG(tooltip)
        self.print_button.setToolTip(QCoreApplication.translate("Sheets", u"Imprimer les fiches coch\u00e9es, \u00e0 100\u00a0% (Ctrl+P)", None))
#endif // QT_CONFIG(tooltip)
        self.pdf_button.setText(QCoreApplication.translate("Sheets", u"Enregistrer en PDF\u2026", None))
        self.mail_button.setText(QCoreApplication.translate("Sheets", u"Envoyer par E-Mail", None))
#if QT_CONFIG(tooltip)
        self.mail_button.setToolTip(QCoreApplication.translate("Sheets", u"Envoyer leurs identifiants aux personnes coch\u00e9es\u00a0; sans coche, \u00e0 celles dont le demandeur est connu ou confirm\u00e9 (Ctrl+M)", None))
#endif // QT_CONFIG(tooltip)
        self.handed_button.setText(QCoreApplication.translate("Sheets", u"Feuilles remises", None))
#if QT_CONFIG(tooltip)
        self.handed_button.setToolTip(QCoreApplication.translate("Sheets", u"Noter que les feuilles ont \u00e9t\u00e9 remises\u00a0: leurs mots de passe s\u2019effacent de ce poste", None))
#endif // QT_CONFIG(tooltip)
        self.revoke_button.setText(QCoreApplication.translate("Sheets", u"R\u00e9voquer\u2026", None))
#if QT_CONFIG(tooltip)
        self.revoke_button.setToolTip(QCoreApplication.translate("Sheets", u"Les mots de passe des lignes coch\u00e9es n\u2019ouvrent plus rien, et ce qu\u2019ils donnaient est repris", None))
#endif // QT_CONFIG(tooltip)
        self.export_button.setText(QCoreApplication.translate("Sheets", u"Exporter\u2026", None))
#if QT_CONFIG(tooltip)
        self.export_button.setToolTip(QCoreApplication.translate("Sheets", u"La liste affich\u00e9e, dans un classeur Excel (Ctrl+Maj+E)", None))
#endif // QT_CONFIG(tooltip)
        pass
    # retranslateUi

