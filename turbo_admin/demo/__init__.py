"""An invented school: its families, a clerk who presses the real buttons, and the day that they play."""
