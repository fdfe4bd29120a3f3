# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'help.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject)
from PySide6.QtWidgets import (QTextBrowser, QVBoxLayout)

class Ui_Help(object):
    def setupUi(self, Help):
        if not Help.objectName():
            Help.setObjectName(u"Help")
        self.layout1 = QVBoxLayout(Help)
        self.layout1.setSpacing(8)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(0, 0, 0, 0)
        self.text = QTextBrowser(Help)
        self.text.setObjectName(u"text")
        self.text.setOpenExternalLinks(False)

        self.layout1.addWidget(self.text)


        self.retranslateUi(Help)

        QMetaObject.connectSlotsByName(Help)
    # setupUi

    def retranslateUi(self, Help):
#if QT_CONFIG(accessibility)
        self.text.setAccessibleName(QCoreApplication.translate("Help", u"Aide", None))
#endif // QT_CONFIG(accessibility)
        pass
    # retranslateUi

