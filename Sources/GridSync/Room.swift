// Messages of an exchange, and the decisions of both sides as plain values.
