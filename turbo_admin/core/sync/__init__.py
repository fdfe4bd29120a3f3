"""The exchange between office and portal, in the words of the screen."""
