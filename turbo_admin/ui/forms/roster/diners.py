# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'diners.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, Qt)
from PySide6.QtWidgets import (QAbstractItemView, QCheckBox, QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QSpacerItem, QStackedWidget, QTableView, QVBoxLayout, QWidget)

class Ui_Diners(object):
    def setupUi(self, Diners):
        if not Diners.objectName():
            Diners.setObjectName(u"Diners")
        self.layout12 = QVBoxLayout(Diners)
        self.layout12.setSpacing(10)
        self.layout12.setObjectName(u"layout12")
        self.layout12.setContentsMargins(0, 0, 0, 0)
        self.layout2 = QHBoxLayout()
        self.layout2.setSpacing(10)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.search = QLineEdit(Diners)
        self.search.setObjectName(u"search")
        self.search.setClearButtonEnabled(True)

        self.layout2.addWidget(self.search)

        self.spacer1 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout2.addItem(self.spacer1)

        self.kind = QComboBox(Diners)
        self.kind.setObjectName(u"kind")
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.layout2.addWidget(self.kind)

        self.class_box = QComboBox(Diners)
        self.class_box.setObjectName(u"class_box")
        self.class_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.layout2.addWidget(self.class_box)

        self.with_left = QCheckBox(Diners)
        self.with_left.setObjectName(u"with_left")

        self.layout2.addWidget(self.with_left)

        self.school = QComboBox(Diners)
        self.school.setObjectName(u"school")
        self.school.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.layout2.addWidget(self.school)


        self.layout12.addLayout(self.layout2)

        self.views = QStackedWidget(Diners)
        self.views.setObjectName(u"views")
        self.list_view = QWidget()
        self.list_view.setObjectName(u"list_view")
        self.layout3 = QVBoxLayout(self.list_view)
        self.layout3.setSpacing(10)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(0, 0, 0, 0)
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

        self.layout3.addWidget(self.table)

        self.views.addWidget(self.list_view)
        self.empty_view = QFrame()
        self.empty_view.setObjectName(u"empty_view")
        self.empty_view.setProperty(u"part", u"card")
        self.layout9 = QVBoxLayout(self.empty_view)
        self.layout9.setSpacing(8)
        self.layout9.setObjectName(u"layout9")
        self.layout9.setContentsMargins(0, 0, 0, 0)
        self.spacer7 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout9.addItem(self.spacer7)

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

        self.layout6 = QHBoxLayout()
        self.layout6.setSpacing(10)
        self.layout6.setObjectName(u"layout6")
        self.layout6.setContentsMargins(0, 0, 0, 0)
        self.spacer4 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout6.addItem(self.spacer4)

        self.empty_button = QPushButton(self.empty_view)
        self.empty_button.setObjectName(u"empty_button")

        self.layout6.addWidget(self.empty_button)

        self.spacer5 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout6.addItem(self.spacer5)


        self.layout9.addLayout(self.layout6)

        self.spacer8 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout9.addItem(self.spacer8)

        self.views.addWidget(self.empty_view)

        self.layout12.addWidget(self.views)

        self.layout11 = QHBoxLayout()
        self.layout11.setSpacing(10)
        self.layout11.setObjectName(u"layout11")
        self.layout11.setContentsMargins(0, 0, 0, 0)
        self.open_button = QPushButton(Diners)
        self.open_button.setObjectName(u"open_button")
        self.open_button.setProperty(u"part", u"primary")

        self.layout11.addWidget(self.open_button)

        self.edit_button = QPushButton(Diners)
        self.edit_button.setObjectName(u"edit_button")

        self.layout11.addWidget(self.edit_button)

        self.import_button = QPushButton(Diners)
        self.import_button.setObjectName(u"import_button")

        self.layout11.addWidget(self.import_button)

        self.export_button = QPushButton(Diners)
        self.export_button.setObjectName(u"export_button")

        self.layout11.addWidget(self.export_button)

        self.spacer10 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout11.addItem(self.spacer10)

        self.count = QLabel(Diners)
        self.count.setObjectName(u"count")
        self.count.setProperty(u"part", u"muted")

        self.layout11.addWidget(self.count)


        self.layout12.addLayout(self.layout11)

        self.layout12.setStretch(1, 1)

        self.retranslateUi(Diners)

        QMetaObject.connectSlotsByName(Diners)
    # setupUi

    def retranslateUi(self, Diners):
        self.search.setPlaceholderText(QCoreApplication.translate("Diners", u"Rechercher un nom, une classe, une carte\u2026", None))
#if QT_CONFIG(accessibility)
        self.search.setAccessibleName(QCoreApplication.translate("Diners", u"Rechercher un h\u00f4te", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.kind.setAccessibleName(QCoreApplication.translate("Diners", u"Cat\u00e9gorie", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.class_box.setAccessibleName(QCoreApplication.translate("Diners", u"Classe", None))
#endif // QT_CONFIG(accessibility)
        self.with_left.setText(QCoreApplication.translate("Diners", u"Avec les sortis", None))
#if QT_CONFIG(accessibility)
        self.school.setAccessibleName(QCoreApplication.translate("Diners", u"\u00c9tablissement", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.table.setAccessibleName(QCoreApplication.translate("Diners", u"H\u00f4tes", None))
#endif // QT_CONFIG(accessibility)
        self.empty_title.setText("")
        self.empty_text.setText("")
        self.empty_button.setText("")
        self.open_button.setText(QCoreApplication.translate("Diners", u"Ouvrir la fiche", None))
        self.edit_button.setText(QCoreApplication.translate("Diners", u"Modifier\u2026", None))
        self.import_button.setText(QCoreApplication.translate("Diners", u"Importer des h\u00f4tes\u2026", None))
        self.export_button.setText(QCoreApplication.translate("Diners", u"Exporter\u2026", None))
#if QT_CONFIG(tooltip)
        self.export_button.setToolTip(QCoreApplication.translate("Diners", u"La liste affich\u00e9e, dans un classeur Excel (Ctrl+Maj+E)", None))
#endif // QT_CONFIG(tooltip)
        self.count.setText("")
        pass
    # retranslateUi

