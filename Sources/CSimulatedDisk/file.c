#include "disk.h"

#include <stdlib.h>
#include <string.h>

/* The durable contents of a sector behind the durable end of a file: never written to, never freed. */
static uint8_t zeros[4096];

file *file_new(void) {
    file *created = calloc(1, sizeof *created);
    if (created) created->references = 1;
    return created;
}

static void forget_durable(sector *sector) {
    if (sector->durable && sector->durable != zeros) free(sector->durable);
    sector->durable = NULL;
    sector->is_dropped = 0;
}

static void set_size(gridsync_disk *disk, file *file, uint64_t size) {
    disk->used += size - file->size;
    file->size = size;
    if (size < file->least_size) file->least_size = size;
}

void file_unreference(gridsync_disk *disk, file *file) {
    if (--file->references > 0) return;
    set_size(disk, file, 0);
    for (uint64_t index = file->first_dirty; index < file->end_dirty; index++) forget_durable(&file->sectors[index]);
    memory_unreference(file->memory);
    free(file->sectors);
    free(file->bytes);
    free(file);
}

/* Makes room for so many bytes, all beyond the end zero. */
static int reserve(const gridsync_disk *disk, file *file, uint64_t size) {
    if (size <= file->allocated) return 1;
    uint64_t allocated = file->allocated < 65536 ? 65536 : file->allocated;
    while (allocated < size) allocated *= 2;
    uint8_t *bytes = realloc(file->bytes, allocated);
    if (!bytes) return 0;
    memset(bytes + file->allocated, 0, allocated - file->allocated);
    file->bytes = bytes;
    uint64_t sector_count = allocated / disk->sector_size;
    sector *sectors = realloc(file->sectors, sector_count * sizeof *sectors);
    if (!sectors) return 0;
    memset(sectors + file->sector_count, 0, (sector_count - file->sector_count) * sizeof *sectors);
    file->sectors = sectors;
    file->sector_count = sector_count;
    file->allocated = allocated;
    return 1;
}

/* Remembers what is durable of the sectors that are about to change. */
static int touch(const gridsync_disk *disk, file *file, uint64_t from, uint64_t to) {
    uint64_t size = disk->sector_size;
    uint64_t end = (to + size - 1) / size;
    if (file->first_dirty == file->end_dirty) file->first_dirty = file->end_dirty = from / size;
    if (from / size < file->first_dirty) file->first_dirty = from / size;
    if (end > file->end_dirty) file->end_dirty = end;
    for (uint64_t index = from / size; index < end; index++) {
        sector *sector = &file->sectors[index];
        sector->is_dropped = 0;
        if (sector->durable) continue;
        if (index * size >= file->durable_size) {
            sector->durable = zeros;
        } else {
            sector->durable = malloc(size);
            if (!sector->durable) return 0;
            memcpy(sector->durable, file->bytes + index * size, size);
        }
    }
    return 1;
}

int file_write(gridsync_disk *disk, file *file, const uint8_t *bytes, uint64_t count, uint64_t offset) {
    if (count == 0) return 1;
    if (!reserve(disk, file, offset + count) || !touch(disk, file, offset, offset + count)) return 0;
    memcpy(file->bytes + offset, bytes, count);
    if (offset + count > file->size) set_size(disk, file, offset + count);
    return 1;
}

int file_touch(gridsync_disk *disk, file *file) { return touch(disk, file, 0, file->size); }

int file_truncate(gridsync_disk *disk, file *file, uint64_t size) {
    if (!reserve(disk, file, size)) return 0;
    if (size < file->size) {
        if (!touch(disk, file, size, file->size)) return 0;
        memset(file->bytes + size, 0, file->size - size);
    }
    set_size(disk, file, size);
    return 1;
}

uint64_t file_read(const file *file, uint8_t *bytes, uint64_t count, uint64_t offset) {
    uint64_t there = offset >= file->size ? 0 : file->size - offset;
    if (there > count) there = count;
    if (there > 0) memcpy(bytes, file->bytes + offset, there);
    memset(bytes + there, 0, count - there);
    return there;
}

void file_synchronize(file *file) {
    uint64_t first = file->first_dirty, end = file->end_dirty;
    file->first_dirty = file->end_dirty = 0;
    for (uint64_t index = first; index < end; index++) {
        if (!file->sectors[index].is_dropped) {
            forget_durable(&file->sectors[index]);
        } else {
            if (file->end_dirty == 0) file->first_dirty = index;
            file->end_dirty = index + 1;
        }
    }
    file->durable_size = file->least_size = file->size;
}

void file_drop_unsynced(file *file) {
    for (uint64_t index = file->first_dirty; index < file->end_dirty; index++) {
        if (file->sectors[index].durable) file->sectors[index].is_dropped = 1;
    }
}

/* A reader sees again what is durable of a sector. */
static void restore(const gridsync_disk *disk, file *file, uint64_t index) {
    sector *sector = &file->sectors[index];
    memcpy(file->bytes + index * disk->sector_size, sector->durable, disk->sector_size);
    forget_durable(sector);
}

/* Nothing but zeros lies beyond the end. */
static void clear_beyond_end(const gridsync_disk *disk, file *file) {
    uint64_t end = (file->size / disk->sector_size + 1) * disk->sector_size;
    if (end > file->allocated) end = file->allocated;
    if (end > file->size) memset(file->bytes + file->size, 0, end - file->size);
}

void file_evict_dropped(gridsync_disk *disk, file *file) {
    for (uint64_t index = file->first_dirty; index < file->end_dirty; index++) {
        if (!file->sectors[index].is_dropped || disk_random(disk) % 2 == 0) continue;
        restore(disk, file, index);
        disk->faults[gridsync_fault_sector_lost] += 1;
    }
    clear_beyond_end(disk, file);
}

/* A torn sector ends as it was before; a garbled one has noise where it was to change. Bytes that were not written
   stay as they are, as SQLite supposes of a disk (SQLITE_IOCAP_POWERSAFE_OVERWRITE). */
static void tear(gridsync_disk *disk, file *file, uint64_t index, int is_garbled) {
    uint64_t size = disk->sector_size;
    uint64_t kept = disk_random(disk) % size;
    uint8_t *bytes = file->bytes + index * size;
    const uint8_t *durable = file->sectors[index].durable;
    for (uint64_t place = is_garbled ? 0 : kept; place < size; place++) {
        if (bytes[place] == durable[place]) continue;
        bytes[place] = is_garbled ? (uint8_t)disk_random(disk) : durable[place];
    }
    disk->faults[gridsync_fault_sector_torn] += 1;
}

/* What becomes of all that was not synced. */
enum fate { all_lost, all_kept, each_its_own };

void file_cut_power(gridsync_disk *disk, file *file) {
    uint64_t draw = disk_random(disk) % 4;
    enum fate fate = draw == 0 ? all_lost : draw == 1 ? all_kept : each_its_own;
    int is_cut = file->least_size < file->durable_size && (fate == all_kept || (fate != all_lost && draw % 2 == 0));
    uint64_t end = is_cut ? file->least_size : file->durable_size;
    uint64_t size = disk->sector_size;
    for (uint64_t index = file->first_dirty; index < file->end_dirty; index++) {
        sector *sector = &file->sectors[index];
        if (!sector->durable) continue;
        uint64_t chance = disk_random(disk) % 8;
        if (sector->is_dropped || fate == all_lost || (fate == each_its_own && chance < 3)) {
            if (is_cut && index * size >= file->least_size) {
                memset(file->bytes + index * size, 0, size);
                forget_durable(sector);
            } else {
                restore(disk, file, index);
            }
            disk->faults[gridsync_fault_sector_lost] += 1;
            continue;
        }
        if (fate == each_its_own && chance < 5) tear(disk, file, index, chance == 4);
        uint64_t reached = (index + 1) * size < file->size ? (index + 1) * size : file->size;
        if (reached > end) end = reached;
        forget_durable(sector);
    }
    file->first_dirty = file->end_dirty = 0;
    if (fate == all_kept) end = file->size;
    set_size(disk, file, end);
    file->durable_size = file->least_size = end;
    clear_beyond_end(disk, file);
}

void file_flip(const gridsync_disk *disk, file *file, uint64_t offset, uint8_t bits) {
    uint8_t *durable = file->sectors[offset / disk->sector_size].durable;
    file->bytes[offset] ^= bits;
    if (durable && durable != zeros) durable[offset % disk->sector_size] ^= bits;
}

uint64_t file_unsynced(const gridsync_disk *disk, const file *file) {
    uint64_t count = 0;
    for (uint64_t index = file->first_dirty; index < file->end_dirty; index++) {
        if (file->sectors[index].durable) count += disk->sector_size;
    }
    return count;
}

int file_write_faulty(gridsync_disk *disk, file *file, const uint8_t *bytes, uint64_t count, uint64_t offset) {
    int result = disk_call(disk, gridsync_call_write, 1);
    uint64_t grows = offset + count > file->size ? offset + count - file->size : 0;
    if (offset + count > LARGEST_FILE) result = gridsync_disk_full;
    if (result == gridsync_disk_done && disk->is_space_limited && grows > 0 && disk->used + grows > disk->space) {
        disk->faults[gridsync_fault_full] += 1;
        result = gridsync_disk_full;
    }
    if (result != gridsync_disk_done) {
        // A write that fails may have written its beginning, as far as there is space.
        uint64_t begun = count > 0 ? disk_random(disk) % count : 0;
        int fits = offset + begun <= file->size || (result == gridsync_disk_failed && offset + begun <= LARGEST_FILE);
        if (fits && !file_write(disk, file, bytes, begun, offset)) return gridsync_disk_no_memory;
        return result;
    }
    if (disk->misdirects_write && count >= 512 && offset + PAGE_SIZE + count <= LARGEST_FILE) {
        disk->misdirects_write = 0;
        disk->faults[gridsync_fault_write_misdirected] += 1;
        offset += PAGE_SIZE;
    }
    return file_write(disk, file, bytes, count, offset) ? gridsync_disk_done : gridsync_disk_no_memory;
}

int file_synchronize_faulty(gridsync_disk *disk, file *file) {
    int result = disk_call(disk, gridsync_call_sync, 0);
    if (result == gridsync_disk_done && disk->fails_sync) {
        disk->fails_sync = 0;
        disk->faults[gridsync_fault_sync_failed] += 1;
        result = gridsync_disk_failed;
    }
    if (result != gridsync_disk_done) {
        file_drop_unsynced(file);
    } else if (disk->lies_about_sync) {
        disk->faults[gridsync_fault_sync_lied] += 1;
    } else {
        file_synchronize(file);
    }
    return result;
}
