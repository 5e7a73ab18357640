// The stores over SQLite.
