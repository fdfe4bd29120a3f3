"""The screen: Qt, French, no rules. A page is one file and one form with the same stem."""
