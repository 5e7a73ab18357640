// The central daemon.
