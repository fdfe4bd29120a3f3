# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'schools.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, Qt)
from PySide6.QtWidgets import (QAbstractItemView, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem, QStackedWidget, QTableView, QVBoxLayout, QWidget)

class Ui_Schools(object):
    def setupUi(self, Schools):
        if not Schools.objectName():
            Schools.setObjectName(u"Schools")
        self.layout12 = QVBoxLayout(Schools)
        self.layout12.setSpacing(10)
        self.layout12.setObjectName(u"layout12")
        self.layout12.setContentsMargins(0, 0, 0, 0)
        self.views = QStackedWidget(Schools)
        self.views.setObjectName(u"views")
        self.list_view = QWidget()
        self.list_view.setObjectName(u"list_view")
        self.layout1 = QVBoxLayout(self.list_view)
        self.layout1.setSpacing(8)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(0, 0, 0, 0)
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

        self.layout1.addWidget(self.table)

        self.views.addWidget(self.list_view)
        self.empty_view = QFrame()
        self.empty_view.setObjectName(u"empty_view")
        self.empty_view.setProperty(u"part", u"card")
        self.layout9 = QVBoxLayout(self.empty_view)
        self.layout9.setSpacing(8)
        self.layout9.setObjectName(u"layout9")
        self.layout9.setContentsMargins(0, 0, 0, 0)
        self.spacer2 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout9.addItem(self.spacer2)

        self.label3 = QLabel(self.empty_view)
        self.label3.setObjectName(u"label3")
        self.label3.setProperty(u"part", u"heading")
        self.label3.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout9.addWidget(self.label3)

        self.label4 = QLabel(self.empty_view)
        self.label4.setObjectName(u"label4")
        self.label4.setProperty(u"part", u"muted")
        self.label4.setWordWrap(True)
        self.label4.setAlignment(Qt.AlignmentFlag.AlignCenter)

        self.layout9.addWidget(self.label4)

        self.layout7 = QHBoxLayout()
        self.layout7.setSpacing(8)
        self.layout7.setObjectName(u"layout7")
        self.layout7.setContentsMargins(0, 0, 0, 0)
        self.spacer5 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout7.addItem(self.spacer5)

        self.first_pair = QPushButton(self.empty_view)
        self.first_pair.setObjectName(u"first_pair")

        self.layout7.addWidget(self.first_pair)

        self.spacer6 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout7.addItem(self.spacer6)


        self.layout9.addLayout(self.layout7)

        self.spacer8 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout9.addItem(self.spacer8)

        self.views.addWidget(self.empty_view)

        self.layout12.addWidget(self.views)

        self.layout11 = QHBoxLayout()
        self.layout11.setSpacing(10)
        self.layout11.setObjectName(u"layout11")
        self.layout11.setContentsMargins(0, 0, 0, 0)
        self.configure = QPushButton(Schools)
        self.configure.setObjectName(u"configure")
        self.configure.setProperty(u"part", u"primary")

        self.layout11.addWidget(self.configure)

        self.add = QPushButton(Schools)
        self.add.setObjectName(u"add")

        self.layout11.addWidget(self.add)

        self.pair = QPushButton(Schools)
        self.pair.setObjectName(u"pair")

        self.layout11.addWidget(self.pair)

        self.spacer10 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout11.addItem(self.spacer10)

        self.copy_link = QPushButton(Schools)
        self.copy_link.setObjectName(u"copy_link")

        self.layout11.addWidget(self.copy_link)

        self.poster = QPushButton(Schools)
        self.poster.setObjectName(u"poster")

        self.layout11.addWidget(self.poster)


        self.layout12.addLayout(self.layout11)

        self.layout12.setStretch(0, 1)

        self.retranslateUi(Schools)

        QMetaObject.connectSlotsByName(Schools)
    # setupUi

    def retranslateUi(self, Schools):
#if QT_CONFIG(accessibility)
        self.table.setAccessibleName(QCoreApplication.translate("Schools", u"\u00c9tablissements", None))
#endif // QT_CONFIG(accessibility)
        self.label3.setText(QCoreApplication.translate("Schools", u"Aucun \u00e9tablissement", None))
        self.label4.setText(QCoreApplication.translate("Schools", u"Reliez le portail avec l\u2019adresse et le code de liaison remis par l\u2019h\u00e9bergeur\u00a0: l\u2019\u00e9tablissement s\u2019ajoute de lui-m\u00eame.", None))
        self.first_pair.setText(QCoreApplication.translate("Schools", u"Relier le portail\u2026", None))
        self.configure.setText(QCoreApplication.translate("Schools", u"Configurer l\u2019espace num\u00e9rique TURBO-Self", None))
        self.add.setText(QCoreApplication.translate("Schools", u"Ajouter un \u00e9tablissement\u2026", None))
        self.pair.setText(QCoreApplication.translate("Schools", u"Relier un portail\u2026", None))
        self.copy_link.setText(QCoreApplication.translate("Schools", u"Copier le lien", None))
        self.poster.setText(QCoreApplication.translate("Schools", u"Affiche (PDF)\u2026", None))
#if QT_CONFIG(tooltip)
        self.poster.setToolTip(QCoreApplication.translate("Schools", u"Affiche A4 pour les familles, avec le lien et son code QR", None))
#endif // QT_CONFIG(tooltip)
        pass
    # retranslateUi

