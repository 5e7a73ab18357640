// The hub's endpoints.
