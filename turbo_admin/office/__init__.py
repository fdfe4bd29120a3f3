"""The clerk's acts, one function each, no Qt. Each takes the desk first, opens its own session and writes once."""
