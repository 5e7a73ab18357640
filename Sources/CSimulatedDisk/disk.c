#include "disk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers the mounts of this process, for names only. */
static unsigned long long mounts_made = 0;

void disk_enter(gridsync_disk *disk) { sqlite3_mutex_enter(disk->mutex); }

void disk_leave(gridsync_disk *disk) { sqlite3_mutex_leave(disk->mutex); }

/* SplitMix64. Source: Steele et al., "Fast Splittable Pseudorandom Number Generators" (2014), figure 17. */
uint64_t disk_random(gridsync_disk *disk) {
    disk->random_state += 0x9E3779B97F4A7C15u;
    uint64_t mixed = disk->random_state;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

gridsync_disk *gridsync_disk_create(uint64_t seed, uint32_t sector_size) {
    gridsync_disk *disk = calloc(1, sizeof *disk);
    if (!disk) return NULL;
    disk->mutex = sqlite3_mutex_alloc(SQLITE_MUTEX_FAST);
    if (!disk->mutex) {
        free(disk);
        return NULL;
    }
    disk->references = 1;
    disk->random_state = seed;
    /* SQLite draws the salts of its logs from one generator of the process. */
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, (int)(seed | 1), (sqlite3 *)NULL);
    disk->sector_size = sector_size == 512 ? 512 : 4096;
    return disk;
}

gridsync_disk *gridsync_disk_copy(gridsync_disk *disk, uint64_t seed) {
    gridsync_disk *copy = gridsync_disk_create(seed, disk->sector_size);
    if (!copy) return NULL;
    disk_enter(disk);
    copy->time = disk->time;
    int is_copied = names_copy(copy, disk);
    disk_leave(disk);
    if (is_copied) return copy;
    gridsync_disk_release(copy);
    return NULL;
}

/* Leaves the mutex, and frees the disk when nobody has it any more. */
void disk_unreference(gridsync_disk *disk) {
    int is_last = --disk->references == 0;
    disk_leave(disk);
    if (!is_last) return;
    names_free(disk);
    sqlite3_mutex_free(disk->mutex);
    free(disk);
}

void gridsync_disk_release(gridsync_disk *disk) {
    disk_enter(disk);
    disk_unreference(disk);
}

void gridsync_disk_set_time(gridsync_disk *disk, int64_t milliseconds) {
    disk_enter(disk);
    disk->time = milliseconds;
    disk_leave(disk);
}

int disk_call(gridsync_disk *disk, int kind, int needs_space) {
    disk->calls[kind] += 1;
    if (disk->fails_full && !needs_space) return gridsync_disk_done;
    if (!disk->is_failing) {
        if (disk->failing_call == 0 || --disk->failing_call > 0) return gridsync_disk_done;
        disk->is_failing = disk->fails_persistently;
    }
    disk->faults[disk->fails_full ? gridsync_fault_full : gridsync_fault_call_failed] += 1;
    return disk->fails_full ? gridsync_disk_full : gridsync_disk_failed;
}

void gridsync_disk_fail_call(gridsync_disk *disk, uint64_t number, int persistently, int full) {
    disk_enter(disk);
    disk->failing_call = number;
    disk->fails_persistently = persistently;
    disk->fails_full = full;
    disk->is_failing = 0;
    disk_leave(disk);
}

void gridsync_disk_limit_space(gridsync_disk *disk, uint64_t bytes) {
    disk_enter(disk);
    disk->is_space_limited = 1;
    disk->space = disk->used + bytes;
    disk_leave(disk);
}

void gridsync_disk_fail_sync(gridsync_disk *disk) {
    disk_enter(disk);
    disk->fails_sync = 1;
    disk_leave(disk);
}

void gridsync_disk_lie_about_sync(gridsync_disk *disk, int lies) {
    disk_enter(disk);
    disk->lies_about_sync = lies;
    disk_leave(disk);
}

void gridsync_disk_misdirect_write(gridsync_disk *disk) {
    disk_enter(disk);
    disk->misdirects_write = 1;
    disk_leave(disk);
}

void gridsync_disk_heal(gridsync_disk *disk) {
    disk_enter(disk);
    disk->failing_call = 0;
    disk->is_failing = disk->fails_full = disk->fails_persistently = 0;
    disk->is_space_limited = 0;
    disk->fails_sync = disk->lies_about_sync = disk->misdirects_write = 0;
    disk_leave(disk);
}

static file *file_ending(const gridsync_disk *disk, const char *suffix) {
    size_t length = strlen(suffix);
    for (size_t index = 0; index < disk->seen.count; index++) {
        const name *name = &disk->seen.names[index];
        size_t all = strlen(name->path);
        if (all >= length && strcmp(name->path + all - length, suffix) == 0 && name->file->size > 0) return name->file;
    }
    return NULL;
}

static void damage(gridsync_disk *disk, file *file, int how, uint64_t offset) {
    uint64_t end = offset - offset % PAGE_SIZE + PAGE_SIZE;
    switch (how) {
        case gridsync_rot_flip_bit: {
            uint8_t bit = (uint8_t)(1u << (disk_random(disk) % 8));
            file_flip(disk, file, offset, bit);
            break;
        }
        case gridsync_rot_zero_page:
            for (uint64_t place = offset - offset % PAGE_SIZE; place < end && place < file->size; place++) {
                file_flip(disk, file, place, file->bytes[place]);
            }
            break;
        default:
            if (file_truncate(disk, file, offset)) file_synchronize(file);
    }
    disk->faults[gridsync_fault_rot] += 1;
}

static int rot(gridsync_disk *disk, const char *suffix, int how, int is_random, uint64_t offset) {
    disk_enter(disk);
    file *file = file_ending(disk, suffix);
    int is_there = file != NULL && (is_random || offset < file->size);
    if (is_there) damage(disk, file, how, is_random ? disk_random(disk) % file->size : offset);
    disk_leave(disk);
    return is_there;
}

int gridsync_disk_rot(gridsync_disk *disk, const char *suffix, int how) { return rot(disk, suffix, how, 1, 0); }

int gridsync_disk_rot_at(gridsync_disk *disk, const char *suffix, int how, uint64_t offset) {
    return rot(disk, suffix, how, 0, offset);
}

uint64_t gridsync_disk_calls(gridsync_disk *disk, int kind) {
    disk_enter(disk);
    uint64_t count = disk->calls[kind];
    disk_leave(disk);
    return count;
}

uint64_t gridsync_disk_faults(gridsync_disk *disk, int kind) {
    disk_enter(disk);
    uint64_t count = disk->faults[kind];
    disk_leave(disk);
    return count;
}

uint64_t gridsync_disk_used(gridsync_disk *disk) {
    disk_enter(disk);
    uint64_t used = disk->used;
    disk_leave(disk);
    return used;
}

uint64_t gridsync_disk_unsynced(gridsync_disk *disk) {
    uint64_t bytes = 0;
    disk_enter(disk);
    for (size_t index = 0; index < disk->seen.count; index++) {
        bytes += file_unsynced(disk, disk->seen.names[index].file);
    }
    disk_leave(disk);
    return bytes;
}

static uint64_t hash(uint64_t state, const void *bytes, size_t count) {
    const uint8_t *next = bytes;
    while (count-- > 0) state = (state ^ *next++) * 0x100000001B3u;
    return state;
}

uint64_t gridsync_disk_fingerprint(gridsync_disk *disk) {
    uint64_t state = 0xCBF29CE484222325u;
    disk_enter(disk);
    for (size_t index = 0; index < disk->seen.count; index++) {
        const name *name = &disk->seen.names[index];
        state = hash(state, name->path, strlen(name->path) + 1);
        state = hash(state, name->file->bytes, name->file->size);
    }
    disk_leave(disk);
    return state;
}

static void end_mount(gridsync_mount *mount) {
    mount->is_ended = 1;
    for (size_t index = 0; index < mount->disk->seen.count; index++) {
        for (handle *open = mount->disk->seen.names[index].file->handles; open; open = open->next) {
            if (open->mount == mount) locks_drop(open);
        }
    }
}

static void evict_all(gridsync_disk *disk) {
    for (size_t index = 0; index < disk->seen.count; index++) {
        file *file = disk->seen.names[index].file;
        if (file->open_handles == 0) file_evict_dropped(disk, file);
    }
}

void gridsync_disk_crash(gridsync_disk *disk, int power_cut) {
    disk_enter(disk);
    for (gridsync_mount *mount = disk->mounts; mount; mount = mount->next) end_mount(mount);
    disk->faults[power_cut ? gridsync_fault_power_cut : gridsync_fault_process_killed] += 1;
    if (power_cut) {
        names_cut_power(disk);
    } else {
        evict_all(disk);
    }
    disk_leave(disk);
}

gridsync_mount *gridsync_mount_create(gridsync_disk *disk) {
    gridsync_mount *mount = calloc(1, sizeof *mount);
    if (!mount) return NULL;
    unsigned long long number = __atomic_add_fetch(&mounts_made, 1, __ATOMIC_RELAXED);
    snprintf(mount->text, sizeof mount->text, "gridsync-disk-%llu", number);
    mount->disk = disk;
    vfs_prepare(mount);
    disk_enter(disk);
    disk->references += 1;
    mount->next = disk->mounts;
    disk->mounts = mount;
    disk_leave(disk);
    if (sqlite3_vfs_register(&mount->vfs, 0) == SQLITE_OK) return mount;
    gridsync_mount_release(mount);
    return NULL;
}

void gridsync_mount_end(gridsync_mount *mount) {
    disk_enter(mount->disk);
    end_mount(mount);
    mount->disk->faults[gridsync_fault_process_killed] += 1;
    evict_all(mount->disk);
    disk_leave(mount->disk);
}

void mount_leave(gridsync_mount *mount) {
    gridsync_disk *disk = mount->disk;
    if (!mount->is_released || mount->handles > 0) {
        disk_leave(disk);
        return;
    }
    gridsync_mount **place = &disk->mounts;
    while (*place && *place != mount) place = &(*place)->next;
    if (*place) *place = mount->next;
    free(mount);
    disk_unreference(disk);
}

void gridsync_mount_release(gridsync_mount *mount) {
    sqlite3_vfs_unregister(&mount->vfs);
    disk_enter(mount->disk);
    mount->is_released = 1;
    mount_leave(mount);
}

const char *gridsync_mount_name(const gridsync_mount *mount) { return mount->text; }
