// Reading and checking catalogue files.
