#ifndef GRIDSYNC_CZLIB_H
#define GRIDSYNC_CZLIB_H

#include <stddef.h>
#include <stdint.h>

/* What became of a buffer. */
enum {
    gridsync_zlib_done = 0,
    /* The output would be larger than the capacity given. */
    gridsync_zlib_too_large = 1,
    /* The input is not one whole gzip member. */
    gridsync_zlib_invalid = 2,
    gridsync_zlib_no_memory = 3
};

/* The most bytes that compressing `length` bytes can give. */
size_t gridsync_gzip_bound(size_t length);

/* Compresses `input` as one gzip member (RFC 1952) into `output`; `written` is the count. Level 1 to 9. */
int gridsync_gzip(const uint8_t *input, size_t length, uint8_t *output, size_t capacity, int level, size_t *written);

/* A decompressor of one gzip member that never writes more than it is given room for. */
typedef struct gridsync_inflater gridsync_inflater;

gridsync_inflater *gridsync_inflater_open(void);
void gridsync_inflater_close(gridsync_inflater *inflater);

/* Reads from `input`, writes to `output`; `read` and `written` are the counts, `ended` is 1 after the last byte of
   the member. Returns gridsync_zlib_done or gridsync_zlib_invalid. */
int gridsync_inflater_step(gridsync_inflater *inflater, const uint8_t *input, size_t length, size_t *read,
                           uint8_t *output, size_t capacity, size_t *written, int *ended);

#endif
