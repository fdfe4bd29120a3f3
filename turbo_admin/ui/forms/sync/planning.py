# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'planning.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QTime, Qt)
from PySide6.QtWidgets import (QCheckBox, QFormLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem, QSpinBox, QTimeEdit, QVBoxLayout)

class Ui_Planning(object):
    def setupUi(self, Planning):
        if not Planning.objectName():
            Planning.setObjectName(u"Planning")
        self.layout11 = QVBoxLayout(Planning)
        self.layout11.setSpacing(12)
        self.layout11.setObjectName(u"layout11")
        self.layout11.setContentsMargins(0, 0, 0, 0)
        self.night = QFrame(Planning)
        self.night.setObjectName(u"night")
        self.night.setProperty(u"part", u"card")
        self.layout6 = QVBoxLayout(self.night)
        self.layout6.setSpacing(14)
        self.layout6.setObjectName(u"layout6")
        self.layout6.setContentsMargins(18, 16, 18, 16)
        self.night_heading = QLabel(self.night)
        self.night_heading.setObjectName(u"night_heading")
        self.night_heading.setProperty(u"part", u"heading")

        self.layout6.addWidget(self.night_heading)

        self.condition = QLabel(self.night)
        self.condition.setObjectName(u"condition")
        self.condition.setWordWrap(True)

        self.layout6.addWidget(self.condition)

        self.layout3 = QFormLayout()
        self.layout3.setObjectName(u"layout3")
        self.layout3.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignLeft|Qt.AlignmentFlag.AlignVCenter)
        self.layout3.setHorizontalSpacing(18)
        self.layout3.setVerticalSpacing(10)
        self.hour_label = QLabel(self.night)
        self.hour_label.setObjectName(u"hour_label")

        self.layout3.setWidget(0, QFormLayout.ItemRole.LabelRole, self.hour_label)

        self.layout2 = QHBoxLayout()
        self.layout2.setSpacing(10)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(0, 0, 0, 0)
        self.hour = QTimeEdit(self.night)
        self.hour.setObjectName(u"hour")
        self.hour.setTime(QTime(4, 30, 0))

        self.layout2.addWidget(self.hour)

        self.hour_hint = QLabel(self.night)
        self.hour_hint.setObjectName(u"hour_hint")
        self.hour_hint.setProperty(u"part", u"muted")

        self.layout2.addWidget(self.hour_hint)

        self.spacer1 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout2.addItem(self.spacer1)


        self.layout3.setLayout(0, QFormLayout.ItemRole.FieldRole, self.layout2)

        self.state_label = QLabel(self.night)
        self.state_label.setObjectName(u"state_label")

        self.layout3.setWidget(1, QFormLayout.ItemRole.LabelRole, self.state_label)

        self.state = QLabel(self.night)
        self.state.setObjectName(u"state")
        self.state.setWordWrap(True)

        self.layout3.setWidget(1, QFormLayout.ItemRole.FieldRole, self.state)

        self.next_label = QLabel(self.night)
        self.next_label.setObjectName(u"next_label")

        self.layout3.setWidget(2, QFormLayout.ItemRole.LabelRole, self.next_label)

        self.next = QLabel(self.night)
        self.next.setObjectName(u"next")

        self.layout3.setWidget(2, QFormLayout.ItemRole.FieldRole, self.next)

        self.last_label = QLabel(self.night)
        self.last_label.setObjectName(u"last_label")

        self.layout3.setWidget(3, QFormLayout.ItemRole.LabelRole, self.last_label)

        self.last = QLabel(self.night)
        self.last.setObjectName(u"last")
        self.last.setWordWrap(True)

        self.layout3.setWidget(3, QFormLayout.ItemRole.FieldRole, self.last)


        self.layout6.addLayout(self.layout3)

        self.layout5 = QHBoxLayout()
        self.layout5.setSpacing(10)
        self.layout5.setObjectName(u"layout5")
        self.layout5.setContentsMargins(0, 0, 0, 0)
        self.install = QPushButton(self.night)
        self.install.setObjectName(u"install")
        self.install.setProperty(u"part", u"primary")

        self.layout5.addWidget(self.install)

        self.try_now = QPushButton(self.night)
        self.try_now.setObjectName(u"try_now")

        self.layout5.addWidget(self.try_now)

        self.spacer4 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout5.addItem(self.spacer4)

        self.remove = QPushButton(self.night)
        self.remove.setObjectName(u"remove")

        self.layout5.addWidget(self.remove)


        self.layout6.addLayout(self.layout5)


        self.layout11.addWidget(self.night)

        self.day = QFrame(Planning)
        self.day.setObjectName(u"day")
        self.day.setProperty(u"part", u"card")
        self.layout9 = QVBoxLayout(self.day)
        self.layout9.setSpacing(12)
        self.layout9.setObjectName(u"layout9")
        self.layout9.setContentsMargins(18, 16, 18, 16)
        self.day_heading = QLabel(self.day)
        self.day_heading.setObjectName(u"day_heading")
        self.day_heading.setProperty(u"part", u"heading")

        self.layout9.addWidget(self.day_heading)

        self.layout8 = QHBoxLayout()
        self.layout8.setSpacing(8)
        self.layout8.setObjectName(u"layout8")
        self.layout8.setContentsMargins(0, 0, 0, 0)
        self.regular = QCheckBox(self.day)
        self.regular.setObjectName(u"regular")

        self.layout8.addWidget(self.regular)

        self.minutes = QSpinBox(self.day)
        self.minutes.setObjectName(u"minutes")
        self.minutes.setMinimum(5)
        self.minutes.setMaximum(240)
        self.minutes.setSingleStep(5)
        self.minutes.setValue(30)

        self.layout8.addWidget(self.minutes)

        self.regular_end = QLabel(self.day)
        self.regular_end.setObjectName(u"regular_end")

        self.layout8.addWidget(self.regular_end)

        self.spacer7 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout8.addItem(self.spacer7)


        self.layout9.addLayout(self.layout8)


        self.layout11.addWidget(self.day)

        self.spacer10 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout11.addItem(self.spacer10)

#if QT_CONFIG(shortcut)
        self.hour_label.setBuddy(self.hour)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(Planning)

        QMetaObject.connectSlotsByName(Planning)
    # setupUi

    def retranslateUi(self, Planning):
        self.night_heading.setText(QCoreApplication.translate("Planning", u"Chaque nuit", None))
        self.condition.setText(QCoreApplication.translate("Planning", u"Ce poste doit \u00eatre allum\u00e9 et la session ouverte. Une nuit manqu\u00e9e est rattrap\u00e9e \u00e0 l\u2019ouverture du logiciel.", None))
        self.hour_label.setText(QCoreApplication.translate("Planning", u"Heure", None))
#if QT_CONFIG(accessibility)
        self.hour.setAccessibleName(QCoreApplication.translate("Planning", u"Heure de la synchronisation de nuit", None))
#endif // QT_CONFIG(accessibility)
        self.hour.setDisplayFormat(QCoreApplication.translate("Planning", u"HH:mm", None))
        self.hour_hint.setText(QCoreApplication.translate("Planning", u"\u00e0 20\u00a0minutes pr\u00e8s, pour que les \u00e9tablissements n\u2019appellent pas tous ensemble", None))
        self.state_label.setText(QCoreApplication.translate("Planning", u"\u00c9tat", None))
        self.state.setText("")
        self.next_label.setText(QCoreApplication.translate("Planning", u"Prochaine ex\u00e9cution", None))
        self.next.setText("")
        self.last_label.setText(QCoreApplication.translate("Planning", u"Derni\u00e8re ex\u00e9cution", None))
        self.last.setText("")
        self.install.setText(QCoreApplication.translate("Planning", u"Installer", None))
        self.try_now.setText(QCoreApplication.translate("Planning", u"Tester maintenant", None))
#if QT_CONFIG(tooltip)
        self.try_now.setToolTip(QCoreApplication.translate("Planning", u"Lance la synchronisation comme elle le sera cette nuit, et dit comment elle s\u2019est termin\u00e9e", None))
#endif // QT_CONFIG(tooltip)
        self.remove.setText(QCoreApplication.translate("Planning", u"Retirer", None))
        self.day_heading.setText(QCoreApplication.translate("Planning", u"Pendant la journ\u00e9e", None))
        self.regular.setText(QCoreApplication.translate("Planning", u"Synchroniser aussi toutes les", None))
#if QT_CONFIG(accessibility)
        self.regular.setAccessibleName(QCoreApplication.translate("Planning", u"Synchroniser aussi pendant la journ\u00e9e, tant que le logiciel est ouvert", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.minutes.setAccessibleName(QCoreApplication.translate("Planning", u"Minutes entre deux synchronisations", None))
#endif // QT_CONFIG(accessibility)
        self.regular_end.setText(QCoreApplication.translate("Planning", u"minutes, tant que le logiciel est ouvert", None))
        pass
    # retranslateUi

