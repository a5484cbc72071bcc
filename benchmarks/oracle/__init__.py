"""A second answer to every question: plain Python over Berka's own files, knowing nothing of how the platform answers."""
