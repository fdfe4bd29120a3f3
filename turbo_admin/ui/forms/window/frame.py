# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'frame.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject)
from PySide6.QtWidgets import (QFrame, QHBoxLayout, QLabel, QMenuBar, QPushButton, QSizePolicy, QSpacerItem, QStackedWidget, QStatusBar, QVBoxLayout, QWidget)

class Ui_Frame(object):
    def setupUi(self, Frame):
        if not Frame.objectName():
            Frame.setObjectName(u"Frame")
        Frame.resize(1366, 768)
        self.central = QWidget(Frame)
        self.central.setObjectName(u"central")
        self.layout4 = QVBoxLayout(self.central)
        self.layout4.setSpacing(0)
        self.layout4.setObjectName(u"layout4")
        self.layout4.setContentsMargins(18, 12, 18, 8)
        self.header = QFrame(self.central)
        self.header.setObjectName(u"header")
        self.layout3 = QHBoxLayout(self.header)
        self.layout3.setSpacing(10)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(0, 0, 0, 12)
        self.layout1 = QVBoxLayout()
        self.layout1.setSpacing(0)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(0, 0, 0, 0)
        self.crumbs = QLabel(self.header)
        self.crumbs.setObjectName(u"crumbs")
        self.crumbs.setProperty(u"part", u"crumbs")

        self.layout1.addWidget(self.crumbs)

        self.title = QLabel(self.header)
        self.title.setObjectName(u"title")
        self.title.setProperty(u"part", u"title")

        self.layout1.addWidget(self.title)


        self.layout3.addLayout(self.layout1)

        self.spacer2 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout3.addItem(self.spacer2)

        self.find_button = QPushButton(self.header)
        self.find_button.setObjectName(u"find_button")

        self.layout3.addWidget(self.find_button)

        self.sync_button = QPushButton(self.header)
        self.sync_button.setObjectName(u"sync_button")

        self.layout3.addWidget(self.sync_button)


        self.layout4.addWidget(self.header)

        self.bars = QWidget(self.central)
        self.bars.setObjectName(u"bars")
        self.bars_layout = QVBoxLayout(self.bars)
        self.bars_layout.setSpacing(0)
        self.bars_layout.setObjectName(u"bars_layout")
        self.bars_layout.setContentsMargins(0, 0, 0, 0)

        self.layout4.addWidget(self.bars)

        self.stack = QStackedWidget(self.central)
        self.stack.setObjectName(u"stack")

        self.layout4.addWidget(self.stack)

        self.layout4.setStretch(2, 1)
        Frame.setCentralWidget(self.central)
        self.menus = QMenuBar(Frame)
        self.menus.setObjectName(u"menus")
        Frame.setMenuBar(self.menus)
        self.status = QStatusBar(Frame)
        self.status.setObjectName(u"status")
        self.status.setSizeGripEnabled(True)
        Frame.setStatusBar(self.status)

        self.retranslateUi(Frame)

        QMetaObject.connectSlotsByName(Frame)
    # setupUi

    def retranslateUi(self, Frame):
        Frame.setWindowTitle(QCoreApplication.translate("Frame", u"Turbo Admin", None))
        self.crumbs.setText("")
        self.title.setText("")
        self.find_button.setText(QCoreApplication.translate("Frame", u"Trouver un h\u00f4te\u2026", None))
#if QT_CONFIG(tooltip)
        self.find_button.setToolTip(QCoreApplication.translate("Frame", u"Trouver un h\u00f4te (Ctrl+F)", None))
#endif // QT_CONFIG(tooltip)
        self.sync_button.setText(QCoreApplication.translate("Frame", u"Synchroniser maintenant", None))
#if QT_CONFIG(tooltip)
        self.sync_button.setToolTip(QCoreApplication.translate("Frame", u"\u00c9changer avec le portail (F5)", None))
#endif // QT_CONFIG(tooltip)
    # retranslateUi

