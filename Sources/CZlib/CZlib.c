#include "CZlib.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

/* 15 bits of window, plus 16 for the gzip frame alone. */
static const int gzip_window = 15 + 16;

size_t gridsync_gzip_bound(size_t length) { return compressBound(length) + 32; }

int gridsync_gzip(const uint8_t *input, size_t length, uint8_t *output, size_t capacity, int level, size_t *written) {
    z_stream stream = {0};
    *written = 0;
    if (length > UINT_MAX || capacity > UINT_MAX) return gridsync_zlib_too_large;
    if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        return gridsync_zlib_no_memory;
    }
    stream.next_in = (Bytef *)input;
    stream.avail_in = (uInt)length;
    stream.next_out = output;
    stream.avail_out = (uInt)capacity;
    int result = deflate(&stream, Z_FINISH);
    *written = stream.total_out;
    deflateEnd(&stream);
    return result == Z_STREAM_END ? gridsync_zlib_done : gridsync_zlib_too_large;
}

struct gridsync_inflater {
    z_stream stream;
};

gridsync_inflater *gridsync_inflater_open(void) {
    gridsync_inflater *inflater = calloc(1, sizeof(gridsync_inflater));
    if (inflater && inflateInit2(&inflater->stream, gzip_window) != Z_OK) {
        free(inflater);
        return NULL;
    }
    return inflater;
}

void gridsync_inflater_close(gridsync_inflater *inflater) {
    if (!inflater) return;
    inflateEnd(&inflater->stream);
    free(inflater);
}

int gridsync_inflater_step(gridsync_inflater *inflater, const uint8_t *input, size_t length, size_t *read,
                           uint8_t *output, size_t capacity, size_t *written, int *ended) {
    z_stream *stream = &inflater->stream;
    *read = 0;
    *written = 0;
    *ended = 0;
    if (length > UINT_MAX || capacity > UINT_MAX) return gridsync_zlib_invalid;
    stream->next_in = (Bytef *)input;
    stream->avail_in = (uInt)length;
    stream->next_out = output;
    stream->avail_out = (uInt)capacity;
    int result = inflate(stream, Z_NO_FLUSH);
    *read = length - stream->avail_in;
    *written = capacity - stream->avail_out;
    *ended = result == Z_STREAM_END;
    return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR ? gridsync_zlib_done
                                                                            : gridsync_zlib_invalid;
}
