// The field client.
