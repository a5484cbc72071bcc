"""Whether it works: checks of the settings, the home, the disk, the database and its passes, which start and change nothing."""
