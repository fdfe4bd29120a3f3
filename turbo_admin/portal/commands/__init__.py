"""What the command line has the portal do, a function a command: it takes the parsed arguments, returns an exit code."""
