# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'add_school.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, Qt)
from PySide6.QtWidgets import (QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QSizePolicy, QSpacerItem, QVBoxLayout)

class Ui_AddSchool(object):
    def setupUi(self, AddSchool):
        if not AddSchool.objectName():
            AddSchool.setObjectName(u"AddSchool")
        AddSchool.resize(520, 260)
        self.layout4 = QVBoxLayout(AddSchool)
        self.layout4.setSpacing(10)
        self.layout4.setObjectName(u"layout4")
        self.layout4.setContentsMargins(18, 16, 18, 16)
        self.layout1 = QFormLayout()
        self.layout1.setObjectName(u"layout1")
        self.layout1.setHorizontalSpacing(16)
        self.layout1.setVerticalSpacing(10)
        self.layout1.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.layout1.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)
        self.layout1.setContentsMargins(0, 0, 0, 0)
        self.uai_label = QLabel(AddSchool)
        self.uai_label.setObjectName(u"uai_label")

        self.layout1.setWidget(0, QFormLayout.ItemRole.LabelRole, self.uai_label)

        self.uai = QLineEdit(AddSchool)
        self.uai.setObjectName(u"uai")

        self.layout1.setWidget(0, QFormLayout.ItemRole.FieldRole, self.uai)

        self.name_label = QLabel(AddSchool)
        self.name_label.setObjectName(u"name_label")

        self.layout1.setWidget(1, QFormLayout.ItemRole.LabelRole, self.name_label)

        self.name = QLineEdit(AddSchool)
        self.name.setObjectName(u"name")

        self.layout1.setWidget(1, QFormLayout.ItemRole.FieldRole, self.name)

        self.site_code_label = QLabel(AddSchool)
        self.site_code_label.setObjectName(u"site_code_label")

        self.layout1.setWidget(2, QFormLayout.ItemRole.LabelRole, self.site_code_label)

        self.site_code = QLineEdit(AddSchool)
        self.site_code.setObjectName(u"site_code")
        self.site_code.setMaxLength(4)

        self.layout1.setWidget(2, QFormLayout.ItemRole.FieldRole, self.site_code)


        self.layout4.addLayout(self.layout1)

        self.label2 = QLabel(AddSchool)
        self.label2.setObjectName(u"label2")
        self.label2.setProperty(u"part", u"muted")
        self.label2.setWordWrap(True)

        self.layout4.addWidget(self.label2)

        self.trouble = QLabel(AddSchool)
        self.trouble.setObjectName(u"trouble")
        self.trouble.setProperty(u"part", u"trouble")
        self.trouble.setWordWrap(True)

        self.layout4.addWidget(self.trouble)

        self.spacer3 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout4.addItem(self.spacer3)

        self.buttons = QDialogButtonBox(AddSchool)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel|QDialogButtonBox.StandardButton.Save)

        self.layout4.addWidget(self.buttons)

#if QT_CONFIG(shortcut)
        self.uai_label.setBuddy(self.uai)
        self.name_label.setBuddy(self.name)
        self.site_code_label.setBuddy(self.site_code)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(AddSchool)

        QMetaObject.connectSlotsByName(AddSchool)
    # setupUi

    def retranslateUi(self, AddSchool):
        AddSchool.setWindowTitle(QCoreApplication.translate("AddSchool", u"Ajouter un \u00e9tablissement", None))
        self.uai_label.setText(QCoreApplication.translate("AddSchool", u"Code UAI (ex-RNE)", None))
        self.uai.setPlaceholderText(QCoreApplication.translate("AddSchool", u"7 chiffres et une lettre", None))
        self.name_label.setText(QCoreApplication.translate("AddSchool", u"Nom", None))
        self.site_code_label.setText(QCoreApplication.translate("AddSchool", u"Code \u00e9tablissement de la carte", None))
        self.site_code.setPlaceholderText(QCoreApplication.translate("AddSchool", u"4 chiffres, par exemple 0683", None))
        self.label2.setText(QCoreApplication.translate("AddSchool", u"Le code de la carte est le premier nombre imprim\u00e9 sur les cartes\u00a0: 0683 pour 0683-04217.", None))
        self.trouble.setText("")
    # retranslateUi

