"""Running a portal: its processes, its own PostgreSQL, its mail worker, what the host asks and erases."""
