"""What the office's commands do; described beside this folder, and loaded when one of them runs."""
