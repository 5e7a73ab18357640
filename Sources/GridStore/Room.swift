// The doors to a store: what the hub and the device ask of one.
