# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'intake_detail.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout)

class Ui_IntakeDetail(object):
    def setupUi(self, IntakeDetail):
        if not IntakeDetail.objectName():
            IntakeDetail.setObjectName(u"IntakeDetail")
        IntakeDetail.setProperty(u"part", u"card")
        self.layout12 = QHBoxLayout(IntakeDetail)
        self.layout12.setSpacing(24)
        self.layout12.setObjectName(u"layout12")
        self.layout12.setContentsMargins(16, 10, 16, 10)
        self.layout6 = QVBoxLayout()
        self.layout6.setSpacing(6)
        self.layout6.setObjectName(u"layout6")
        self.layout6.setContentsMargins(0, 0, 0, 0)
        self.layout4 = QGridLayout()
        self.layout4.setObjectName(u"layout4")
        self.layout4.setHorizontalSpacing(24)
        self.layout4.setVerticalSpacing(4)
        self.layout4.setContentsMargins(0, 0, 0, 0)
        self.label1 = QLabel(IntakeDetail)
        self.label1.setObjectName(u"label1")
        self.label1.setProperty(u"part", u"heading")

        self.layout4.addWidget(self.label1, 0, 1, 1, 1)

        self.label2 = QLabel(IntakeDetail)
        self.label2.setObjectName(u"label2")
        self.label2.setProperty(u"part", u"heading")

        self.layout4.addWidget(self.label2, 0, 2, 1, 1)

        self.label3 = QLabel(IntakeDetail)
        self.label3.setObjectName(u"label3")
        self.label3.setProperty(u"part", u"heading")

        self.layout4.addWidget(self.label3, 0, 3, 1, 1)

        self.last_title = QLabel(IntakeDetail)
        self.last_title.setObjectName(u"last_title")
        self.last_title.setProperty(u"part", u"field")

        self.layout4.addWidget(self.last_title, 1, 0, 1, 1)

        self.last_typed = QLabel(IntakeDetail)
        self.last_typed.setObjectName(u"last_typed")
        self.last_typed.setMinimumSize(QSize(110, 0))
        self.last_typed.setTextFormat(Qt.TextFormat.RichText)
        self.last_typed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.last_typed.setWordWrap(False)

        self.layout4.addWidget(self.last_typed, 1, 1, 1, 1)

        self.last_roster = QLabel(IntakeDetail)
        self.last_roster.setObjectName(u"last_roster")
        self.last_roster.setMinimumSize(QSize(110, 0))
        self.last_roster.setTextFormat(Qt.TextFormat.RichText)
        self.last_roster.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.last_roster.setWordWrap(False)

        self.layout4.addWidget(self.last_roster, 1, 2, 1, 1)

        self.last_why = QLabel(IntakeDetail)
        self.last_why.setObjectName(u"last_why")
        self.last_why.setTextFormat(Qt.TextFormat.RichText)
        self.last_why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.last_why.setWordWrap(True)
        self.last_why.setProperty(u"part", u"muted")

        self.layout4.addWidget(self.last_why, 1, 3, 1, 1)

        self.first_title = QLabel(IntakeDetail)
        self.first_title.setObjectName(u"first_title")
        self.first_title.setProperty(u"part", u"field")

        self.layout4.addWidget(self.first_title, 2, 0, 1, 1)

        self.first_typed = QLabel(IntakeDetail)
        self.first_typed.setObjectName(u"first_typed")
        self.first_typed.setMinimumSize(QSize(110, 0))
        self.first_typed.setTextFormat(Qt.TextFormat.RichText)
        self.first_typed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.first_typed.setWordWrap(False)

        self.layout4.addWidget(self.first_typed, 2, 1, 1, 1)

        self.first_roster = QLabel(IntakeDetail)
        self.first_roster.setObjectName(u"first_roster")
        self.first_roster.setMinimumSize(QSize(110, 0))
        self.first_roster.setTextFormat(Qt.TextFormat.RichText)
        self.first_roster.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.first_roster.setWordWrap(False)

        self.layout4.addWidget(self.first_roster, 2, 2, 1, 1)

        self.first_why = QLabel(IntakeDetail)
        self.first_why.setObjectName(u"first_why")
        self.first_why.setTextFormat(Qt.TextFormat.RichText)
        self.first_why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.first_why.setWordWrap(True)
        self.first_why.setProperty(u"part", u"muted")

        self.layout4.addWidget(self.first_why, 2, 3, 1, 1)

        self.card_title = QLabel(IntakeDetail)
        self.card_title.setObjectName(u"card_title")
        self.card_title.setProperty(u"part", u"field")

        self.layout4.addWidget(self.card_title, 3, 0, 1, 1)

        self.card_typed = QLabel(IntakeDetail)
        self.card_typed.setObjectName(u"card_typed")
        self.card_typed.setMinimumSize(QSize(110, 0))
        self.card_typed.setTextFormat(Qt.TextFormat.RichText)
        self.card_typed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.card_typed.setWordWrap(False)

        self.layout4.addWidget(self.card_typed, 3, 1, 1, 1)

        self.card_roster = QLabel(IntakeDetail)
        self.card_roster.setObjectName(u"card_roster")
        self.card_roster.setMinimumSize(QSize(110, 0))
        self.card_roster.setTextFormat(Qt.TextFormat.RichText)
        self.card_roster.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.card_roster.setWordWrap(False)

        self.layout4.addWidget(self.card_roster, 3, 2, 1, 1)

        self.card_why = QLabel(IntakeDetail)
        self.card_why.setObjectName(u"card_why")
        self.card_why.setTextFormat(Qt.TextFormat.RichText)
        self.card_why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.card_why.setWordWrap(True)
        self.card_why.setProperty(u"part", u"muted")

        self.layout4.addWidget(self.card_why, 3, 3, 1, 1)

        self.email_title = QLabel(IntakeDetail)
        self.email_title.setObjectName(u"email_title")
        self.email_title.setProperty(u"part", u"field")

        self.layout4.addWidget(self.email_title, 4, 0, 1, 1)

        self.email_typed = QLabel(IntakeDetail)
        self.email_typed.setObjectName(u"email_typed")
        self.email_typed.setMinimumSize(QSize(110, 0))
        self.email_typed.setTextFormat(Qt.TextFormat.RichText)
        self.email_typed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.email_typed.setWordWrap(False)

        self.layout4.addWidget(self.email_typed, 4, 1, 1, 1)

        self.email_roster = QLabel(IntakeDetail)
        self.email_roster.setObjectName(u"email_roster")
        self.email_roster.setMinimumSize(QSize(110, 0))
        self.email_roster.setTextFormat(Qt.TextFormat.RichText)
        self.email_roster.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.email_roster.setWordWrap(False)

        self.layout4.addWidget(self.email_roster, 4, 2, 1, 1)

        self.email_why = QLabel(IntakeDetail)
        self.email_why.setObjectName(u"email_why")
        self.email_why.setTextFormat(Qt.TextFormat.RichText)
        self.email_why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.email_why.setWordWrap(True)
        self.email_why.setProperty(u"part", u"muted")

        self.layout4.addWidget(self.email_why, 4, 3, 1, 1)

        self.layout4.setColumnStretch(3, 1)

        self.layout6.addLayout(self.layout4)

        self.alerts = QLabel(IntakeDetail)
        self.alerts.setObjectName(u"alerts")
        self.alerts.setTextFormat(Qt.TextFormat.RichText)
        self.alerts.setWordWrap(True)

        self.layout6.addWidget(self.alerts)

        self.reasons = QLabel(IntakeDetail)
        self.reasons.setObjectName(u"reasons")
        self.reasons.setProperty(u"part", u"muted")
        self.reasons.setWordWrap(True)

        self.layout6.addWidget(self.reasons)

        self.spacer5 = QSpacerItem(4, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout6.addItem(self.spacer5)


        self.layout12.addLayout(self.layout6)

        self.layout9 = QVBoxLayout()
        self.layout9.setSpacing(2)
        self.layout9.setObjectName(u"layout9")
        self.layout9.setContentsMargins(0, 0, 0, 0)
        self.candidates_title = QLabel(IntakeDetail)
        self.candidates_title.setObjectName(u"candidates_title")
        self.candidates_title.setProperty(u"part", u"heading")

        self.layout9.addWidget(self.candidates_title)

        self.candidate1 = QPushButton(IntakeDetail)
        self.candidate1.setObjectName(u"candidate1")
        self.candidate1.setProperty(u"part", u"candidate")
        self.candidate1.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        sizePolicy.setHorizontalStretch(0)
        sizePolicy.setVerticalStretch(0)
        sizePolicy.setHeightForWidth(self.candidate1.sizePolicy().hasHeightForWidth())
        self.candidate1.setSizePolicy(sizePolicy)

        self.layout9.addWidget(self.candidate1)

        self.candidate2 = QPushButton(IntakeDetail)
        self.candidate2.setObjectName(u"candidate2")
        self.candidate2.setProperty(u"part", u"candidate")
        self.candidate2.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sizePolicy.setHeightForWidth(self.candidate2.sizePolicy().hasHeightForWidth())
        self.candidate2.setSizePolicy(sizePolicy)

        self.layout9.addWidget(self.candidate2)

        self.candidate3 = QPushButton(IntakeDetail)
        self.candidate3.setObjectName(u"candidate3")
        self.candidate3.setProperty(u"part", u"candidate")
        self.candidate3.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sizePolicy.setHeightForWidth(self.candidate3.sizePolicy().hasHeightForWidth())
        self.candidate3.setSizePolicy(sizePolicy)

        self.layout9.addWidget(self.candidate3)

        self.candidate4 = QPushButton(IntakeDetail)
        self.candidate4.setObjectName(u"candidate4")
        self.candidate4.setProperty(u"part", u"candidate")
        self.candidate4.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sizePolicy.setHeightForWidth(self.candidate4.sizePolicy().hasHeightForWidth())
        self.candidate4.setSizePolicy(sizePolicy)

        self.layout9.addWidget(self.candidate4)

        self.others = QLabel(IntakeDetail)
        self.others.setObjectName(u"others")
        self.others.setProperty(u"part", u"muted")

        self.layout9.addWidget(self.others)

        self.label7 = QLabel(IntakeDetail)
        self.label7.setObjectName(u"label7")
        self.label7.setProperty(u"part", u"heading")

        self.layout9.addWidget(self.label7)

        self.history = QLabel(IntakeDetail)
        self.history.setObjectName(u"history")
        self.history.setProperty(u"part", u"muted")
        self.history.setWordWrap(True)
        self.history.setAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)
        self.history.setMinimumSize(QSize(230, 0))
        self.history.setTextFormat(Qt.TextFormat.PlainText)

        self.layout9.addWidget(self.history)

        self.spacer8 = QSpacerItem(4, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout9.addItem(self.spacer8)


        self.layout12.addLayout(self.layout9)

        self.layout11 = QVBoxLayout()
        self.layout11.setSpacing(6)
        self.layout11.setObjectName(u"layout11")
        self.layout11.setContentsMargins(0, 0, 0, 0)
        self.choose = QPushButton(IntakeDetail)
        self.choose.setObjectName(u"choose")

        self.layout11.addWidget(self.choose)

        self.take_back = QPushButton(IntakeDetail)
        self.take_back.setObjectName(u"take_back")

        self.layout11.addWidget(self.take_back)

        self.email_button = QPushButton(IntakeDetail)
        self.email_button.setObjectName(u"email_button")

        self.layout11.addWidget(self.email_button)

        self.spacer10 = QSpacerItem(4, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout11.addItem(self.spacer10)


        self.layout12.addLayout(self.layout11)

        self.layout12.setStretch(0, 3)
        self.layout12.setStretch(1, 2)

        self.retranslateUi(IntakeDetail)

        QMetaObject.connectSlotsByName(IntakeDetail)
    # setupUi

    def retranslateUi(self, IntakeDetail):
#if QT_CONFIG(accessibility)
        IntakeDetail.setAccessibleName(QCoreApplication.translate("IntakeDetail", u"D\u00e9tail de la demande", None))
#endif // QT_CONFIG(accessibility)
        self.label1.setText(QCoreApplication.translate("IntakeDetail", u"Saisi par la famille", None))
        self.label2.setText(QCoreApplication.translate("IntakeDetail", u"H\u00f4te propos\u00e9", None))
        self.label3.setText(QCoreApplication.translate("IntakeDetail", u"Pourquoi", None))
        self.last_title.setText(QCoreApplication.translate("IntakeDetail", u"Nom", None))
        self.last_typed.setText("")
        self.last_roster.setText("")
        self.last_why.setText("")
        self.first_title.setText(QCoreApplication.translate("IntakeDetail", u"Pr\u00e9nom", None))
        self.first_typed.setText("")
        self.first_roster.setText("")
        self.first_why.setText("")
        self.card_title.setText(QCoreApplication.translate("IntakeDetail", u"Carte", None))
        self.card_typed.setText("")
        self.card_roster.setText("")
        self.card_why.setText("")
        self.email_title.setText(QCoreApplication.translate("IntakeDetail", u"E-mail", None))
        self.email_typed.setText("")
        self.email_roster.setText("")
        self.email_why.setText("")
        self.alerts.setText("")
        self.reasons.setText("")
        self.candidates_title.setText(QCoreApplication.translate("IntakeDetail", u"H\u00f4tes possibles", None))
        self.candidate1.setText("")
        self.candidate2.setText("")
        self.candidate3.setText("")
        self.candidate4.setText("")
        self.others.setText("")
        self.label7.setText(QCoreApplication.translate("IntakeDetail", u"Historique", None))
        self.history.setText("")
        self.choose.setText(QCoreApplication.translate("IntakeDetail", u"Choisir un autre h\u00f4te\u2026", None))
        self.take_back.setText(QCoreApplication.translate("IntakeDetail", u"Reprendre le choix", None))
        self.email_button.setText(QCoreApplication.translate("IntakeDetail", u"Corriger l\u2019e-mail\u2026", None))
    # retranslateUi

