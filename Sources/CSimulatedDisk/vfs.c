#include "disk.h"

#include <stdlib.h>
#include <string.h>

/* Enters the disk of a handle whose process lives; otherwise returns 0 and has not entered. */
static int enter(handle *handle) {
    disk_enter(handle->mount->disk);
    if (!handle->mount->is_ended) return 1;
    disk_leave(handle->mount->disk);
    return 0;
}

/* Counts a call of a live process that needs no space; what it says in SQLite's words. */
static int meet(gridsync_disk *disk, int kind, int error) {
    return disk_call(disk, kind, 0) == gridsync_disk_done ? SQLITE_OK : error;
}

static int leave(handle *handle, int result) {
    disk_leave(handle->mount->disk);
    return result;
}

static int close_file(sqlite3_file *base) {
    handle *closing = (handle *)base;
    gridsync_mount *mount = closing->mount;
    gridsync_disk *disk = mount->disk;
    disk_enter(disk);
    file *file = closing->file;
    memory_unmap(closing);
    handle **place = &file->handles;
    while (*place && *place != closing) place = &(*place)->next;
    if (*place) *place = closing->next;
    if (closing->deletes_on_close && closing->path && !mount->is_ended) names_remove(disk, closing->path);
    if (--file->open_handles == 0) file_evict_dropped(disk, file);
    file_unreference(disk, file);
    free(closing->path);
    mount->handles -= 1;
    mount_leave(mount);
    return SQLITE_OK;
}

static int read_file(sqlite3_file *base, void *bytes, int count, sqlite3_int64 offset) {
    handle *handle = (struct handle *)base;
    if (!enter(handle)) return SQLITE_IOERR_READ;
    int result = meet(handle->mount->disk, gridsync_call_read, SQLITE_IOERR_READ);
    if (result == SQLITE_OK && file_read(handle->file, bytes, (uint64_t)count, (uint64_t)offset) < (uint64_t)count) {
        result = SQLITE_IOERR_SHORT_READ;
    }
    return leave(handle, result);
}

static int write_file(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
    handle *handle = (struct handle *)base;
    if (!enter(handle)) return SQLITE_IOERR_WRITE;
    if (handle->is_read_only) return leave(handle, SQLITE_READONLY);
    switch (file_write_faulty(handle->mount->disk, handle->file, bytes, (uint64_t)count, (uint64_t)offset)) {
        case gridsync_disk_done: return leave(handle, SQLITE_OK);
        case gridsync_disk_full: return leave(handle, SQLITE_FULL);
        case gridsync_disk_no_memory: return leave(handle, SQLITE_IOERR_NOMEM);
        default: return leave(handle, SQLITE_IOERR_WRITE);
    }
}

static int truncate_file(sqlite3_file *base, sqlite3_int64 size) {
    handle *handle = (struct handle *)base;
    if (!enter(handle)) return SQLITE_IOERR_TRUNCATE;
    int result = meet(handle->mount->disk, gridsync_call_truncate, SQLITE_IOERR_TRUNCATE);
    if (result == SQLITE_OK && (uint64_t)size > LARGEST_FILE) result = SQLITE_FULL;
    if (result == SQLITE_OK && !file_truncate(handle->mount->disk, handle->file, (uint64_t)size)) {
        result = SQLITE_IOERR_NOMEM;
    }
    return leave(handle, result);
}

static int sync_file(sqlite3_file *base, int flags) {
    (void)flags;
    handle *handle = (struct handle *)base;
    if (!enter(handle)) return SQLITE_IOERR_FSYNC;
    gridsync_disk *disk = handle->mount->disk;
    if (file_synchronize_faulty(disk, handle->file) != gridsync_disk_done) return leave(handle, SQLITE_IOERR_FSYNC);
    if (handle->syncs_directory && !disk->lies_about_sync) {
        int result = meet(disk, gridsync_call_sync_directory, SQLITE_IOERR_DIR_FSYNC);
        if (result != SQLITE_OK) return leave(handle, result);
        handle->syncs_directory = 0;
        if (!names_synchronize_around(disk, handle->path)) return leave(handle, SQLITE_IOERR_NOMEM);
    }
    return leave(handle, SQLITE_OK);
}

static int size_file(sqlite3_file *base, sqlite3_int64 *size) {
    handle *handle = (struct handle *)base;
    if (!enter(handle)) return SQLITE_IOERR_FSTAT;
    *size = (sqlite3_int64)handle->file->size;
    return leave(handle, meet(handle->mount->disk, gridsync_call_size, SQLITE_IOERR_FSTAT));
}

static int lock_file(sqlite3_file *base, int level) {
    handle *handle = (struct handle *)base;
    if (!enter(handle)) return SQLITE_IOERR_LOCK;
    int result = meet(handle->mount->disk, gridsync_call_lock, SQLITE_IOERR_LOCK);
    return leave(handle, result == SQLITE_OK ? locks_lock(handle, level) : result);
}

static int unlock_file(sqlite3_file *base, int level) {
    handle *handle = (struct handle *)base;
    if (!enter(handle)) return SQLITE_IOERR_UNLOCK;
    locks_unlock(handle, level);
    return leave(handle, SQLITE_OK);
}

static int check_reserved(sqlite3_file *base, int *is_reserved) {
    handle *handle = (struct handle *)base;
    if (!enter(handle)) return SQLITE_IOERR_CHECKRESERVEDLOCK;
    *is_reserved = locks_is_reserved(handle);
    return leave(handle, SQLITE_OK);
}

static int control_file(sqlite3_file *base, int operation, void *argument) {
    (void)base, (void)operation, (void)argument;
    return SQLITE_NOTFOUND;
}

static int sector_size(sqlite3_file *base) { return (int)((handle *)base)->mount->disk->sector_size; }

/* As SQLite's own VFS for Unix says of a disk. */
static int characteristics(sqlite3_file *base) {
    (void)base;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int map_memory(sqlite3_file *base, int region, int size, int extend, void volatile **address) {
    handle *handle = (struct handle *)base;
    *address = NULL;
    if (!enter(handle)) return SQLITE_IOERR_SHMMAP;
    switch (disk_call(handle->mount->disk, gridsync_call_map, extend && memory_is_new(handle, region))) {
        case gridsync_disk_done: return leave(handle, memory_map(handle, region, size, extend, address));
        case gridsync_disk_full: return leave(handle, SQLITE_IOERR_SHMSIZE);
        default: return leave(handle, SQLITE_IOERR_SHMMAP);
    }
}

static int lock_memory(sqlite3_file *base, int offset, int count, int flags) {
    handle *handle = (struct handle *)base;
    if (!enter(handle)) return SQLITE_IOERR_SHMLOCK;
    return leave(handle, memory_lock(handle, offset, count, flags));
}

static void order_memory(sqlite3_file *base) {
    (void)base;
    __sync_synchronize();
}

static int unmap_memory(sqlite3_file *base, int deletes) {
    (void)deletes;
    handle *handle = (struct handle *)base;
    disk_enter(handle->mount->disk);
    memory_unmap(handle);
    return leave(handle, SQLITE_OK);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = size_file,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_reserved,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = map_memory,
    .xShmLock = lock_memory,
    .xShmBarrier = order_memory,
    .xShmUnmap = unmap_memory,
};

/* Enters the disk of a live process; otherwise returns NULL and has not entered. */
static gridsync_disk *enter_mount(gridsync_mount *mount) {
    disk_enter(mount->disk);
    if (!mount->is_ended) return mount->disk;
    disk_leave(mount->disk);
    return NULL;
}

/* Finds or makes the file of that name, or one without a name. */
static int find_file(gridsync_disk *disk, const char *path, int flags, file **found) {
    *found = path ? names_find(&disk->seen, path) : NULL;
    if (*found) {
        if (flags & SQLITE_OPEN_EXCLUSIVE) return SQLITE_CANTOPEN;
        (*found)->references += 1;
        return SQLITE_OK;
    }
    if (!path) {
        *found = file_new();
        return *found ? SQLITE_OK : SQLITE_NOMEM;
    }
    if (!(flags & SQLITE_OPEN_CREATE)) return SQLITE_CANTOPEN;
    if (!names_create(disk, path, found)) return SQLITE_NOMEM;
    (*found)->references += 1;
    return SQLITE_OK;
}

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *out_flags) {
    handle *opened = (handle *)base;
    memset(opened, 0, sizeof *opened);
    gridsync_mount *mount = vfs->pAppData;
    gridsync_disk *disk = enter_mount(mount);
    if (!disk) return SQLITE_IOERR;
    int is_there = path && names_find(&disk->seen, path);
    int call = disk_call(disk, gridsync_call_open, !is_there);
    // SQLite's own VFS for Unix says nothing more of a full disk here, nor does it of shared memory.
    int result = call == gridsync_disk_done ? SQLITE_OK : SQLITE_CANTOPEN;
    if (result == SQLITE_OK && path) {
        opened->path = strdup(path);
        if (!opened->path) result = SQLITE_NOMEM;
    }
    if (result == SQLITE_OK) result = find_file(disk, path, flags, &opened->file);
    if (result != SQLITE_OK) {
        free(opened->path);
        disk_leave(disk);
        return result;
    }
    int journals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL | SQLITE_OPEN_SUPER_JOURNAL;
    opened->base.pMethods = &methods;
    opened->mount = mount;
    opened->is_read_only = (flags & SQLITE_OPEN_READONLY) != 0;
    opened->syncs_directory = path && (flags & SQLITE_OPEN_CREATE) && (flags & journals);
    opened->deletes_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    opened->next = opened->file->handles;
    opened->file->handles = opened;
    opened->file->open_handles += 1;
    mount->handles += 1;
    if (out_flags) *out_flags = flags;
    disk_leave(disk);
    return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int syncs_directory) {
    gridsync_disk *disk = enter_mount(vfs->pAppData);
    if (!disk) return SQLITE_IOERR_DELETE;
    int result = meet(disk, gridsync_call_delete, SQLITE_IOERR_DELETE);
    if (result == SQLITE_OK && !names_find(&disk->seen, path)) result = SQLITE_IOERR_DELETE_NOENT;
    if (result == SQLITE_OK && !names_remove(disk, path)) result = SQLITE_IOERR_NOMEM;
    if (result == SQLITE_OK && syncs_directory && !disk->lies_about_sync) {
        result = meet(disk, gridsync_call_sync_directory, SQLITE_IOERR_DIR_FSYNC);
        if (result == SQLITE_OK && !names_synchronize_around(disk, path)) result = SQLITE_IOERR_NOMEM;
    }
    disk_leave(disk);
    return result;
}

/* As SQLite's own VFS for Unix: an empty file does not count as one that exists. */
static int access_file(sqlite3_vfs *vfs, const char *path, int flags, int *answer) {
    *answer = 0;
    gridsync_disk *disk = enter_mount(vfs->pAppData);
    if (!disk) return SQLITE_IOERR_ACCESS;
    int result = meet(disk, gridsync_call_access, SQLITE_IOERR_ACCESS);
    const file *file = names_find(&disk->seen, path);
    if (result == SQLITE_OK) *answer = file && (flags != SQLITE_ACCESS_EXISTS || file->size > 0);
    disk_leave(disk);
    return result;
}

static int full_path(sqlite3_vfs *vfs, const char *path, int capacity, char *output) {
    (void)vfs;
    sqlite3_snprintf(capacity, output, "%s%s", path[0] == '/' ? "" : "/", path);
    return strlen(path) + 2 <= (size_t)capacity ? SQLITE_OK : SQLITE_CANTOPEN;
}

static int random_bytes(sqlite3_vfs *vfs, int count, char *bytes) {
    gridsync_disk *disk = ((gridsync_mount *)vfs->pAppData)->disk;
    disk_enter(disk);
    for (int index = 0; index < count; index++) bytes[index] = (char)disk_random(disk);
    disk_leave(disk);
    return count;
}

/* There is no clock to wait for. */
static int sleep_microseconds(sqlite3_vfs *vfs, int microseconds) {
    (void)vfs;
    return microseconds;
}

/* In milliseconds since noon of 24 November 4714 before our era, as SQLite counts. */
static int current_time_milliseconds(sqlite3_vfs *vfs, sqlite3_int64 *time) {
    gridsync_disk *disk = ((gridsync_mount *)vfs->pAppData)->disk;
    disk_enter(disk);
    *time = disk->time + 210866760000000;
    disk_leave(disk);
    return SQLITE_OK;
}

static int current_time(sqlite3_vfs *vfs, double *days) {
    sqlite3_int64 milliseconds = 0;
    current_time_milliseconds(vfs, &milliseconds);
    *days = (double)milliseconds / 86400000.0;
    return SQLITE_OK;
}

static int last_error(sqlite3_vfs *vfs, int capacity, char *text) {
    (void)vfs, (void)capacity, (void)text;
    return 0;
}

void vfs_prepare(gridsync_mount *mount) {
    mount->vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = (int)sizeof(handle),
        .mxPathname = 512,
        .zName = mount->text,
        .pAppData = mount,
        .xOpen = open_file,
        .xDelete = delete_file,
        .xAccess = access_file,
        .xFullPathname = full_path,
        .xRandomness = random_bytes,
        .xSleep = sleep_microseconds,
        .xCurrentTime = current_time,
        .xGetLastError = last_error,
        .xCurrentTimeInt64 = current_time_milliseconds,
    };
}

int gridsync_mount_exists(gridsync_mount *mount, const char *path) {
    gridsync_disk *disk = enter_mount(mount);
    if (!disk) return 0;
    int is_there = names_find(&disk->seen, path) != NULL;
    disk_leave(disk);
    return is_there;
}

int gridsync_mount_make_file(gridsync_mount *mount, const char *path) {
    gridsync_disk *disk = enter_mount(mount);
    if (!disk) return gridsync_disk_ended;
    file *file = names_find(&disk->seen, path);
    int result = disk_call(disk, gridsync_call_open, !file);
    if (result == gridsync_disk_done && !file && !names_create(disk, path, &file)) result = gridsync_disk_no_memory;
    disk_leave(disk);
    return result;
}

int gridsync_mount_sync(gridsync_mount *mount, const char *path) {
    gridsync_disk *disk = enter_mount(mount);
    if (!disk) return gridsync_disk_ended;
    file *file = names_find(&disk->seen, path);
    int result = file ? file_synchronize_faulty(disk, file) : gridsync_disk_missing;
    disk_leave(disk);
    return result;
}

int gridsync_mount_rewrite(gridsync_mount *mount, const char *path) {
    gridsync_disk *disk = enter_mount(mount);
    if (!disk) return gridsync_disk_ended;
    file *file = names_find(&disk->seen, path);
    int result = file ? disk_call(disk, gridsync_call_open, 0) : gridsync_disk_missing;
    if (result == gridsync_disk_done) result = disk_call(disk, gridsync_call_read, 0);
    if (result == gridsync_disk_done) result = disk_call(disk, gridsync_call_write, 0);
    if (result == gridsync_disk_done && !file_touch(disk, file)) result = gridsync_disk_no_memory;
    if (result == gridsync_disk_done) result = file_synchronize_faulty(disk, file);
    disk_leave(disk);
    return result;
}

int gridsync_mount_sync_directory(gridsync_mount *mount, const char *directory) {
    gridsync_disk *disk = enter_mount(mount);
    if (!disk) return gridsync_disk_ended;
    int result = disk_call(disk, gridsync_call_sync_directory, 0);
    if (result == gridsync_disk_done && !disk->lies_about_sync && !names_synchronize(disk, directory)) {
        result = gridsync_disk_no_memory;
    }
    disk_leave(disk);
    return result;
}

int gridsync_mount_rename(gridsync_mount *mount, const char *path, const char *name) {
    gridsync_disk *disk = enter_mount(mount);
    if (!disk) return gridsync_disk_ended;
    int result = disk_call(disk, gridsync_call_rename, 0);
    if (result == gridsync_disk_done && !names_find(&disk->seen, path)) result = gridsync_disk_missing;
    if (result == gridsync_disk_done && !names_rename(disk, path, name)) result = gridsync_disk_no_memory;
    disk_leave(disk);
    return result;
}

int gridsync_mount_remove(gridsync_mount *mount, const char *path) {
    gridsync_disk *disk = enter_mount(mount);
    if (!disk) return gridsync_disk_ended;
    int result = disk_call(disk, gridsync_call_delete, 0);
    if (result == gridsync_disk_done && !names_find(&disk->seen, path)) result = gridsync_disk_missing;
    if (result == gridsync_disk_done && !names_remove(disk, path)) result = gridsync_disk_no_memory;
    disk_leave(disk);
    return result;
}

int gridsync_mount_size(gridsync_mount *mount, const char *path, uint64_t *bytes) {
    gridsync_disk *disk = enter_mount(mount);
    if (!disk) return gridsync_disk_ended;
    int result = disk_call(disk, gridsync_call_size, 0);
    const file *file = names_find(&disk->seen, path);
    if (result == gridsync_disk_done && !file) result = gridsync_disk_missing;
    *bytes = file ? file->size : 0;
    disk_leave(disk);
    return result;
}
