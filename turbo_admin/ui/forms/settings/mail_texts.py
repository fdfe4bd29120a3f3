# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'mail_texts.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize)
from PySide6.QtWidgets import (QCheckBox, QHBoxLayout, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QPushButton, QSizePolicy, QSpacerItem, QTextBrowser, QVBoxLayout)

class Ui_MailTexts(object):
    def setupUi(self, MailTexts):
        if not MailTexts.objectName():
            MailTexts.setObjectName(u"MailTexts")
        MailTexts.resize(1240, 664)
        self.whole = QVBoxLayout(MailTexts)
        self.whole.setSpacing(12)
        self.whole.setObjectName(u"whole")
        self.whole.setContentsMargins(18, 16, 18, 16)
        self.columns = QHBoxLayout()
        self.columns.setSpacing(16)
        self.columns.setObjectName(u"columns")
        self.columns.setContentsMargins(0, 0, 0, 0)
        self.kinds = QListWidget(MailTexts)
        self.kinds.setObjectName(u"kinds")
        self.kinds.setMinimumSize(QSize(266, 0))
        self.kinds.setMaximumSize(QSize(266, 16777215))

        self.columns.addWidget(self.kinds)

        self.editor = QVBoxLayout()
        self.editor.setSpacing(6)
        self.editor.setObjectName(u"editor")
        self.editor.setContentsMargins(0, 0, 0, 0)
        self.kind_name = QLabel(MailTexts)
        self.kind_name.setObjectName(u"kind_name")
        self.kind_name.setProperty(u"part", u"heading")
        self.kind_name.setWordWrap(True)

        self.editor.addWidget(self.kind_name)

        self.sent = QLabel(MailTexts)
        self.sent.setObjectName(u"sent")
        self.sent.setProperty(u"part", u"muted")
        self.sent.setWordWrap(True)

        self.editor.addWidget(self.sent)

        self.subject_label = QLabel(MailTexts)
        self.subject_label.setObjectName(u"subject_label")

        self.editor.addWidget(self.subject_label)

        self.subject = QLineEdit(MailTexts)
        self.subject.setObjectName(u"subject")

        self.editor.addWidget(self.subject)

        self.opening_label = QLabel(MailTexts)
        self.opening_label.setObjectName(u"opening_label")

        self.editor.addWidget(self.opening_label)

        self.opening = QPlainTextEdit(MailTexts)
        self.opening.setObjectName(u"opening")
        self.opening.setTabChangesFocus(True)

        self.editor.addWidget(self.opening)

        self.fixed = QLabel(MailTexts)
        self.fixed.setObjectName(u"fixed")
        self.fixed.setProperty(u"part", u"muted")
        self.fixed.setWordWrap(True)

        self.editor.addWidget(self.fixed)

        self.closing_label = QLabel(MailTexts)
        self.closing_label.setObjectName(u"closing_label")

        self.editor.addWidget(self.closing_label)

        self.closing = QPlainTextEdit(MailTexts)
        self.closing.setObjectName(u"closing")
        self.closing.setTabChangesFocus(True)
        self.closing.setMaximumSize(QSize(16777215, 84))

        self.editor.addWidget(self.closing)

        self.blanks = QLabel(MailTexts)
        self.blanks.setObjectName(u"blanks")
        self.blanks.setProperty(u"part", u"muted")
        self.blanks.setWordWrap(True)

        self.editor.addWidget(self.blanks)

        self.trouble = QLabel(MailTexts)
        self.trouble.setObjectName(u"trouble")
        self.trouble.setProperty(u"part", u"trouble")
        self.trouble.setWordWrap(True)

        self.editor.addWidget(self.trouble)

        self.tools = QHBoxLayout()
        self.tools.setSpacing(8)
        self.tools.setObjectName(u"tools")
        self.tools.setContentsMargins(0, 0, 0, 0)
        self.insert = QPushButton(MailTexts)
        self.insert.setObjectName(u"insert")
        self.insert.setAutoDefault(False)

        self.tools.addWidget(self.insert)

        self.reset = QPushButton(MailTexts)
        self.reset.setObjectName(u"reset")
        self.reset.setAutoDefault(False)

        self.tools.addWidget(self.reset)

        self.spacer1 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.tools.addItem(self.spacer1)


        self.editor.addLayout(self.tools)


        self.columns.addLayout(self.editor)

        self.preview_side = QVBoxLayout()
        self.preview_side.setSpacing(6)
        self.preview_side.setObjectName(u"preview_side")
        self.preview_side.setContentsMargins(0, 0, 0, 0)
        self.preview_head = QHBoxLayout()
        self.preview_head.setSpacing(8)
        self.preview_head.setObjectName(u"preview_head")
        self.preview_head.setContentsMargins(0, 0, 0, 0)
        self.preview_label = QLabel(MailTexts)
        self.preview_label.setObjectName(u"preview_label")
        self.preview_label.setProperty(u"part", u"heading")

        self.preview_head.addWidget(self.preview_label)

        self.spacer2 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.preview_head.addItem(self.spacer2)

        self.plain = QCheckBox(MailTexts)
        self.plain.setObjectName(u"plain")

        self.preview_head.addWidget(self.plain)


        self.preview_side.addLayout(self.preview_head)

        self.preview_subject = QLabel(MailTexts)
        self.preview_subject.setObjectName(u"preview_subject")
        self.preview_subject.setProperty(u"part", u"muted")
        self.preview_subject.setWordWrap(True)

        self.preview_side.addWidget(self.preview_subject)

        self.preview = QTextBrowser(MailTexts)
        self.preview.setObjectName(u"preview")
        self.preview.setMinimumSize(QSize(420, 0))
        self.preview.setOpenLinks(False)
        self.preview.setProperty(u"part", u"paper")

        self.preview_side.addWidget(self.preview)


        self.columns.addLayout(self.preview_side)

        self.columns.setStretch(1, 5)
        self.columns.setStretch(2, 6)

        self.whole.addLayout(self.columns)

        self.bottom = QHBoxLayout()
        self.bottom.setSpacing(10)
        self.bottom.setObjectName(u"bottom")
        self.bottom.setContentsMargins(0, 0, 0, 0)
        self.hint = QLabel(MailTexts)
        self.hint.setObjectName(u"hint")
        self.hint.setProperty(u"part", u"muted")
        self.hint.setWordWrap(True)

        self.bottom.addWidget(self.hint)

        self.accept_button = QPushButton(MailTexts)
        self.accept_button.setObjectName(u"accept_button")
        self.accept_button.setProperty(u"part", u"primary")
        self.accept_button.setAutoDefault(False)

        self.bottom.addWidget(self.accept_button)

        self.cancel = QPushButton(MailTexts)
        self.cancel.setObjectName(u"cancel")
        self.cancel.setAutoDefault(False)

        self.bottom.addWidget(self.cancel)

        self.bottom.setStretch(0, 1)

        self.whole.addLayout(self.bottom)

        self.whole.setStretch(0, 1)
#if QT_CONFIG(shortcut)
        self.subject_label.setBuddy(self.subject)
        self.opening_label.setBuddy(self.opening)
        self.closing_label.setBuddy(self.closing)
        self.preview_label.setBuddy(self.preview)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(MailTexts)

        QMetaObject.connectSlotsByName(MailTexts)
    # setupUi

    def retranslateUi(self, MailTexts):
        MailTexts.setWindowTitle(QCoreApplication.translate("MailTexts", u"Textes des courriels", None))
#if QT_CONFIG(accessibility)
        self.kinds.setAccessibleName(QCoreApplication.translate("MailTexts", u"Courriels", None))
#endif // QT_CONFIG(accessibility)
        self.kind_name.setText("")
        self.sent.setText("")
        self.subject_label.setText(QCoreApplication.translate("MailTexts", u"Objet", None))
        self.opening_label.setText(QCoreApplication.translate("MailTexts", u"Texte d\u2019introduction", None))
        self.fixed.setText(QCoreApplication.translate("MailTexts", u"Viennent ensuite l\u2019identifiant, les liens, les d\u00e9lais et les avertissements. Ils ne se modifient pas\u00a0: la s\u00e9curit\u00e9 des familles en d\u00e9pend.", None))
        self.closing_label.setText(QCoreApplication.translate("MailTexts", u"Formule de fin", None))
        self.closing.setPlaceholderText(QCoreApplication.translate("MailTexts", u"par exemple\u00a0: Cordialement, le service de restauration", None))
        self.blanks.setText("")
        self.trouble.setText("")
        self.insert.setText(QCoreApplication.translate("MailTexts", u"Ins\u00e9rer une mention", None))
#if QT_CONFIG(tooltip)
        self.insert.setToolTip(QCoreApplication.translate("MailTexts", u"Ctrl+M", None))
#endif // QT_CONFIG(tooltip)
        self.reset.setText(QCoreApplication.translate("MailTexts", u"R\u00e9tablir le texte d\u2019origine", None))
        self.preview_label.setText(QCoreApplication.translate("MailTexts", u"Aper\u00e7u, pour une famille invent\u00e9e", None))
        self.plain.setText(QCoreApplication.translate("MailTexts", u"Texte seul", None))
#if QT_CONFIG(tooltip)
        self.plain.setToolTip(QCoreApplication.translate("MailTexts", u"Ce que lisent les messageries qui n\u2019affichent pas de mise en forme", None))
#endif // QT_CONFIG(tooltip)
        self.preview_subject.setText("")
#if QT_CONFIG(accessibility)
        self.preview.setAccessibleName(QCoreApplication.translate("MailTexts", u"Aper\u00e7u du courriel", None))
#endif // QT_CONFIG(accessibility)
        self.hint.setText(QCoreApplication.translate("MailTexts", u"\u00ab\u00a0Valider\u00a0\u00bb garde ces textes avec les r\u00e9glages. Ils partent au portail apr\u00e8s \u00ab\u00a0Enregistrer\u00a0\u00bb, \u00e0 la synchronisation suivante.", None))
        self.accept_button.setText(QCoreApplication.translate("MailTexts", u"Valider", None))
#if QT_CONFIG(tooltip)
        self.accept_button.setToolTip(QCoreApplication.translate("MailTexts", u"Ctrl+Entr\u00e9e", None))
#endif // QT_CONFIG(tooltip)
        self.cancel.setText(QCoreApplication.translate("MailTexts", u"Annuler", None))
    # retranslateUi

