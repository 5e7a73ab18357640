#include "disk.h"

#include <stdlib.h>
#include <string.h>

/* The strongest lock that another handle of the file has. */
static int strongest_other(const handle *handle) {
    int strongest = SQLITE_LOCK_NONE;
    for (const struct handle *other = handle->file->handles; other; other = other->next) {
        if (other != handle && !other->mount->is_ended && other->lock > strongest) strongest = other->lock;
    }
    return strongest;
}

/* The levels are SQLite's (https://www.sqlite.org/lockingv3.html). A file opened for reading only cannot be locked
   for writing, as with POSIX: that keeps readers from checkpointing. */
int locks_lock(handle *handle, int level) {
    if (handle->lock >= level) return SQLITE_OK;
    if (level > SQLITE_LOCK_SHARED && handle->is_read_only) return SQLITE_IOERR_LOCK;
    int other = strongest_other(handle);
    if (level == SQLITE_LOCK_SHARED) {
        if (other >= SQLITE_LOCK_PENDING) return SQLITE_BUSY;
        handle->lock = level;
        return SQLITE_OK;
    }
    if (other >= SQLITE_LOCK_RESERVED) return SQLITE_BUSY;
    if (level == SQLITE_LOCK_EXCLUSIVE && other >= SQLITE_LOCK_SHARED) {
        handle->lock = SQLITE_LOCK_PENDING;
        return SQLITE_BUSY;
    }
    handle->lock = level;
    return SQLITE_OK;
}

void locks_unlock(handle *handle, int level) {
    if (handle->lock > level) handle->lock = level;
}

int locks_is_reserved(const handle *handle) {
    return handle->lock >= SQLITE_LOCK_RESERVED || strongest_other(handle) >= SQLITE_LOCK_RESERVED;
}

void memory_unreference(shared_memory *memory) {
    if (!memory || --memory->references > 0) return;
    for (int index = 0; index < memory->region_count; index++) free(memory->regions[index]);
    free(memory->regions);
    free(memory);
}

/* The file holds one reference, and each handle that has it mapped. */
static int attach(handle *handle) {
    if (handle->memory) return 1;
    file *file = handle->file;
    if (!file->memory) {
        file->memory = calloc(1, sizeof *file->memory);
        if (!file->memory) return 0;
        file->memory->references = 1;
    }
    handle->memory = file->memory;
    file->memory->references += 1;
    return 1;
}

int memory_is_new(const handle *handle, int region) {
    return !handle->file->memory || region >= handle->file->memory->region_count;
}

int memory_map(handle *handle, int region, int size, int extend, void volatile **address) {
    *address = NULL;
    if (!attach(handle)) return SQLITE_IOERR_NOMEM;
    shared_memory *memory = handle->memory;
    if (region >= memory->region_count) {
        if (!extend) return SQLITE_OK;
        uint8_t **regions = realloc(memory->regions, (size_t)(region + 1) * sizeof *regions);
        if (!regions) return SQLITE_IOERR_NOMEM;
        memory->regions = regions;
        while (memory->region_count <= region) {
            regions[memory->region_count] = calloc(1, (size_t)size);
            if (!regions[memory->region_count]) return SQLITE_IOERR_NOMEM;
            memory->region_count += 1;
        }
        memory->region_size = size;
    }
    *address = memory->regions[region];
    return SQLITE_OK;
}

int memory_lock(handle *handle, int offset, int count, int flags) {
    unsigned mask = ((1u << count) - 1) << offset;
    if (flags & SQLITE_SHM_UNLOCK) {
        handle->shared_locks &= ~mask;
        handle->exclusive_locks &= ~mask;
        return SQLITE_OK;
    }
    int wants_all = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    for (const struct handle *other = handle->file->handles; other; other = other->next) {
        if (other == handle || other->memory != handle->memory || other->mount->is_ended) continue;
        if ((other->exclusive_locks & mask) || (wants_all && (other->shared_locks & mask))) return SQLITE_BUSY;
    }
    if (wants_all) {
        handle->exclusive_locks |= mask;
    } else {
        handle->shared_locks |= mask;
    }
    return SQLITE_OK;
}

/* Who comes after the last one finds the memory empty, and so reads the WAL anew. */
static void detach_when_unshared(file *file, const shared_memory *memory) {
    if (file->memory != memory) return;
    for (const handle *other = file->handles; other; other = other->next) {
        if (other->memory == memory && !other->mount->is_ended) return;
    }
    memory_detach(file);
}

void memory_detach(file *file) {
    shared_memory *memory = file->memory;
    file->memory = NULL;
    memory_unreference(memory);
}

void memory_unmap(handle *handle) {
    shared_memory *memory = handle->memory;
    if (!memory) return;
    handle->memory = NULL;
    handle->shared_locks = handle->exclusive_locks = 0;
    detach_when_unshared(handle->file, memory);
    memory_unreference(memory);
}

void locks_drop(handle *handle) {
    handle->lock = SQLITE_LOCK_NONE;
    handle->shared_locks = handle->exclusive_locks = 0;
    if (handle->memory) detach_when_unshared(handle->file, handle->memory);
}
