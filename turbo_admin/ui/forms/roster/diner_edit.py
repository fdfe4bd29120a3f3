# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'diner_edit.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QCheckBox, QComboBox, QDialogButtonBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QVBoxLayout)

class Ui_DinerEdit(object):
    def setupUi(self, DinerEdit):
        if not DinerEdit.objectName():
            DinerEdit.setObjectName(u"DinerEdit")
        DinerEdit.setMinimumSize(QSize(560, 0))
        self.layout4 = QVBoxLayout(DinerEdit)
        self.layout4.setSpacing(14)
        self.layout4.setObjectName(u"layout4")
        self.layout4.setContentsMargins(18, 18, 18, 18)
        self.layout3 = QFormLayout()
        self.layout3.setObjectName(u"layout3")
        self.layout3.setHorizontalSpacing(14)
        self.layout3.setVerticalSpacing(8)
        self.layout3.setContentsMargins(0, 0, 0, 0)
        self.last_label = QLabel(DinerEdit)
        self.last_label.setObjectName(u"last_label")
        self.last_label.setProperty(u"part", u"field")

        self.layout3.setWidget(0, QFormLayout.ItemRole.LabelRole, self.last_label)

        self.last_name = QLineEdit(DinerEdit)
        self.last_name.setObjectName(u"last_name")

        self.layout3.setWidget(0, QFormLayout.ItemRole.FieldRole, self.last_name)

        self.used_label = QLabel(DinerEdit)
        self.used_label.setObjectName(u"used_label")
        self.used_label.setProperty(u"part", u"field")

        self.layout3.setWidget(1, QFormLayout.ItemRole.LabelRole, self.used_label)

        self.used_name = QLineEdit(DinerEdit)
        self.used_name.setObjectName(u"used_name")

        self.layout3.setWidget(1, QFormLayout.ItemRole.FieldRole, self.used_name)

        self.first_label = QLabel(DinerEdit)
        self.first_label.setObjectName(u"first_label")
        self.first_label.setProperty(u"part", u"field")

        self.layout3.setWidget(2, QFormLayout.ItemRole.LabelRole, self.first_label)

        self.first_name = QLineEdit(DinerEdit)
        self.first_name.setObjectName(u"first_name")

        self.layout3.setWidget(2, QFormLayout.ItemRole.FieldRole, self.first_name)

        self.class_label = QLabel(DinerEdit)
        self.class_label.setObjectName(u"class_label")
        self.class_label.setProperty(u"part", u"field")

        self.layout3.setWidget(3, QFormLayout.ItemRole.LabelRole, self.class_label)

        self.class_name = QLineEdit(DinerEdit)
        self.class_name.setObjectName(u"class_name")

        self.layout3.setWidget(3, QFormLayout.ItemRole.FieldRole, self.class_name)

        self.kind_label = QLabel(DinerEdit)
        self.kind_label.setObjectName(u"kind_label")
        self.kind_label.setProperty(u"part", u"field")

        self.layout3.setWidget(4, QFormLayout.ItemRole.LabelRole, self.kind_label)

        self.kind = QComboBox(DinerEdit)
        self.kind.setObjectName(u"kind")

        self.layout3.setWidget(4, QFormLayout.ItemRole.FieldRole, self.kind)

        self.regime_label = QLabel(DinerEdit)
        self.regime_label.setObjectName(u"regime_label")
        self.regime_label.setProperty(u"part", u"field")

        self.layout3.setWidget(5, QFormLayout.ItemRole.LabelRole, self.regime_label)

        self.regime = QComboBox(DinerEdit)
        self.regime.setObjectName(u"regime")
        self.regime.setEditable(True)
        self.regime.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)

        self.layout3.setWidget(5, QFormLayout.ItemRole.FieldRole, self.regime)

        self.emails_label = QLabel(DinerEdit)
        self.emails_label.setObjectName(u"emails_label")
        self.emails_label.setProperty(u"part", u"field")

        self.layout3.setWidget(6, QFormLayout.ItemRole.LabelRole, self.emails_label)

        self.emails = QPlainTextEdit(DinerEdit)
        self.emails.setObjectName(u"emails")
        self.emails.setMaximumSize(QSize(16777215, 72))

        self.layout3.setWidget(6, QFormLayout.ItemRole.FieldRole, self.emails)

        self.card_label = QLabel(DinerEdit)
        self.card_label.setObjectName(u"card_label")
        self.card_label.setProperty(u"part", u"field")

        self.layout3.setWidget(7, QFormLayout.ItemRole.LabelRole, self.card_label)

        self.layout1 = QHBoxLayout()
        self.layout1.setSpacing(10)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(0, 0, 0, 0)
        self.card = QLineEdit(DinerEdit)
        self.card.setObjectName(u"card")

        self.layout1.addWidget(self.card)

        self.card_why = QComboBox(DinerEdit)
        self.card_why.setObjectName(u"card_why")

        self.layout1.addWidget(self.card_why)


        self.layout3.setLayout(7, QFormLayout.ItemRole.FieldRole, self.layout1)

        self.cards_label = QLabel(DinerEdit)
        self.cards_label.setObjectName(u"cards_label")
        self.cards_label.setProperty(u"part", u"field")

        self.layout3.setWidget(8, QFormLayout.ItemRole.LabelRole, self.cards_label)

        self.layout2 = QVBoxLayout()
        self.layout2.setSpacing(4)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.cards = QListWidget(DinerEdit)
        self.cards.setObjectName(u"cards")
        self.cards.setMaximumSize(QSize(16777215, 96))

        self.layout2.addWidget(self.cards)

        self.cards_hint = QLabel(DinerEdit)
        self.cards_hint.setObjectName(u"cards_hint")
        self.cards_hint.setProperty(u"part", u"muted")
        self.cards_hint.setWordWrap(True)

        self.layout2.addWidget(self.cards_hint)


        self.layout3.setLayout(8, QFormLayout.ItemRole.FieldRole, self.layout2)

        self.left = QCheckBox(DinerEdit)
        self.left.setObjectName(u"left")

        self.layout3.setWidget(9, QFormLayout.ItemRole.FieldRole, self.left)


        self.layout4.addLayout(self.layout3)

        self.trouble = QLabel(DinerEdit)
        self.trouble.setObjectName(u"trouble")
        self.trouble.setProperty(u"part", u"trouble")
        self.trouble.setWordWrap(True)

        self.layout4.addWidget(self.trouble)

        self.buttons = QDialogButtonBox(DinerEdit)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setOrientation(Qt.Orientation.Horizontal)
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel|QDialogButtonBox.StandardButton.Save)

        self.layout4.addWidget(self.buttons)

#if QT_CONFIG(shortcut)
        self.last_label.setBuddy(self.last_name)
        self.used_label.setBuddy(self.used_name)
        self.first_label.setBuddy(self.first_name)
        self.class_label.setBuddy(self.class_name)
        self.kind_label.setBuddy(self.kind)
        self.regime_label.setBuddy(self.regime)
        self.emails_label.setBuddy(self.emails)
        self.card_label.setBuddy(self.card)
        self.cards_label.setBuddy(self.cards)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(DinerEdit)

        QMetaObject.connectSlotsByName(DinerEdit)
    # setupUi

    def retranslateUi(self, DinerEdit):
        DinerEdit.setWindowTitle(QCoreApplication.translate("DinerEdit", u"Modifier l\u2019h\u00f4te", None))
        self.last_label.setText(QCoreApplication.translate("DinerEdit", u"Nom", None))
#if QT_CONFIG(accessibility)
        self.last_name.setAccessibleName(QCoreApplication.translate("DinerEdit", u"Nom", None))
#endif // QT_CONFIG(accessibility)
        self.used_label.setText(QCoreApplication.translate("DinerEdit", u"Nom d\u2019usage", None))
#if QT_CONFIG(accessibility)
        self.used_name.setAccessibleName(QCoreApplication.translate("DinerEdit", u"Nom d\u2019usage", None))
#endif // QT_CONFIG(accessibility)
        self.used_name.setPlaceholderText(QCoreApplication.translate("DinerEdit", u"s\u2019il en a un autre", None))
        self.first_label.setText(QCoreApplication.translate("DinerEdit", u"Pr\u00e9nom", None))
#if QT_CONFIG(accessibility)
        self.first_name.setAccessibleName(QCoreApplication.translate("DinerEdit", u"Pr\u00e9nom", None))
#endif // QT_CONFIG(accessibility)
        self.class_label.setText(QCoreApplication.translate("DinerEdit", u"Classe", None))
#if QT_CONFIG(accessibility)
        self.class_name.setAccessibleName(QCoreApplication.translate("DinerEdit", u"Classe", None))
#endif // QT_CONFIG(accessibility)
        self.kind_label.setText(QCoreApplication.translate("DinerEdit", u"Cat\u00e9gorie", None))
#if QT_CONFIG(accessibility)
        self.kind.setAccessibleName(QCoreApplication.translate("DinerEdit", u"Cat\u00e9gorie", None))
#endif // QT_CONFIG(accessibility)
        self.regime_label.setText(QCoreApplication.translate("DinerEdit", u"R\u00e9gime", None))
#if QT_CONFIG(accessibility)
        self.regime.setAccessibleName(QCoreApplication.translate("DinerEdit", u"R\u00e9gime", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.regime.setToolTip(QCoreApplication.translate("DinerEdit", u"Choisi dans la liste ou tap\u00e9, par exemple \u00ab\u00a0DP 4 jours\u00a0\u00bb", None))
#endif // QT_CONFIG(tooltip)
        self.emails_label.setText(QCoreApplication.translate("DinerEdit", u"E-mails, un par ligne", None))
#if QT_CONFIG(accessibility)
        self.emails.setAccessibleName(QCoreApplication.translate("DinerEdit", u"E-mails, un par ligne", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(tooltip)
        self.emails.setToolTip(QCoreApplication.translate("DinerEdit", u"Des responsables, ou du commensal", None))
#endif // QT_CONFIG(tooltip)
        self.card_label.setText(QCoreApplication.translate("DinerEdit", u"N\u00b0 carte", None))
#if QT_CONFIG(accessibility)
        self.card.setAccessibleName(QCoreApplication.translate("DinerEdit", u"N\u00b0 carte", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.card_why.setAccessibleName(QCoreApplication.translate("DinerEdit", u"L\u2019ancienne carte", None))
#endif // QT_CONFIG(accessibility)
        self.cards_label.setText(QCoreApplication.translate("DinerEdit", u"Autres cartes", None))
#if QT_CONFIG(accessibility)
        self.cards.setAccessibleName(QCoreApplication.translate("DinerEdit", u"Autres cartes", None))
#endif // QT_CONFIG(accessibility)
        self.cards_hint.setText(QCoreApplication.translate("DinerEdit", u"D\u00e9cochez une carte rendue. Les anciennes restent \u00e0 l\u2019historique.", None))
        self.left.setText(QCoreApplication.translate("DinerEdit", u"Sorti de l\u2019\u00e9tablissement", None))
        self.trouble.setText("")
    # retranslateUi

