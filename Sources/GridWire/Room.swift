// The coding of messages.
