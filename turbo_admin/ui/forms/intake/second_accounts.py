# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'second_accounts.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QComboBox, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QScrollArea, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget)

class Ui_SecondAccounts(object):
    def setupUi(self, SecondAccounts):
        if not SecondAccounts.objectName():
            SecondAccounts.setObjectName(u"SecondAccounts")
        SecondAccounts.setMinimumSize(QSize(720, 0))
        self.layout3 = QVBoxLayout(SecondAccounts)
        self.layout3.setSpacing(10)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(18, 16, 18, 16)
        self.about = QLabel(SecondAccounts)
        self.about.setObjectName(u"about")
        self.about.setProperty(u"part", u"heading")
        self.about.setWordWrap(True)

        self.layout3.addWidget(self.about)

        self.others = QLabel(SecondAccounts)
        self.others.setObjectName(u"others")
        self.others.setProperty(u"part", u"muted")
        self.others.setWordWrap(True)

        self.layout3.addWidget(self.others)

        self.layout1 = QHBoxLayout()
        self.layout1.setSpacing(8)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(0, 0, 0, 0)
        self.all_label = QLabel(SecondAccounts)
        self.all_label.setObjectName(u"all_label")

        self.layout1.addWidget(self.all_label)

        self.all = QComboBox(SecondAccounts)
        self.all.setObjectName(u"all")

        self.layout1.addWidget(self.all)

        self.spacer1 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout1.addItem(self.spacer1)


        self.layout3.addLayout(self.layout1)

        self.area = QScrollArea(SecondAccounts)
        self.area.setObjectName(u"area")
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows = QWidget()
        self.rows.setObjectName(u"rows")
        self.rows_layout = QVBoxLayout(self.rows)
        self.rows_layout.setSpacing(0)
        self.rows_layout.setObjectName(u"rows_layout")
        self.area.setWidget(self.rows)

        self.layout3.addWidget(self.area)

        self.reason_label = QLabel(SecondAccounts)
        self.reason_label.setObjectName(u"reason_label")

        self.layout3.addWidget(self.reason_label)

        self.reason = QPlainTextEdit(SecondAccounts)
        self.reason.setObjectName(u"reason")
        self.reason.setTabChangesFocus(True)
        self.reason.setMinimumSize(QSize(0, 84))

        self.layout3.addWidget(self.reason)

        self.hint = QLabel(SecondAccounts)
        self.hint.setObjectName(u"hint")
        self.hint.setProperty(u"part", u"muted")
        self.hint.setWordWrap(True)

        self.layout3.addWidget(self.hint)

        self.layout2 = QHBoxLayout()
        self.layout2.setSpacing(8)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.confirm = QPushButton(SecondAccounts)
        self.confirm.setObjectName(u"confirm")

        self.layout2.addWidget(self.confirm)

        self.cancel = QPushButton(SecondAccounts)
        self.cancel.setObjectName(u"cancel")
        self.cancel.setAutoDefault(False)

        self.layout2.addWidget(self.cancel)

        self.spacer2 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout2.addItem(self.spacer2)


        self.layout3.addLayout(self.layout2)

#if QT_CONFIG(shortcut)
        self.all_label.setBuddy(self.all)
        self.reason_label.setBuddy(self.reason)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(SecondAccounts)

        QMetaObject.connectSlotsByName(SecondAccounts)
    # setupUi

    def retranslateUi(self, SecondAccounts):
        SecondAccounts.setWindowTitle(QCoreApplication.translate("SecondAccounts", u"Demandes dont l\u2019h\u00f4te a d\u00e9j\u00e0 un compte", None))
        self.about.setText("")
        self.others.setText("")
        self.all_label.setText(QCoreApplication.translate("SecondAccounts", u"Pour toutes ces lignes", None))
#if QT_CONFIG(accessibility)
        self.area.setAccessibleName(QCoreApplication.translate("SecondAccounts", u"Demandes dont l\u2019h\u00f4te a d\u00e9j\u00e0 un compte", None))
#endif // QT_CONFIG(accessibility)
        self.reason_label.setText(QCoreApplication.translate("SecondAccounts", u"Motif envoy\u00e9 aux familles refus\u00e9es", None))
#if QT_CONFIG(accessibility)
        self.reason.setAccessibleName(QCoreApplication.translate("SecondAccounts", u"Motif envoy\u00e9 aux familles refus\u00e9es", None))
#endif // QT_CONFIG(accessibility)
        self.hint.setText("")
        self.confirm.setText(QCoreApplication.translate("SecondAccounts", u"Valider", None))
        self.cancel.setText(QCoreApplication.translate("SecondAccounts", u"Annuler", None))
    # retranslateUi

