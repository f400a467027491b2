"""Power cuts, full disks, read-only folders and impatient people."""
