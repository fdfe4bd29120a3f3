"""What pages are made of: the page itself, lists, ticks, icons, theme, tasks, questions, files."""
