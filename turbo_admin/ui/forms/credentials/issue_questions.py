# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'issue_questions.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QComboBox, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QScrollArea, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget)

class Ui_IssueQuestions(object):
    def setupUi(self, IssueQuestions):
        if not IssueQuestions.objectName():
            IssueQuestions.setObjectName(u"IssueQuestions")
        IssueQuestions.setMinimumSize(QSize(720, 0))
        self.layout3 = QVBoxLayout(IssueQuestions)
        self.layout3.setSpacing(10)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(18, 16, 18, 16)
        self.about = QLabel(IssueQuestions)
        self.about.setObjectName(u"about")
        self.about.setProperty(u"part", u"heading")
        self.about.setWordWrap(True)

        self.layout3.addWidget(self.about)

        self.others = QLabel(IssueQuestions)
        self.others.setObjectName(u"others")
        self.others.setProperty(u"part", u"muted")
        self.others.setWordWrap(True)

        self.layout3.addWidget(self.others)

        self.layout1 = QHBoxLayout()
        self.layout1.setSpacing(8)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(0, 0, 0, 0)
        self.all_label = QLabel(IssueQuestions)
        self.all_label.setObjectName(u"all_label")

        self.layout1.addWidget(self.all_label)

        self.all = QComboBox(IssueQuestions)
        self.all.setObjectName(u"all")

        self.layout1.addWidget(self.all)

        self.spacer1 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout1.addItem(self.spacer1)


        self.layout3.addLayout(self.layout1)

        self.area = QScrollArea(IssueQuestions)
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

        self.reason_label = QLabel(IssueQuestions)
        self.reason_label.setObjectName(u"reason_label")

        self.layout3.addWidget(self.reason_label)

        self.reason = QPlainTextEdit(IssueQuestions)
        self.reason.setObjectName(u"reason")
        self.reason.setTabChangesFocus(True)
        self.reason.setMinimumSize(QSize(0, 84))

        self.layout3.addWidget(self.reason)

        self.hint = QLabel(IssueQuestions)
        self.hint.setObjectName(u"hint")
        self.hint.setProperty(u"part", u"muted")
        self.hint.setWordWrap(True)

        self.layout3.addWidget(self.hint)

        self.layout2 = QHBoxLayout()
        self.layout2.setSpacing(8)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.confirm = QPushButton(IssueQuestions)
        self.confirm.setObjectName(u"confirm")

        self.layout2.addWidget(self.confirm)

        self.cancel = QPushButton(IssueQuestions)
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

        self.retranslateUi(IssueQuestions)

        QMetaObject.connectSlotsByName(IssueQuestions)
    # setupUi

    def retranslateUi(self, IssueQuestions):
        IssueQuestions.setWindowTitle(QCoreApplication.translate("IssueQuestions", u"Avant de g\u00e9n\u00e9rer les identifiants", None))
        self.about.setText("")
        self.others.setText("")
        self.all_label.setText(QCoreApplication.translate("IssueQuestions", u"Pour toutes ces lignes", None))
#if QT_CONFIG(accessibility)
        self.area.setAccessibleName(QCoreApplication.translate("IssueQuestions", u"Avant de g\u00e9n\u00e9rer les identifiants", None))
#endif // QT_CONFIG(accessibility)
        self.reason_label.setText(QCoreApplication.translate("IssueQuestions", u"Motif envoy\u00e9 aux familles refus\u00e9es", None))
#if QT_CONFIG(accessibility)
        self.reason.setAccessibleName(QCoreApplication.translate("IssueQuestions", u"Motif envoy\u00e9 aux familles refus\u00e9es", None))
#endif // QT_CONFIG(accessibility)
        self.hint.setText("")
        self.confirm.setText(QCoreApplication.translate("IssueQuestions", u"Valider", None))
        self.cancel.setText(QCoreApplication.translate("IssueQuestions", u"Annuler", None))
    # retranslateUi

