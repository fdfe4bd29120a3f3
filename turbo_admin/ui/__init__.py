"""The screen: Qt, French, no rules. A page is one file and one form, in folders of one name and with the same stem."""
