# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'sync_panel.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout)

class Ui_SyncPanel(object):
    def setupUi(self, SyncPanel):
        if not SyncPanel.objectName():
            SyncPanel.setObjectName(u"SyncPanel")
        SyncPanel.setProperty(u"part", u"card")
        self.layout4 = QHBoxLayout(SyncPanel)
        self.layout4.setSpacing(12)
        self.layout4.setObjectName(u"layout4")
        self.layout4.setContentsMargins(14, 10, 14, 10)
        self.picture = QLabel(SyncPanel)
        self.picture.setObjectName(u"picture")
        self.picture.setMinimumSize(QSize(20, 20))

        self.layout4.addWidget(self.picture)

        self.layout3 = QVBoxLayout()
        self.layout3.setSpacing(6)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(0, 0, 0, 0)
        self.layout2 = QHBoxLayout()
        self.layout2.setSpacing(8)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.step = QLabel(SyncPanel)
        self.step.setObjectName(u"step")
        self.step.setProperty(u"part", u"heading")

        self.layout2.addWidget(self.step)

        self.spacer1 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout2.addItem(self.spacer1)

        self.figures = QLabel(SyncPanel)
        self.figures.setObjectName(u"figures")
        self.figures.setProperty(u"part", u"muted")

        self.layout2.addWidget(self.figures)


        self.layout3.addLayout(self.layout2)

        self.progress = QProgressBar(SyncPanel)
        self.progress.setObjectName(u"progress")
        self.progress.setTextVisible(False)
        self.progress.setMaximum(0)

        self.layout3.addWidget(self.progress)

        self.summary = QLabel(SyncPanel)
        self.summary.setObjectName(u"summary")
        self.summary.setWordWrap(True)
        self.summary.setMinimumSize(QSize(240, 0))
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

        self.layout3.addWidget(self.summary)


        self.layout4.addLayout(self.layout3)

        self.new_requests = QPushButton(SyncPanel)
        self.new_requests.setObjectName(u"new_requests")

        self.layout4.addWidget(self.new_requests)

        self.agree = QPushButton(SyncPanel)
        self.agree.setObjectName(u"agree")

        self.layout4.addWidget(self.agree)

        self.journal = QPushButton(SyncPanel)
        self.journal.setObjectName(u"journal")

        self.layout4.addWidget(self.journal)

        self.cancel = QPushButton(SyncPanel)
        self.cancel.setObjectName(u"cancel")

        self.layout4.addWidget(self.cancel)

        self.close = QPushButton(SyncPanel)
        self.close.setObjectName(u"close")

        self.layout4.addWidget(self.close)

        self.layout4.setStretch(1, 1)

        self.retranslateUi(SyncPanel)

        QMetaObject.connectSlotsByName(SyncPanel)
    # setupUi

    def retranslateUi(self, SyncPanel):
#if QT_CONFIG(accessibility)
        SyncPanel.setAccessibleName(QCoreApplication.translate("SyncPanel", u"Synchronisation", None))
#endif // QT_CONFIG(accessibility)
        self.picture.setText("")
        self.step.setText("")
        self.figures.setText("")
#if QT_CONFIG(accessibility)
        self.progress.setAccessibleName(QCoreApplication.translate("SyncPanel", u"Avancement de la synchronisation", None))
#endif // QT_CONFIG(accessibility)
        self.summary.setText("")
        self.new_requests.setText(QCoreApplication.translate("SyncPanel", u"Voir les nouvelles demandes", None))
        self.agree.setText(QCoreApplication.translate("SyncPanel", u"Mettre d\u2019accord\u2026", None))
        self.journal.setText(QCoreApplication.translate("SyncPanel", u"Voir le journal", None))
        self.cancel.setText(QCoreApplication.translate("SyncPanel", u"Annuler", None))
        self.close.setText(QCoreApplication.translate("SyncPanel", u"Fermer", None))
    # retranslateUi

