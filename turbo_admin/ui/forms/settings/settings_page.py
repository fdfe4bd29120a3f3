# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'settings_page.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QMetaObject, QSize, Qt)
from PySide6.QtWidgets import (QAbstractItemView, QCheckBox, QComboBox, QFormLayout, QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QPushButton, QScrollArea, QSizePolicy, QSpacerItem, QSpinBox, QStackedWidget, QTableWidget, QVBoxLayout, QWidget)

class Ui_SettingsForm(object):
    def setupUi(self, SettingsForm):
        if not SettingsForm.objectName():
            SettingsForm.setObjectName(u"SettingsForm")
        self.layout43 = QVBoxLayout(SettingsForm)
        self.layout43.setSpacing(10)
        self.layout43.setObjectName(u"layout43")
        self.layout43.setContentsMargins(0, 0, 0, 0)
        self.layout40 = QHBoxLayout()
        self.layout40.setSpacing(12)
        self.layout40.setObjectName(u"layout40")
        self.layout40.setContentsMargins(0, 0, 0, 0)
        self.sections = QListWidget(SettingsForm)
        self.sections.setObjectName(u"sections")
        self.sections.setMinimumSize(QSize(200, 0))
        self.sections.setMaximumSize(QSize(200, 16777215))

        self.layout40.addWidget(self.sections)

        self.panel = QFrame(SettingsForm)
        self.panel.setObjectName(u"panel")
        self.panel.setProperty(u"part", u"card")
        self.layout39 = QVBoxLayout(self.panel)
        self.layout39.setSpacing(8)
        self.layout39.setObjectName(u"layout39")
        self.layout39.setContentsMargins(0, 0, 0, 0)
        self.scroll = QScrollArea(self.panel)
        self.scroll.setObjectName(u"scroll")
        self.scroll.setWidgetResizable(True)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.views = QStackedWidget()
        self.views.setObjectName(u"views")
        self.views.setProperty(u"part", u"canvas")
        self.portal_section = QWidget()
        self.portal_section.setObjectName(u"portal_section")
        self.layout10 = QVBoxLayout(self.portal_section)
        self.layout10.setSpacing(12)
        self.layout10.setObjectName(u"layout10")
        self.layout10.setContentsMargins(18, 14, 18, 14)
        self.label8 = QLabel(self.portal_section)
        self.label8.setObjectName(u"label8")
        self.label8.setProperty(u"part", u"heading")

        self.layout10.addWidget(self.label8)

        self.portal_state = QLabel(self.portal_section)
        self.portal_state.setObjectName(u"portal_state")
        self.portal_state.setWordWrap(True)

        self.layout10.addWidget(self.portal_state)

        self.layout1 = QFormLayout()
        self.layout1.setObjectName(u"layout1")
        self.layout1.setHorizontalSpacing(16)
        self.layout1.setVerticalSpacing(10)
        self.layout1.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.layout1.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)
        self.layout1.setContentsMargins(0, 0, 0, 0)
        self.portal_url_label = QLabel(self.portal_section)
        self.portal_url_label.setObjectName(u"portal_url_label")

        self.layout1.setWidget(0, QFormLayout.ItemRole.LabelRole, self.portal_url_label)

        self.portal_url = QLineEdit(self.portal_section)
        self.portal_url.setObjectName(u"portal_url")

        self.layout1.setWidget(0, QFormLayout.ItemRole.FieldRole, self.portal_url)

        self.pairing_code_label = QLabel(self.portal_section)
        self.pairing_code_label.setObjectName(u"pairing_code_label")

        self.layout1.setWidget(1, QFormLayout.ItemRole.LabelRole, self.pairing_code_label)

        self.pairing_code = QLineEdit(self.portal_section)
        self.pairing_code.setObjectName(u"pairing_code")

        self.layout1.setWidget(1, QFormLayout.ItemRole.FieldRole, self.pairing_code)


        self.layout10.addLayout(self.layout1)

        self.layout3 = QHBoxLayout()
        self.layout3.setSpacing(8)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(0, 0, 0, 0)
        self.pair_button = QPushButton(self.portal_section)
        self.pair_button.setObjectName(u"pair_button")

        self.layout3.addWidget(self.pair_button)

        self.change_key = QPushButton(self.portal_section)
        self.change_key.setObjectName(u"change_key")

        self.layout3.addWidget(self.change_key)

        self.test_connection = QPushButton(self.portal_section)
        self.test_connection.setObjectName(u"test_connection")

        self.layout3.addWidget(self.test_connection)

        self.spacer2 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout3.addItem(self.spacer2)


        self.layout10.addLayout(self.layout3)

        self.label4 = QLabel(self.portal_section)
        self.label4.setObjectName(u"label4")
        self.label4.setProperty(u"part", u"muted")
        self.label4.setWordWrap(True)

        self.layout10.addWidget(self.label4)

        self.connection_result = QLabel(self.portal_section)
        self.connection_result.setObjectName(u"connection_result")
        self.connection_result.setWordWrap(True)

        self.layout10.addWidget(self.connection_result)

        self.label5 = QLabel(self.portal_section)
        self.label5.setObjectName(u"label5")
        self.label5.setProperty(u"part", u"heading")

        self.layout10.addWidget(self.label5)

        self.layout7 = QHBoxLayout()
        self.layout7.setSpacing(8)
        self.layout7.setObjectName(u"layout7")
        self.layout7.setContentsMargins(0, 0, 0, 0)
        self.family_link = QLabel(self.portal_section)
        self.family_link.setObjectName(u"family_link")
        self.family_link.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse|Qt.TextInteractionFlag.TextSelectableByKeyboard)

        self.layout7.addWidget(self.family_link)

        self.copy_link = QPushButton(self.portal_section)
        self.copy_link.setObjectName(u"copy_link")

        self.layout7.addWidget(self.copy_link)

        self.poster = QPushButton(self.portal_section)
        self.poster.setObjectName(u"poster")

        self.layout7.addWidget(self.poster)

        self.spacer6 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout7.addItem(self.spacer6)


        self.layout10.addLayout(self.layout7)

        self.label_network = QLabel(self.portal_section)
        self.label_network.setObjectName(u"label_network")
        self.label_network.setProperty(u"part", u"heading")

        self.layout10.addWidget(self.label_network)

        self.layout_network = QFormLayout()
        self.layout_network.setObjectName(u"layout_network")
        self.layout_network.setHorizontalSpacing(16)
        self.layout_network.setVerticalSpacing(10)
        self.layout_network.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.layout_network.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)
        self.layout_network.setContentsMargins(0, 0, 0, 0)
        self.proxy_mode_label = QLabel(self.portal_section)
        self.proxy_mode_label.setObjectName(u"proxy_mode_label")

        self.layout_network.setWidget(0, QFormLayout.ItemRole.LabelRole, self.proxy_mode_label)

        self.proxy_mode = QComboBox(self.portal_section)
        self.proxy_mode.setObjectName(u"proxy_mode")
        self.proxy_mode.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

        self.layout_network.setWidget(0, QFormLayout.ItemRole.FieldRole, self.proxy_mode)

        self.proxy_address_label = QLabel(self.portal_section)
        self.proxy_address_label.setObjectName(u"proxy_address_label")

        self.layout_network.setWidget(1, QFormLayout.ItemRole.LabelRole, self.proxy_address_label)

        self.proxy_address = QLineEdit(self.portal_section)
        self.proxy_address.setObjectName(u"proxy_address")

        self.layout_network.setWidget(1, QFormLayout.ItemRole.FieldRole, self.proxy_address)

        self.proxy_user_label = QLabel(self.portal_section)
        self.proxy_user_label.setObjectName(u"proxy_user_label")

        self.layout_network.setWidget(2, QFormLayout.ItemRole.LabelRole, self.proxy_user_label)

        self.proxy_user = QLineEdit(self.portal_section)
        self.proxy_user.setObjectName(u"proxy_user")

        self.layout_network.setWidget(2, QFormLayout.ItemRole.FieldRole, self.proxy_user)

        self.proxy_password_label = QLabel(self.portal_section)
        self.proxy_password_label.setObjectName(u"proxy_password_label")

        self.layout_network.setWidget(3, QFormLayout.ItemRole.LabelRole, self.proxy_password_label)

        self.proxy_password = QLineEdit(self.portal_section)
        self.proxy_password.setObjectName(u"proxy_password")
        self.proxy_password.setEchoMode(QLineEdit.EchoMode.Password)

        self.layout_network.setWidget(3, QFormLayout.ItemRole.FieldRole, self.proxy_password)


        self.layout10.addLayout(self.layout_network)

        self.layout_save_network = QHBoxLayout()
        self.layout_save_network.setSpacing(8)
        self.layout_save_network.setObjectName(u"layout_save_network")
        self.layout_save_network.setContentsMargins(0, 0, 0, 0)
        self.save_network = QPushButton(self.portal_section)
        self.save_network.setObjectName(u"save_network")

        self.layout_save_network.addWidget(self.save_network)

        self.spacer_network = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_save_network.addItem(self.spacer_network)


        self.layout10.addLayout(self.layout_save_network)

        self.spacer9 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout10.addItem(self.spacer9)

        self.views.addWidget(self.portal_section)
        self.school_section = QWidget()
        self.school_section.setObjectName(u"school_section")
        self.layout14 = QVBoxLayout(self.school_section)
        self.layout14.setSpacing(12)
        self.layout14.setObjectName(u"layout14")
        self.layout14.setContentsMargins(18, 14, 18, 14)
        self.label12 = QLabel(self.school_section)
        self.label12.setObjectName(u"label12")
        self.label12.setProperty(u"part", u"heading")

        self.layout14.addWidget(self.label12)

        self.layout11 = QFormLayout()
        self.layout11.setObjectName(u"layout11")
        self.layout11.setHorizontalSpacing(16)
        self.layout11.setVerticalSpacing(10)
        self.layout11.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.layout11.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)
        self.layout11.setContentsMargins(0, 0, 0, 0)
        self.name_label = QLabel(self.school_section)
        self.name_label.setObjectName(u"name_label")

        self.layout11.setWidget(0, QFormLayout.ItemRole.LabelRole, self.name_label)

        self.name = QLineEdit(self.school_section)
        self.name.setObjectName(u"name")

        self.layout11.setWidget(0, QFormLayout.ItemRole.FieldRole, self.name)

        self.address_label = QLabel(self.school_section)
        self.address_label.setObjectName(u"address_label")

        self.layout11.setWidget(1, QFormLayout.ItemRole.LabelRole, self.address_label)

        self.address = QPlainTextEdit(self.school_section)
        self.address.setObjectName(u"address")
        self.address.setTabChangesFocus(True)
        self.address.setMinimumSize(QSize(0, 60))
        self.address.setMaximumSize(QSize(16777215, 120))

        self.layout11.setWidget(1, QFormLayout.ItemRole.FieldRole, self.address)

        self.phone_label = QLabel(self.school_section)
        self.phone_label.setObjectName(u"phone_label")

        self.layout11.setWidget(2, QFormLayout.ItemRole.LabelRole, self.phone_label)

        self.phone = QLineEdit(self.school_section)
        self.phone.setObjectName(u"phone")

        self.layout11.setWidget(2, QFormLayout.ItemRole.FieldRole, self.phone)

        self.email_label = QLabel(self.school_section)
        self.email_label.setObjectName(u"email_label")

        self.layout11.setWidget(3, QFormLayout.ItemRole.LabelRole, self.email_label)

        self.email = QLineEdit(self.school_section)
        self.email.setObjectName(u"email")

        self.layout11.setWidget(3, QFormLayout.ItemRole.FieldRole, self.email)

        self.site_code_label = QLabel(self.school_section)
        self.site_code_label.setObjectName(u"site_code_label")

        self.layout11.setWidget(4, QFormLayout.ItemRole.LabelRole, self.site_code_label)

        self.site_code = QLineEdit(self.school_section)
        self.site_code.setObjectName(u"site_code")

        self.layout11.setWidget(4, QFormLayout.ItemRole.FieldRole, self.site_code)

        self.welcome_label = QLabel(self.school_section)
        self.welcome_label.setObjectName(u"welcome_label")

        self.layout11.setWidget(5, QFormLayout.ItemRole.LabelRole, self.welcome_label)

        self.welcome = QPlainTextEdit(self.school_section)
        self.welcome.setObjectName(u"welcome")
        self.welcome.setTabChangesFocus(True)
        self.welcome.setMinimumSize(QSize(0, 100))
        self.welcome.setMaximumSize(QSize(16777215, 160))

        self.layout11.setWidget(5, QFormLayout.ItemRole.FieldRole, self.welcome)


        self.layout14.addLayout(self.layout11)

        self.spacer13 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout14.addItem(self.spacer13)

        self.views.addWidget(self.school_section)
        self.request_section = QWidget()
        self.request_section.setObjectName(u"request_section")
        self.layout21 = QVBoxLayout(self.request_section)
        self.layout21.setSpacing(12)
        self.layout21.setObjectName(u"layout21")
        self.layout21.setContentsMargins(18, 14, 18, 14)
        self.label19 = QLabel(self.request_section)
        self.label19.setObjectName(u"label19")
        self.label19.setProperty(u"part", u"heading")

        self.layout21.addWidget(self.label19)

        self.layout16 = QFormLayout()
        self.layout16.setObjectName(u"layout16")
        self.layout16.setHorizontalSpacing(16)
        self.layout16.setVerticalSpacing(10)
        self.layout16.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.layout16.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)
        self.layout16.setContentsMargins(0, 0, 0, 0)
        self.delay_hours_label = QLabel(self.request_section)
        self.delay_hours_label.setObjectName(u"delay_hours_label")

        self.layout16.setWidget(0, QFormLayout.ItemRole.LabelRole, self.delay_hours_label)

        self.delay_hours = QSpinBox(self.request_section)
        self.delay_hours.setObjectName(u"delay_hours")
        self.delay_hours.setMinimum(1)
        self.delay_hours.setMaximum(999)
        self.delay_hours.setMinimumSize(QSize(90, 0))
        self.delay_hours.setMaximumSize(QSize(90, 16777215))

        self.layout16.setWidget(0, QFormLayout.ItemRole.FieldRole, self.delay_hours)

        self.monday_label = QLabel(self.request_section)
        self.monday_label.setObjectName(u"monday_label")

        self.layout16.setWidget(1, QFormLayout.ItemRole.LabelRole, self.monday_label)

        self.layout15 = QGridLayout()
        self.layout15.setObjectName(u"layout15")
        self.layout15.setHorizontalSpacing(18)
        self.layout15.setVerticalSpacing(6)
        self.layout15.setContentsMargins(0, 0, 0, 0)
        self.monday = QCheckBox(self.request_section)
        self.monday.setObjectName(u"monday")

        self.layout15.addWidget(self.monday, 0, 0, 1, 1)

        self.tuesday = QCheckBox(self.request_section)
        self.tuesday.setObjectName(u"tuesday")

        self.layout15.addWidget(self.tuesday, 0, 1, 1, 1)

        self.wednesday = QCheckBox(self.request_section)
        self.wednesday.setObjectName(u"wednesday")

        self.layout15.addWidget(self.wednesday, 0, 2, 1, 1)

        self.thursday = QCheckBox(self.request_section)
        self.thursday.setObjectName(u"thursday")

        self.layout15.addWidget(self.thursday, 0, 3, 1, 1)

        self.friday = QCheckBox(self.request_section)
        self.friday.setObjectName(u"friday")

        self.layout15.addWidget(self.friday, 1, 0, 1, 1)

        self.saturday = QCheckBox(self.request_section)
        self.saturday.setObjectName(u"saturday")

        self.layout15.addWidget(self.saturday, 1, 1, 1, 1)

        self.sunday = QCheckBox(self.request_section)
        self.sunday.setObjectName(u"sunday")

        self.layout15.addWidget(self.sunday, 1, 2, 1, 1)

        self.layout15.setColumnStretch(3, 1)

        self.layout16.setLayout(1, QFormLayout.ItemRole.FieldRole, self.layout15)

        self.request_notice_label = QLabel(self.request_section)
        self.request_notice_label.setObjectName(u"request_notice_label")

        self.layout16.setWidget(2, QFormLayout.ItemRole.LabelRole, self.request_notice_label)

        self.request_notice = QPlainTextEdit(self.request_section)
        self.request_notice.setObjectName(u"request_notice")
        self.request_notice.setTabChangesFocus(True)
        self.request_notice.setMinimumSize(QSize(0, 56))
        self.request_notice.setMaximumSize(QSize(16777215, 116))

        self.layout16.setWidget(2, QFormLayout.ItemRole.FieldRole, self.request_notice)

        self.request_alert_email_label = QLabel(self.request_section)
        self.request_alert_email_label.setObjectName(u"request_alert_email_label")

        self.layout16.setWidget(3, QFormLayout.ItemRole.LabelRole, self.request_alert_email_label)

        self.request_alert_email = QLineEdit(self.request_section)
        self.request_alert_email.setObjectName(u"request_alert_email")

        self.layout16.setWidget(3, QFormLayout.ItemRole.FieldRole, self.request_alert_email)

        self.accept_confirmed = QCheckBox(self.request_section)
        self.accept_confirmed.setObjectName(u"accept_confirmed")

        self.layout16.setWidget(4, QFormLayout.ItemRole.FieldRole, self.accept_confirmed)

        self.notify_guardians = QCheckBox(self.request_section)
        self.notify_guardians.setObjectName(u"notify_guardians")

        self.layout16.setWidget(5, QFormLayout.ItemRole.FieldRole, self.notify_guardians)


        self.layout21.addLayout(self.layout16)

        self.layout18 = QHBoxLayout()
        self.layout18.setSpacing(8)
        self.layout18.setObjectName(u"layout18")
        self.layout18.setContentsMargins(0, 0, 0, 0)
        self.closures_label = QLabel(self.request_section)
        self.closures_label.setObjectName(u"closures_label")
        self.closures_label.setProperty(u"part", u"heading")

        self.layout18.addWidget(self.closures_label)

        self.spacer17 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout18.addItem(self.spacer17)

        self.add_holidays = QPushButton(self.request_section)
        self.add_holidays.setObjectName(u"add_holidays")

        self.layout18.addWidget(self.add_holidays)

        self.add_closure = QPushButton(self.request_section)
        self.add_closure.setObjectName(u"add_closure")

        self.layout18.addWidget(self.add_closure)

        self.remove_closure = QPushButton(self.request_section)
        self.remove_closure.setObjectName(u"remove_closure")

        self.layout18.addWidget(self.remove_closure)


        self.layout21.addLayout(self.layout18)

        self.closures = QTableWidget(self.request_section)
        self.closures.setObjectName(u"closures")
        self.closures.setMinimumSize(QSize(0, 110))
        self.closures.setShowGrid(False)
        self.closures.setAlternatingRowColors(True)
        self.closures.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.closures.setTabKeyNavigation(False)
        self.closures.horizontalHeader().setStretchLastSection(False)
        self.closures.verticalHeader().setVisible(False)

        self.layout21.addWidget(self.closures)

        self.spacer20 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout21.addItem(self.spacer20)

        self.views.addWidget(self.request_section)
        self.payment_section = QWidget()
        self.payment_section.setObjectName(u"payment_section")
        self.layout25 = QVBoxLayout(self.payment_section)
        self.layout25.setSpacing(12)
        self.layout25.setObjectName(u"layout25")
        self.layout25.setContentsMargins(18, 14, 18, 14)
        self.label23 = QLabel(self.payment_section)
        self.label23.setObjectName(u"label23")
        self.label23.setProperty(u"part", u"heading")

        self.layout25.addWidget(self.label23)

        self.payment_blocked = QCheckBox(self.payment_section)
        self.payment_blocked.setObjectName(u"payment_blocked")

        self.layout25.addWidget(self.payment_blocked)

        self.label22 = QLabel(self.payment_section)
        self.label22.setObjectName(u"label22")
        self.label22.setProperty(u"part", u"muted")
        self.label22.setWordWrap(True)

        self.layout25.addWidget(self.label22)

        self.spacer24 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout25.addItem(self.spacer24)

        self.views.addWidget(self.payment_section)
        self.booking_section = QWidget()
        self.booking_section.setObjectName(u"booking_section")
        self.layout29 = QVBoxLayout(self.booking_section)
        self.layout29.setSpacing(12)
        self.layout29.setObjectName(u"layout29")
        self.layout29.setContentsMargins(18, 14, 18, 14)
        self.label27 = QLabel(self.booking_section)
        self.label27.setObjectName(u"label27")
        self.label27.setProperty(u"part", u"heading")

        self.layout29.addWidget(self.label27)

        self.booking_blocked = QCheckBox(self.booking_section)
        self.booking_blocked.setObjectName(u"booking_blocked")

        self.layout29.addWidget(self.booking_blocked)

        self.label26 = QLabel(self.booking_section)
        self.label26.setObjectName(u"label26")
        self.label26.setProperty(u"part", u"muted")
        self.label26.setWordWrap(True)

        self.layout29.addWidget(self.label26)

        self.spacer28 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout29.addItem(self.spacer28)

        self.views.addWidget(self.booking_section)
        self.mail_section = QWidget()
        self.mail_section.setObjectName(u"mail_section")
        self.layout34 = QVBoxLayout(self.mail_section)
        self.layout34.setSpacing(12)
        self.layout34.setObjectName(u"layout34")
        self.layout34.setContentsMargins(18, 14, 18, 14)
        self.label32 = QLabel(self.mail_section)
        self.label32.setObjectName(u"label32")
        self.label32.setProperty(u"part", u"heading")

        self.layout34.addWidget(self.label32)

        self.layout30 = QFormLayout()
        self.layout30.setObjectName(u"layout30")
        self.layout30.setHorizontalSpacing(16)
        self.layout30.setVerticalSpacing(10)
        self.layout30.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.layout30.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)
        self.layout30.setContentsMargins(0, 0, 0, 0)
        self.mail_sender_name_label = QLabel(self.mail_section)
        self.mail_sender_name_label.setObjectName(u"mail_sender_name_label")

        self.layout30.setWidget(0, QFormLayout.ItemRole.LabelRole, self.mail_sender_name_label)

        self.mail_sender_name = QLineEdit(self.mail_section)
        self.mail_sender_name.setObjectName(u"mail_sender_name")

        self.layout30.setWidget(0, QFormLayout.ItemRole.FieldRole, self.mail_sender_name)

        self.mail_reply_to_label = QLabel(self.mail_section)
        self.mail_reply_to_label.setObjectName(u"mail_reply_to_label")

        self.layout30.setWidget(1, QFormLayout.ItemRole.LabelRole, self.mail_reply_to_label)

        self.mail_reply_to = QLineEdit(self.mail_section)
        self.mail_reply_to.setObjectName(u"mail_reply_to")

        self.layout30.setWidget(1, QFormLayout.ItemRole.FieldRole, self.mail_reply_to)

        self.mail_days_label = QLabel(self.mail_section)
        self.mail_days_label.setObjectName(u"mail_days_label")

        self.layout30.setWidget(2, QFormLayout.ItemRole.LabelRole, self.mail_days_label)

        self.mail_days = QSpinBox(self.mail_section)
        self.mail_days.setObjectName(u"mail_days")
        self.mail_days.setMinimum(1)
        self.mail_days.setMaximum(366)
        self.mail_days.setMinimumSize(QSize(90, 0))
        self.mail_days.setMaximumSize(QSize(90, 16777215))

        self.layout30.setWidget(2, QFormLayout.ItemRole.FieldRole, self.mail_days)

        self.paper_days_label = QLabel(self.mail_section)
        self.paper_days_label.setObjectName(u"paper_days_label")

        self.layout30.setWidget(3, QFormLayout.ItemRole.LabelRole, self.paper_days_label)

        self.paper_days = QSpinBox(self.mail_section)
        self.paper_days.setObjectName(u"paper_days")
        self.paper_days.setMinimum(1)
        self.paper_days.setMaximum(366)
        self.paper_days.setMinimumSize(QSize(90, 0))
        self.paper_days.setMaximumSize(QSize(90, 16777215))

        self.layout30.setWidget(3, QFormLayout.ItemRole.FieldRole, self.paper_days)

        self.mail_shows_password = QCheckBox(self.mail_section)
        self.mail_shows_password.setObjectName(u"mail_shows_password")

        self.layout30.setWidget(4, QFormLayout.ItemRole.FieldRole, self.mail_shows_password)

        self.label31 = QLabel(self.mail_section)
        self.label31.setObjectName(u"label31")
        self.label31.setProperty(u"part", u"muted")
        self.label31.setWordWrap(False)

        self.layout30.setWidget(5, QFormLayout.ItemRole.FieldRole, self.label31)

        self.silence_hours_label = QLabel(self.mail_section)
        self.silence_hours_label.setObjectName(u"silence_hours_label")
        self.silence_hours_label.setWordWrap(True)

        self.layout30.setWidget(6, QFormLayout.ItemRole.LabelRole, self.silence_hours_label)

        self.silence_hours = QSpinBox(self.mail_section)
        self.silence_hours.setObjectName(u"silence_hours")
        self.silence_hours.setMaximum(999)
        self.silence_hours.setMinimumSize(QSize(110, 0))
        self.silence_hours.setMaximumSize(QSize(110, 16777215))

        self.layout30.setWidget(6, QFormLayout.ItemRole.FieldRole, self.silence_hours)


        self.layout34.addLayout(self.layout30)

        self.layout_mail_texts = QHBoxLayout()
        self.layout_mail_texts.setSpacing(10)
        self.layout_mail_texts.setObjectName(u"layout_mail_texts")
        self.layout_mail_texts.setContentsMargins(0, 0, 0, 0)
        self.mail_texts = QPushButton(self.mail_section)
        self.mail_texts.setObjectName(u"mail_texts")

        self.layout_mail_texts.addWidget(self.mail_texts)

        self.mail_texts_state = QLabel(self.mail_section)
        self.mail_texts_state.setObjectName(u"mail_texts_state")
        self.mail_texts_state.setProperty(u"part", u"muted")

        self.layout_mail_texts.addWidget(self.mail_texts_state)

        self.spacer_mail_texts = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout_mail_texts.addItem(self.spacer_mail_texts)


        self.layout34.addLayout(self.layout_mail_texts)

        self.spacer33 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout34.addItem(self.spacer33)

        self.views.addWidget(self.mail_section)
        self.legal_section = QWidget()
        self.legal_section.setObjectName(u"legal_section")
        self.layout38 = QVBoxLayout(self.legal_section)
        self.layout38.setSpacing(12)
        self.layout38.setObjectName(u"layout38")
        self.layout38.setContentsMargins(18, 14, 18, 14)
        self.label36 = QLabel(self.legal_section)
        self.label36.setObjectName(u"label36")
        self.label36.setProperty(u"part", u"heading")

        self.layout38.addWidget(self.label36)

        self.layout35 = QFormLayout()
        self.layout35.setObjectName(u"layout35")
        self.layout35.setHorizontalSpacing(16)
        self.layout35.setVerticalSpacing(10)
        self.layout35.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.layout35.setLabelAlignment(Qt.AlignmentFlag.AlignLeading|Qt.AlignmentFlag.AlignTop)
        self.layout35.setContentsMargins(0, 0, 0, 0)
        self.privacy_text_label = QLabel(self.legal_section)
        self.privacy_text_label.setObjectName(u"privacy_text_label")

        self.layout35.setWidget(0, QFormLayout.ItemRole.LabelRole, self.privacy_text_label)

        self.privacy_text = QPlainTextEdit(self.legal_section)
        self.privacy_text.setObjectName(u"privacy_text")
        self.privacy_text.setTabChangesFocus(True)
        self.privacy_text.setMinimumSize(QSize(0, 130))
        self.privacy_text.setMaximumSize(QSize(16777215, 190))

        self.layout35.setWidget(0, QFormLayout.ItemRole.FieldRole, self.privacy_text)

        self.legal_text_label = QLabel(self.legal_section)
        self.legal_text_label.setObjectName(u"legal_text_label")

        self.layout35.setWidget(1, QFormLayout.ItemRole.LabelRole, self.legal_text_label)

        self.legal_text = QPlainTextEdit(self.legal_section)
        self.legal_text.setObjectName(u"legal_text")
        self.legal_text.setTabChangesFocus(True)
        self.legal_text.setMinimumSize(QSize(0, 130))
        self.legal_text.setMaximumSize(QSize(16777215, 190))

        self.layout35.setWidget(1, QFormLayout.ItemRole.FieldRole, self.legal_text)

        self.retention_months_label = QLabel(self.legal_section)
        self.retention_months_label.setObjectName(u"retention_months_label")

        self.layout35.setWidget(2, QFormLayout.ItemRole.LabelRole, self.retention_months_label)

        self.retention_months = QSpinBox(self.legal_section)
        self.retention_months.setObjectName(u"retention_months")
        self.retention_months.setMinimum(1)
        self.retention_months.setMaximum(60)
        self.retention_months.setMinimumSize(QSize(110, 0))
        self.retention_months.setMaximumSize(QSize(110, 16777215))

        self.layout35.setWidget(2, QFormLayout.ItemRole.FieldRole, self.retention_months)


        self.layout38.addLayout(self.layout35)

        self.spacer37 = QSpacerItem(4, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout38.addItem(self.spacer37)

        self.views.addWidget(self.legal_section)
        self.scroll.setWidget(self.views)

        self.layout39.addWidget(self.scroll)


        self.layout40.addWidget(self.panel)

        self.layout40.setStretch(1, 1)

        self.layout43.addLayout(self.layout40)

        self.layout42 = QHBoxLayout()
        self.layout42.setSpacing(10)
        self.layout42.setObjectName(u"layout42")
        self.layout42.setContentsMargins(0, 0, 0, 0)
        self.save = QPushButton(SettingsForm)
        self.save.setObjectName(u"save")
        self.save.setProperty(u"part", u"primary")

        self.layout42.addWidget(self.save)

        self.back = QPushButton(SettingsForm)
        self.back.setObjectName(u"back")

        self.layout42.addWidget(self.back)

        self.spacer41 = QSpacerItem(20, 4, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout42.addItem(self.spacer41)

        self.hint = QLabel(SettingsForm)
        self.hint.setObjectName(u"hint")
        self.hint.setProperty(u"part", u"muted")

        self.layout42.addWidget(self.hint)


        self.layout43.addLayout(self.layout42)

        self.layout43.setStretch(0, 1)
#if QT_CONFIG(shortcut)
        self.portal_url_label.setBuddy(self.portal_url)
        self.pairing_code_label.setBuddy(self.pairing_code)
        self.proxy_mode_label.setBuddy(self.proxy_mode)
        self.proxy_address_label.setBuddy(self.proxy_address)
        self.proxy_user_label.setBuddy(self.proxy_user)
        self.proxy_password_label.setBuddy(self.proxy_password)
        self.name_label.setBuddy(self.name)
        self.address_label.setBuddy(self.address)
        self.phone_label.setBuddy(self.phone)
        self.email_label.setBuddy(self.email)
        self.site_code_label.setBuddy(self.site_code)
        self.welcome_label.setBuddy(self.welcome)
        self.delay_hours_label.setBuddy(self.delay_hours)
        self.monday_label.setBuddy(self.monday)
        self.request_notice_label.setBuddy(self.request_notice)
        self.request_alert_email_label.setBuddy(self.request_alert_email)
        self.closures_label.setBuddy(self.closures)
        self.mail_sender_name_label.setBuddy(self.mail_sender_name)
        self.mail_reply_to_label.setBuddy(self.mail_reply_to)
        self.mail_days_label.setBuddy(self.mail_days)
        self.paper_days_label.setBuddy(self.paper_days)
        self.silence_hours_label.setBuddy(self.silence_hours)
        self.privacy_text_label.setBuddy(self.privacy_text)
        self.legal_text_label.setBuddy(self.legal_text)
        self.retention_months_label.setBuddy(self.retention_months)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(SettingsForm)

        QMetaObject.connectSlotsByName(SettingsForm)
    # setupUi

    def retranslateUi(self, SettingsForm):
#if QT_CONFIG(accessibility)
        self.sections.setAccessibleName(QCoreApplication.translate("SettingsForm", u"Rubriques", None))
#endif // QT_CONFIG(accessibility)
        self.label8.setText(QCoreApplication.translate("SettingsForm", u"Portail", None))
        self.portal_state.setText("")
        self.portal_url_label.setText(QCoreApplication.translate("SettingsForm", u"Adresse du portail", None))
        self.portal_url.setPlaceholderText(QCoreApplication.translate("SettingsForm", u"https://espace.exemple.fr", None))
        self.pairing_code_label.setText(QCoreApplication.translate("SettingsForm", u"Code de liaison", None))
        self.pairing_code.setPlaceholderText(QCoreApplication.translate("SettingsForm", u"remis une seule fois par l\u2019h\u00e9bergeur", None))
        self.pair_button.setText(QCoreApplication.translate("SettingsForm", u"Relier", None))
        self.change_key.setText(QCoreApplication.translate("SettingsForm", u"Changer la cl\u00e9", None))
        self.test_connection.setText(QCoreApplication.translate("SettingsForm", u"Tester la connexion", None))
        self.label4.setText(QCoreApplication.translate("SettingsForm", u"Le code ne sert qu\u2019une fois. La cl\u00e9 re\u00e7ue est gard\u00e9e dans le trousseau de ce poste, jamais dans un fichier.", None))
        self.connection_result.setText("")
        self.label5.setText(QCoreApplication.translate("SettingsForm", u"Lien des familles", None))
        self.family_link.setText("")
        self.copy_link.setText(QCoreApplication.translate("SettingsForm", u"Copier le lien", None))
        self.poster.setText(QCoreApplication.translate("SettingsForm", u"Affiche pour les familles (PDF)\u2026", None))
        self.label_network.setText(QCoreApplication.translate("SettingsForm", u"R\u00e9seau de ce poste", None))
        self.proxy_mode_label.setText(QCoreApplication.translate("SettingsForm", u"Proxy", None))
        self.proxy_address_label.setText(QCoreApplication.translate("SettingsForm", u"Adresse du proxy", None))
        self.proxy_address.setPlaceholderText(QCoreApplication.translate("SettingsForm", u"proxy.exemple.fr:3128", None))
        self.proxy_user_label.setText(QCoreApplication.translate("SettingsForm", u"Compte du proxy", None))
        self.proxy_user.setPlaceholderText(QCoreApplication.translate("SettingsForm", u"s\u2019il en demande un", None))
        self.proxy_password_label.setText(QCoreApplication.translate("SettingsForm", u"Mot de passe du proxy", None))
        self.proxy_password.setPlaceholderText(QCoreApplication.translate("SettingsForm", u"inchang\u00e9", None))
        self.save_network.setText(QCoreApplication.translate("SettingsForm", u"Enregistrer le r\u00e9seau", None))
        self.label12.setText(QCoreApplication.translate("SettingsForm", u"\u00c9tablissement", None))
        self.name_label.setText(QCoreApplication.translate("SettingsForm", u"Nom affich\u00e9", None))
        self.address_label.setText(QCoreApplication.translate("SettingsForm", u"Adresse postale", None))
        self.phone_label.setText(QCoreApplication.translate("SettingsForm", u"T\u00e9l\u00e9phone", None))
        self.email_label.setText(QCoreApplication.translate("SettingsForm", u"E-mail affich\u00e9", None))
        self.site_code_label.setText(QCoreApplication.translate("SettingsForm", u"Code \u00e9tablissement des cartes", None))
        self.site_code.setPlaceholderText(QCoreApplication.translate("SettingsForm", u"les 4 premiers chiffres, 0683 pour 0683-04217", None))
        self.welcome_label.setText(QCoreApplication.translate("SettingsForm", u"Message d\u2019accueil", None))
        self.label19.setText(QCoreApplication.translate("SettingsForm", u"Demandes de compte", None))
        self.delay_hours_label.setText(QCoreApplication.translate("SettingsForm", u"D\u00e9lai annonc\u00e9 (heures)", None))
        self.monday_label.setText(QCoreApplication.translate("SettingsForm", u"Jours d\u2019ouverture", None))
        self.monday.setText(QCoreApplication.translate("SettingsForm", u"Lundi", None))
        self.tuesday.setText(QCoreApplication.translate("SettingsForm", u"Mardi", None))
        self.wednesday.setText(QCoreApplication.translate("SettingsForm", u"Mercredi", None))
        self.thursday.setText(QCoreApplication.translate("SettingsForm", u"Jeudi", None))
        self.friday.setText(QCoreApplication.translate("SettingsForm", u"Vendredi", None))
        self.saturday.setText(QCoreApplication.translate("SettingsForm", u"Samedi", None))
        self.sunday.setText(QCoreApplication.translate("SettingsForm", u"Dimanche", None))
        self.request_notice_label.setText(QCoreApplication.translate("SettingsForm", u"Texte pr\u00e8s du formulaire", None))
        self.request_alert_email_label.setText(QCoreApplication.translate("SettingsForm", u"Adresse \u00e0 pr\u00e9venir", None))
        self.request_alert_email.setPlaceholderText(QCoreApplication.translate("SettingsForm", u"re\u00e7oit un e-mail \u00e0 chaque demande", None))
        self.accept_confirmed.setText(QCoreApplication.translate("SettingsForm", u"Accepter aussi les adresses confirm\u00e9es dans \u00ab\u00a0Cocher les concordances certaines\u00a0\u00bb", None))
        self.notify_guardians.setText(QCoreApplication.translate("SettingsForm", u"Pr\u00e9venir les responsables connus quand une autre adresse demande ou re\u00e7oit un compte", None))
        self.closures_label.setText(QCoreApplication.translate("SettingsForm", u"Fermetures du bureau", None))
        self.add_holidays.setText(QCoreApplication.translate("SettingsForm", u"Ajouter les vacances scolaires", None))
#if QT_CONFIG(tooltip)
        self.add_holidays.setToolTip(QCoreApplication.translate("SettingsForm", u"Ajoute les vacances de la zone choisie\u00a0; retirez ou raccourcissez ensuite celles o\u00f9 le bureau travaille.", None))
#endif // QT_CONFIG(tooltip)
        self.add_closure.setText(QCoreApplication.translate("SettingsForm", u"Ajouter une fermeture", None))
        self.remove_closure.setText(QCoreApplication.translate("SettingsForm", u"Retirer", None))
#if QT_CONFIG(accessibility)
        self.closures.setAccessibleName(QCoreApplication.translate("SettingsForm", u"Fermetures du bureau", None))
#endif // QT_CONFIG(accessibility)
        self.label23.setText(QCoreApplication.translate("SettingsForm", u"Paiement", None))
        self.payment_blocked.setText(QCoreApplication.translate("SettingsForm", u"Bloquer le paiement en ligne", None))
        self.label22.setText(QCoreApplication.translate("SettingsForm", u"Les familles voient leur espace, mais ne peuvent pas payer. Le paiement en ligne lui-m\u00eame arrive dans une prochaine version.", None))
        self.label27.setText(QCoreApplication.translate("SettingsForm", u"R\u00e9servation", None))
        self.booking_blocked.setText(QCoreApplication.translate("SettingsForm", u"Bloquer la r\u00e9servation en ligne", None))
        self.label26.setText(QCoreApplication.translate("SettingsForm", u"Les familles voient leur espace, mais ne peuvent pas r\u00e9server. La r\u00e9servation elle-m\u00eame arrive dans une prochaine version.", None))
        self.label32.setText(QCoreApplication.translate("SettingsForm", u"Courriels", None))
        self.mail_sender_name_label.setText(QCoreApplication.translate("SettingsForm", u"Nom de l\u2019exp\u00e9diteur", None))
        self.mail_sender_name.setPlaceholderText(QCoreApplication.translate("SettingsForm", u"par exemple le service de restauration", None))
        self.mail_reply_to_label.setText(QCoreApplication.translate("SettingsForm", u"Adresse de r\u00e9ponse", None))
        self.mail_days_label.setText(QCoreApplication.translate("SettingsForm", u"Validit\u00e9 par e-mail (jours)", None))
        self.paper_days_label.setText(QCoreApplication.translate("SettingsForm", u"Validit\u00e9 sur papier (jours)", None))
        self.mail_shows_password.setText(QCoreApplication.translate("SettingsForm", u"\u00c9crire le mot de passe provisoire dans l\u2019e-mail", None))
        self.label31.setText(QCoreApplication.translate("SettingsForm", u"Sans cela, l\u2019e-mail ne contient que l\u2019identifiant et un lien \u00e0 usage unique.", None))
        self.silence_hours_label.setText(QCoreApplication.translate("SettingsForm", u"Pr\u00e9venir le bureau sans synchronisation (heures d\u2019ouverture)", None))
        self.silence_hours.setSpecialValueText(QCoreApplication.translate("SettingsForm", u"jamais", None))
        self.mail_texts.setText(QCoreApplication.translate("SettingsForm", u"Textes des courriels\u2026", None))
        self.mail_texts_state.setText("")
        self.label36.setText(QCoreApplication.translate("SettingsForm", u"Mentions", None))
        self.privacy_text_label.setText(QCoreApplication.translate("SettingsForm", u"Donn\u00e9es personnelles (RGPD)", None))
        self.legal_text_label.setText(QCoreApplication.translate("SettingsForm", u"Mentions l\u00e9gales et accessibilit\u00e9", None))
        self.retention_months_label.setText(QCoreApplication.translate("SettingsForm", u"Conservation", None))
#if QT_CONFIG(tooltip)
        self.retention_months.setToolTip(QCoreApplication.translate("SettingsForm", u"Demandes refus\u00e9es, comptes ferm\u00e9s, comptes et adresses des h\u00f4tes sortis", None))
#endif // QT_CONFIG(tooltip)
        self.retention_months.setSuffix(QCoreApplication.translate("SettingsForm", u"\u00a0mois", None))
        self.save.setText(QCoreApplication.translate("SettingsForm", u"Enregistrer", None))
        self.back.setText(QCoreApplication.translate("SettingsForm", u"Annuler les modifications", None))
        self.hint.setText(QCoreApplication.translate("SettingsForm", u"Changements envoy\u00e9s \u00e0 la prochaine synchronisation", None))
        pass
    # retranslateUi

