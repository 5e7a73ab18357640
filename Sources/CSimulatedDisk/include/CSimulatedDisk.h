#ifndef GRIDSYNC_CSIMULATEDDISK_H
#define GRIDSYNC_CSIMULATEDDISK_H

#include <stddef.h>
#include <stdint.h>

/* A disk in memory for SQLite, which loses power, fails, fills up and lies as it is told.

   A disk holds files; a mount is one process that has the disk before it and is known to SQLite as a VFS of its own.
   Every byte of a file is either durable or, since the last sync, only written. All chance comes from the seed, there
   is no clock, and every call may come from any thread. */
typedef struct gridsync_disk gridsync_disk;
typedef struct gridsync_mount gridsync_mount;

/* What became of a call on files. */
enum {
    gridsync_disk_done = 0,
    gridsync_disk_missing = 1,
    gridsync_disk_full = 2,
    gridsync_disk_failed = 3,
    /* The process that calls is dead. */
    gridsync_disk_ended = 4,
    gridsync_disk_no_memory = 5
};

/* The kinds of calls, for counting and for the n-th call. */
enum {
    gridsync_call_open,
    gridsync_call_read,
    gridsync_call_write,
    gridsync_call_truncate,
    gridsync_call_sync,
    gridsync_call_size,
    gridsync_call_lock,
    gridsync_call_delete,
    gridsync_call_access,
    gridsync_call_map,
    gridsync_call_rename,
    gridsync_call_sync_directory,
    gridsync_call_kinds
};

/* The kinds of faults, for counting those that happened. */
enum {
    gridsync_fault_call_failed,
    gridsync_fault_full,
    gridsync_fault_sync_failed,
    gridsync_fault_sync_lied,
    gridsync_fault_write_misdirected,
    gridsync_fault_rot,
    gridsync_fault_process_killed,
    gridsync_fault_power_cut,
    gridsync_fault_sector_lost,
    gridsync_fault_sector_torn,
    gridsync_fault_name_lost,
    gridsync_fault_kinds
};

/* How bytes go bad. */
enum { gridsync_rot_flip_bit, gridsync_rot_zero_page, gridsync_rot_truncate };

/* A disk of its own with nothing on it; sectors are of 512 or 4096 bytes. NULL when there is no memory. */
gridsync_disk *gridsync_disk_create(uint64_t seed, uint32_t sector_size);
/* A disk with every file as a reader sees it now, all of it durable, and no fault. NULL when there is no memory. */
gridsync_disk *gridsync_disk_copy(gridsync_disk *disk, uint64_t seed);
/* Lets go of it; it stays until its last mount is gone. */
void gridsync_disk_release(gridsync_disk *disk);

/* What SQLite answers when it asks for the time, in milliseconds since 1970. */
void gridsync_disk_set_time(gridsync_disk *disk, int64_t milliseconds);

/* Ends every process. With `power_cut`, of what was not synced each sector is kept, lost, torn or garbled, and the
   last changes of names may be lost; without, the page cache survives. */
void gridsync_disk_crash(gridsync_disk *disk, int power_cut);

/* The n-th call from now (1 is the next) fails; all later ones too when `persistently`. With `full`, only calls that
   need space count, and they say that there is none. */
void gridsync_disk_fail_call(gridsync_disk *disk, uint64_t number, int persistently, int full);
/* Files may grow by so many bytes from now on; what is truncated or deleted gives space back. */
void gridsync_disk_limit_space(gridsync_disk *disk, uint64_t bytes);
/* The next sync fails and what it should have written counts as written no more: the sync after it succeeds, and the
   data is gone once nobody has the file open or the machine stops. */
void gridsync_disk_fail_sync(gridsync_disk *disk);
/* From now on syncs say that all is well and do nothing. */
void gridsync_disk_lie_about_sync(gridsync_disk *disk, int lies);
/* The next write of a whole page lands one page further on. */
void gridsync_disk_misdirect_write(gridsync_disk *disk);
/* Damages the first file whose name ends so, where chance says; 0 when there is none or it is empty. */
int gridsync_disk_rot(gridsync_disk *disk, const char *suffix, int how);
/* Damages one bit, page or end at an offset in bytes; 0 when there is no such place. */
int gridsync_disk_rot_at(gridsync_disk *disk, const char *suffix, int how, uint64_t offset);
/* Takes back every fault; what is lost or damaged stays so. */
void gridsync_disk_heal(gridsync_disk *disk);

uint64_t gridsync_disk_calls(gridsync_disk *disk, int kind);
uint64_t gridsync_disk_faults(gridsync_disk *disk, int kind);
/* Bytes of all files. */
uint64_t gridsync_disk_used(gridsync_disk *disk);
/* Bytes that a power cut might take. */
uint64_t gridsync_disk_unsynced(gridsync_disk *disk);
/* FNV-1a over names and bytes of all files. */
uint64_t gridsync_disk_fingerprint(gridsync_disk *disk);

/* A process on the disk, registered with SQLite as a VFS until it is released. NULL when there is no memory. */
gridsync_mount *gridsync_mount_create(gridsync_disk *disk);
/* Ends the process as kill -9 does: its handles answer only errors until they are closed. */
void gridsync_mount_end(gridsync_mount *mount);
/* Lets go of it; files still open keep it alive. */
void gridsync_mount_release(gridsync_mount *mount);
/* Its name as a VFS; valid until it is released. */
const char *gridsync_mount_name(const gridsync_mount *mount);

/* The calls on files that the stores make besides SQLite. */
int gridsync_mount_exists(gridsync_mount *mount, const char *path);
int gridsync_mount_make_file(gridsync_mount *mount, const char *path);
int gridsync_mount_sync(gridsync_mount *mount, const char *path);
/* Writes its bytes once more and syncs it. */
int gridsync_mount_rewrite(gridsync_mount *mount, const char *path);
int gridsync_mount_sync_directory(gridsync_mount *mount, const char *directory);
int gridsync_mount_rename(gridsync_mount *mount, const char *path, const char *name);
int gridsync_mount_remove(gridsync_mount *mount, const char *path);
int gridsync_mount_size(gridsync_mount *mount, const char *path, uint64_t *bytes);

#endif
