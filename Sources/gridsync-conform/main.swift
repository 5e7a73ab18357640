// The core, answerable from outside.
