"""Exit codes of the commands.

| exit code | meaning |
| --- | --- |
| 0 | done |
| 1 | a bug of ours |
| 2 | the command was not understood |
| 3 | refused by a rule |
| 4 | bad data: a file or a message cannot be read |
| 5 | unreachable: try later, nothing is lost |
| 6 | outdated: versions or histories differ |
| 130 | stopped by Ctrl+C |
| 141 | the reader of the output has gone (`| head`) |
"""

from turbo_admin.core.errors import BadData, Cancelled, Outdated, Refused, Unreachable

# 130 and 141 are 128 plus the signal's number (SIGINT, SIGPIPE), as shells report it.
EXIT_CODES = {Refused: 3, BadData: 4, Unreachable: 5, Outdated: 6, Cancelled: 130}
INTERRUPTED, UNREAD = 130, 141
