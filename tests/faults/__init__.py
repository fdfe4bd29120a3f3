"""What breaks, on purpose, between the office and its portal: `make faults`."""
