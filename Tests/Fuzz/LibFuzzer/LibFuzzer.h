#ifndef GRIDSYNC_LIBFUZZER_H
#define GRIDSYNC_LIBFUZZER_H

#include <stddef.h>
#include <stdint.h>

/* libFuzzer's own driver, linked in by -sanitize=fuzzer: runs `test` on inputs until its options say enough. */
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *data, size_t size));

#endif
