#include "CCurl.h"

/* Its checks are macros around the functions, which here are pointers. */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

struct gs_connection {
    CURL *easy;
};

typedef struct {
    gs_buffer buffer;
    size_t capacity;
    size_t limit;
    int is_over;
} gs_sink;

/*
 * libcurl is opened by the first request and not linked: with the thirty libraries that it needs, loading it takes
 * longer than all that a command does which stays on its device.
 */
static struct {
    CURLcode (*global_init)(long);
    CURL *(*easy_init)(void);
    void (*easy_cleanup)(CURL *);
    void (*easy_reset)(CURL *);
    CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
    CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
    CURLcode (*easy_perform)(CURL *);
    const char *(*easy_strerror)(CURLcode);
    struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
    void (*slist_free_all)(struct curl_slist *);
} curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;
/* Why there is no libcurl; empty when there is. */
static char absence[256] = "";

static void find(void *library, const char *name, void *function) {
    void *address = dlsym(library, name);
    if (!address) snprintf(absence, sizeof absence, "libcurl has no %s: install a newer one", name);
    memcpy(function, &address, sizeof address);
}

static void start(void) {
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        snprintf(absence, sizeof absence, "install libcurl (Debian: apt-get install libcurl4): %s", dlerror());
        return;
    }
    find(library, "curl_global_init", &curl.global_init);
    find(library, "curl_easy_init", &curl.easy_init);
    find(library, "curl_easy_cleanup", &curl.easy_cleanup);
    find(library, "curl_easy_reset", &curl.easy_reset);
    find(library, "curl_easy_setopt", &curl.easy_setopt);
    find(library, "curl_easy_getinfo", &curl.easy_getinfo);
    find(library, "curl_easy_perform", &curl.easy_perform);
    find(library, "curl_easy_strerror", &curl.easy_strerror);
    find(library, "curl_slist_append", &curl.slist_append);
    find(library, "curl_slist_free_all", &curl.slist_free_all);
    if (!absence[0]) curl.global_init(CURL_GLOBAL_DEFAULT);
}

static int append(gs_sink *sink, const void *bytes, size_t count) {
    if (count > sink->limit - sink->buffer.count) {
        sink->is_over = 1;
        return 0;
    }
    size_t needed = sink->buffer.count + count;
    if (needed > sink->capacity) {
        size_t capacity = sink->capacity ? sink->capacity : 4096;
        while (capacity < needed) capacity *= 2;
        uint8_t *grown = realloc(sink->buffer.bytes, capacity);
        if (!grown) return 0;
        sink->buffer.bytes = grown;
        sink->capacity = capacity;
    }
    if (count) memcpy(sink->buffer.bytes + sink->buffer.count, bytes, count);
    sink->buffer.count = needed;
    return 1;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *sink) {
    return append(sink, bytes, size * count) ? size * count : 0;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *opaque) {
    gs_sink *sink = opaque;
    size_t length = size * count;
    /* A new status line begins a new answer (100 Continue came before it). */
    if (length >= 5 && memcmp(bytes, "HTTP/", 5) == 0) sink->buffer.count = 0;
    return append(sink, bytes, length) ? length : 0;
}

gs_connection *gs_connection_new(void) {
    pthread_once(&once, start);
    gs_connection *connection = calloc(1, sizeof *connection);
    if (!connection) return NULL;
    if (absence[0]) return connection;
    connection->easy = curl.easy_init();
    if (!connection->easy) {
        free(connection);
        return NULL;
    }
    return connection;
}

void gs_connection_free(gs_connection *connection) {
    if (!connection) return;
    if (connection->easy) curl.easy_cleanup(connection->easy);
    free(connection);
}

static gs_outcome outcome_of(CURLcode code, CURL *easy, const gs_sink *body, const gs_sink *headers) {
    curl_off_t connected = 0;
    switch (code) {
    case CURLE_OK: return GS_OK;
    case CURLE_OPERATION_TIMEDOUT:
        curl.easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &connected);
        return connected > 0 ? GS_TIMED_OUT_TRANSFERRING : GS_TIMED_OUT_CONNECTING;
    case CURLE_WRITE_ERROR: return body->is_over || headers->is_over ? GS_TOO_LARGE : GS_MEMORY;
    case CURLE_FILESIZE_EXCEEDED: return GS_TOO_LARGE;
    case CURLE_OUT_OF_MEMORY: return GS_MEMORY;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
        return GS_TLS;
    default: return GS_UNREACHABLE;
    }
}

void gs_send(gs_connection *connection, const gs_request *request, gs_answer *answer) {
    CURL *easy = connection->easy;
    char message[CURL_ERROR_SIZE] = "";
    gs_sink body = {.limit = request->maximum_answer_bytes};
    gs_sink headers = {.limit = 65536};
    struct curl_slist *list = NULL;

    memset(answer, 0, sizeof *answer);
    if (!easy) {
        answer->outcome = GS_UNREACHABLE;
        strncpy(answer->detail, absence, sizeof answer->detail - 1);
        return;
    }
    /* Keeps the connections that are open. */
    curl.easy_reset(easy);
    for (const char *const *line = request->headers; *line; line++) list = curl.slist_append(list, *line);
    /* Without this curl waits for a 100 before bodies of more than a megabyte. */
    list = curl.slist_append(list, "Expect:");

    curl.easy_setopt(easy, CURLOPT_URL, request->url);
    curl.easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl.easy_setopt(easy, CURLOPT_HTTPHEADER, list);
    curl.easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
    curl.easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl.easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl.easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl.easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl.easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl.easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, request->connect_timeout_ms);
    curl.easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl.easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, request->stall_timeout_s);
    curl.easy_setopt(easy, CURLOPT_TIMEOUT_MS, request->whole_timeout_ms);
    curl.easy_setopt(easy, CURLOPT_ERRORBUFFER, message);
    curl.easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl.easy_setopt(easy, CURLOPT_WRITEDATA, &body);
    curl.easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    curl.easy_setopt(easy, CURLOPT_HEADERDATA, &headers);
    if (request->certificate_file) curl.easy_setopt(easy, CURLOPT_CAINFO, request->certificate_file);
    if (strcmp(request->method, "GET") != 0) {
        curl.easy_setopt(easy, CURLOPT_POSTFIELDS, request->body_count ? (const char *)request->body : "");
        curl.easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_count);
    }

    CURLcode code = curl.easy_perform(easy);
    curl.easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer->status);
    answer->outcome = outcome_of(code, easy, &body, &headers);
    const char *detail = message[0] ? message : curl.easy_strerror(code);
    strncpy(answer->detail, detail, sizeof answer->detail - 1);
    answer->headers = headers.buffer;
    answer->body = body.buffer;
    curl.slist_free_all(list);
    /* Nothing of this request is to be pointed at any more. */
    curl.easy_reset(easy);
}

gs_buffer gs_gzip(const uint8_t *bytes, size_t count) {
    gs_buffer result = {NULL, 0};
    z_stream stream = {0};
    if (count > UINT32_MAX / 2) return result;
    /* 16 above the window's size asks for gzip instead of zlib framing. */
    if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return result;
    size_t capacity = deflateBound(&stream, count);
    uint8_t *output = malloc(capacity);
    if (output) {
        stream.next_in = (Bytef *)bytes;
        stream.avail_in = (uInt)count;
        stream.next_out = output;
        stream.avail_out = (uInt)capacity;
        if (deflate(&stream, Z_FINISH) == Z_STREAM_END) {
            result.bytes = output;
            result.count = stream.total_out;
        } else {
            free(output);
        }
    }
    deflateEnd(&stream);
    return result;
}

void gs_free(gs_buffer buffer) { free(buffer.bytes); }
