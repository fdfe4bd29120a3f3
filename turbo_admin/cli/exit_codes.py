"""The exit codes of commands.

| exit code | meaning |
| --- | --- |
| 0 | done |
| 1 | a bug of ours |
| 2 | the command was not understood |
| 3 | refused: a rule says no |
| 4 | bad data: a file or a message cannot be read |
| 5 | unreachable: try later, nothing is lost |
| 6 | outdated: versions or histories differ |
| 130 | stopped by Ctrl+C |
| 141 | the reader of the output has gone (`| head`) |
"""

from turbo_admin.core.errors import BadData, Cancelled, Outdated, Refused, Unreachable

EXIT_CODES = {Refused: 3, BadData: 4, Unreachable: 5, Outdated: 6, Cancelled: 130}
INTERRUPTED, UNREAD = 130, 141
