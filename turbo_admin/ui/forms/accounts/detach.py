# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'detach.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QDialogButtonBox, QLabel, QListWidget, QVBoxLayout)

class Ui_Detach(object):
    def setupUi(self, Detach):
        if not Detach.objectName():
            Detach.setObjectName(u"Detach")
        Detach.setMinimumSize(QSize(460, 300))
        self.layout1 = QVBoxLayout(Detach)
        self.layout1.setSpacing(10)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(18, 18, 18, 18)
        self.about = QLabel(Detach)
        self.about.setObjectName(u"about")
        self.about.setProperty(u"part", u"heading")
        self.about.setWordWrap(True)

        self.layout1.addWidget(self.about)

        self.diners = QListWidget(Detach)
        self.diners.setObjectName(u"diners")

        self.layout1.addWidget(self.diners)

        self.hint = QLabel(Detach)
        self.hint.setObjectName(u"hint")
        self.hint.setProperty(u"part", u"muted")
        self.hint.setWordWrap(True)

        self.layout1.addWidget(self.hint)

        self.buttons = QDialogButtonBox(Detach)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setOrientation(Qt.Orientation.Horizontal)
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel|QDialogButtonBox.StandardButton.Ok)

        self.layout1.addWidget(self.buttons)


        self.retranslateUi(Detach)

        QMetaObject.connectSlotsByName(Detach)
    # setupUi

    def retranslateUi(self, Detach):
        Detach.setWindowTitle(QCoreApplication.translate("Detach", u"D\u00e9tacher un h\u00f4te", None))
        self.about.setText("")
#if QT_CONFIG(accessibility)
        self.diners.setAccessibleName(QCoreApplication.translate("Detach", u"H\u00f4tes du compte", None))
#endif // QT_CONFIG(accessibility)
        self.hint.setText("")
    # retranslateUi

