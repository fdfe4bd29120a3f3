"""The clerk's acts, one function each, no Qt. An act takes the desk first, names its right, opens its own session, writes once."""
