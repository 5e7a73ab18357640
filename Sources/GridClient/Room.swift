// The headless client library.
