#ifndef GRIDSYNC_DISK_H
#define GRIDSYNC_DISK_H

#include "CSimulatedDisk.h"

#include <sqlite3.h>

/* Nothing here is for others to link against. */
#pragma GCC visibility push(hidden)

/* No file grows beyond this. */
#define LARGEST_FILE ((uint64_t)1 << 30)
/* Size of a page that is zeroed or missed, in bytes. */
#define PAGE_SIZE ((uint64_t)4096)
#define SHM_LOCKS SQLITE_SHM_NLOCK

/* One sector of a file. */
typedef struct {
    /* What is durable of it; NULL when that is what a reader sees. */
    uint8_t *durable;
    /* A sync of it failed: the next one will not write it, unless it is written again before. */
    int is_dropped;
} sector;

/* Memory that the connections of one file share: the index of the WAL. */
typedef struct {
    uint8_t **regions;
    int region_count;
    int region_size;
    /* Handles that have it mapped. */
    int references;
} shared_memory;

struct handle;

/* The contents of a file, under whatever names. */
typedef struct file {
    uint8_t *bytes;
    uint64_t size, allocated;
    sector *sectors;
    uint64_t sector_count;
    /* Sectors that are not durable lie in this range. */
    uint64_t first_dirty, end_dirty;
    /* Its size when it was last synced, and the least it had since. */
    uint64_t durable_size, least_size;
    /* Names, seen or durable or to become so, and handles. */
    int references;
    int open_handles;
    struct handle *handles;
    shared_memory *memory;
} file;

typedef struct {
    char *path;
    file *file;
} name;

/* The names of all files, in the order in which they came. */
typedef struct {
    name *names;
    size_t count, allocated;
} directory;

/* A change of names that is not durable: `file` gets `path`, or `path` goes when there is none; a rename is both. */
typedef struct {
    char *path;
    char *old_path;
    file *file;
} change;

struct gridsync_disk {
    sqlite3_mutex *mutex;
    /* Its owner and its mounts. */
    int references;
    uint64_t random_state;
    uint32_t sector_size;
    int64_t time;
    directory seen, durable;
    change *changes;
    size_t change_count, change_allocated;
    gridsync_mount *mounts;

    uint64_t failing_call;
    int fails_persistently, fails_full, is_failing;
    uint64_t space;
    int is_space_limited;
    int fails_sync, lies_about_sync, misdirects_write;

    uint64_t used;
    uint64_t calls[gridsync_call_kinds];
    uint64_t faults[gridsync_fault_kinds];
};

struct gridsync_mount {
    sqlite3_vfs vfs;
    char text[48];
    gridsync_disk *disk;
    gridsync_mount *next;
    int is_ended, is_released;
    size_t handles;
};

/* An open file of SQLite. */
typedef struct handle {
    sqlite3_file base;
    gridsync_mount *mount;
    file *file;
    struct handle *next;
    /* SQLITE_LOCK_NONE to SQLITE_LOCK_EXCLUSIVE. */
    int lock;
    int is_read_only;
    /* Its directory is synced with its first sync. */
    int syncs_directory;
    char *path;
    int deletes_on_close;
    shared_memory *memory;
    /* One bit for each lock of the shared memory. */
    unsigned shared_locks, exclusive_locks;
} handle;

/* disk.c: everything below wants the disk's mutex held. */
void disk_enter(gridsync_disk *disk);
void disk_leave(gridsync_disk *disk);
void disk_unreference(gridsync_disk *disk);
uint64_t disk_random(gridsync_disk *disk);
/* Counts a call and says what is to become of it: done, failed, or full if it is one that needs space. */
int disk_call(gridsync_disk *disk, int kind, int needs_space);
/* Leaves the disk of a mount, and frees the mount once nobody has it any more. */
void mount_leave(gridsync_mount *mount);

/* file.c */
file *file_new(void);
void file_unreference(gridsync_disk *disk, file *file);
/* Both return 0 when there is no memory. */
int file_write(gridsync_disk *disk, file *file, const uint8_t *bytes, uint64_t count, uint64_t offset);
/* Makes all of it unsynced, as writing its bytes once more does. */
int file_touch(gridsync_disk *disk, file *file);
int file_truncate(gridsync_disk *disk, file *file, uint64_t size);
/* Returns the bytes read; the rest is zeroed. */
uint64_t file_read(const file *file, uint8_t *bytes, uint64_t count, uint64_t offset);
void file_synchronize(file *file);
void file_drop_unsynced(file *file);
/* Forgets, from the page cache, what a failed sync did not write: each such sector, or about half of them. */
void file_evict_dropped(gridsync_disk *disk, file *file);
void file_cut_power(gridsync_disk *disk, file *file);
/* Turns bits of a byte, and what is durable of it, without making it unsynced. */
void file_flip(const gridsync_disk *disk, file *file, uint64_t offset, uint8_t bits);
uint64_t file_unsynced(const gridsync_disk *disk, const file *file);
/* A write and a sync that meet the faults of the disk. */
int file_write_faulty(gridsync_disk *disk, file *file, const uint8_t *bytes, uint64_t count, uint64_t offset);
int file_synchronize_faulty(gridsync_disk *disk, file *file);

/* names.c */
file *names_find(const directory *directory, const char *path);
/* All return 0 when there is no memory. */
int names_create(gridsync_disk *disk, const char *path, file **created);
int names_remove(gridsync_disk *disk, const char *path);
int names_rename(gridsync_disk *disk, const char *path, const char *new_path);
int names_synchronize(gridsync_disk *disk, const char *directory);
void names_cut_power(gridsync_disk *disk);
/* The file's directory. */
int names_synchronize_around(gridsync_disk *disk, const char *path);
int names_copy(gridsync_disk *disk, const gridsync_disk *source);
void names_free(gridsync_disk *disk);

/* locks.c */
int locks_lock(handle *handle, int level);
void locks_unlock(handle *handle, int level);
int locks_is_reserved(const handle *handle);
int memory_map(handle *handle, int region, int size, int extend, void volatile **address);
int memory_is_new(const handle *handle, int region);
int memory_lock(handle *handle, int offset, int count, int flags);
void memory_unmap(handle *handle);
/* Lets go of every lock of a dead process, and of memory that no live one shares. */
void locks_drop(handle *handle);
void memory_unreference(shared_memory *memory);
/* Whoever opens the file next finds no memory. */
void memory_detach(file *file);

/* vfs.c */
void vfs_prepare(gridsync_mount *mount);

#pragma GCC visibility pop

#endif
