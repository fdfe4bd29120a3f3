"""Schools at the portal: added, paired with their office, their workstations' keys."""
