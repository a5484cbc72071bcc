"""Values as they are compared: what a silo said, brought into one form; the words it was said in stay with the record."""
