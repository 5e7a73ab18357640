#pragma once
#include <stddef.h>
#include <stdint.h>

/* One connection to a server, kept alive between requests. Not for two threads at once. */
typedef struct gs_connection gs_connection;

/* Bytes that a call allocated; the caller frees them with gs_free. */
typedef struct {
    uint8_t *bytes;
    size_t count;
} gs_buffer;

typedef enum {
    GS_OK = 0,
    GS_UNREACHABLE = 1,
    GS_TIMED_OUT_CONNECTING = 2,
    GS_TIMED_OUT_TRANSFERRING = 3,
    GS_TLS = 4,
    GS_TOO_LARGE = 5,
    GS_MEMORY = 6,
} gs_outcome;

typedef struct {
    const char *method;
    const char *url;
    /* "Name: value" lines, ending with NULL. */
    const char *const *headers;
    const uint8_t *body;
    size_t body_count;
    /* File of certificates to trust; NULL for the system's. */
    const char *certificate_file;
    long connect_timeout_ms;
    /* A transfer slower than 1 byte/s for so long ends. */
    long stall_timeout_s;
    long whole_timeout_ms;
    size_t maximum_answer_bytes;
} gs_request;

typedef struct {
    gs_outcome outcome;
    long status;
    /* "name: value" lines as they came, separated by line feeds. */
    gs_buffer headers;
    gs_buffer body;
    char detail[256];
} gs_answer;

gs_connection *gs_connection_new(void);
void gs_connection_free(gs_connection *connection);

/* Sends a request and waits for the whole answer. Follows no redirects. */
void gs_send(gs_connection *connection, const gs_request *request, gs_answer *answer);

/* Compresses bytes in the gzip format (RFC 1952); an empty buffer when that fails. */
gs_buffer gs_gzip(const uint8_t *bytes, size_t count);

void gs_free(gs_buffer buffer);
