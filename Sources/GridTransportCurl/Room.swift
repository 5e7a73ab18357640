// libcurl behind the client's transport.
