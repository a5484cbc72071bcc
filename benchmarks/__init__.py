"""What `make bench` prints: this way beside other ways, interleaved in one run."""
