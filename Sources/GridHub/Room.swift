// The hub's work over a store.
