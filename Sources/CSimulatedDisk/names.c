#include "disk.h"

#include <stdlib.h>
#include <string.h>

static name *find(const directory *directory, const char *path) {
    for (size_t index = 0; index < directory->count; index++) {
        if (strcmp(directory->names[index].path, path) == 0) return &directory->names[index];
    }
    return NULL;
}

file *names_find(const directory *directory, const char *path) {
    const name *name = find(directory, path);
    return name ? name->file : NULL;
}

static void forget(gridsync_disk *disk, directory *directory, const char *path) {
    name *found = find(directory, path);
    if (!found) return;
    file_unreference(disk, found->file);
    free(found->path);
    size_t index = (size_t)(found - directory->names);
    memmove(found, found + 1, (directory->count - index - 1) * sizeof *found);
    directory->count -= 1;
}

/* Gives a file a name, over whatever had it. */
static int enter(gridsync_disk *disk, directory *directory, const char *path, file *file) {
    file->references += 1;
    name *found = find(directory, path);
    if (found) {
        file_unreference(disk, found->file);
        found->file = file;
        return 1;
    }
    if (directory->count == directory->allocated) {
        size_t allocated = directory->allocated * 2 + 8;
        name *names = realloc(directory->names, allocated * sizeof *names);
        if (!names) return 0;
        directory->names = names;
        directory->allocated = allocated;
    }
    char *copy = strdup(path);
    if (!copy) return 0;
    directory->names[directory->count++] = (name){copy, file};
    return 1;
}

static void free_change(gridsync_disk *disk, change *change) {
    if (change->file) file_unreference(disk, change->file);
    free(change->path);
    free(change->old_path);
}

/* Notes a change that is seen and not yet durable. */
static int note(gridsync_disk *disk, const char *path, const char *old_path, file *file) {
    if (disk->change_count == disk->change_allocated) {
        size_t allocated = disk->change_allocated * 2 + 8;
        change *changes = realloc(disk->changes, allocated * sizeof *changes);
        if (!changes) return 0;
        disk->changes = changes;
        disk->change_allocated = allocated;
    }
    change change = {strdup(path), old_path ? strdup(old_path) : NULL, file};
    if (file) file->references += 1;
    if (change.path && (change.old_path || !old_path)) {
        disk->changes[disk->change_count++] = change;
        return 1;
    }
    free_change(disk, &change);
    return 0;
}

int names_create(gridsync_disk *disk, const char *path, file **created) {
    file *file = file_new();
    if (!file) return 0;
    int is_done = enter(disk, &disk->seen, path, file) && note(disk, path, NULL, file);
    file->references -= 1;
    *created = file;
    return is_done;
}

int names_remove(gridsync_disk *disk, const char *path) {
    forget(disk, &disk->seen, path);
    return note(disk, path, NULL, NULL);
}

int names_rename(gridsync_disk *disk, const char *path, const char *new_path) {
    file *file = names_find(&disk->seen, path);
    if (!file || !enter(disk, &disk->seen, new_path, file)) return 0;
    forget(disk, &disk->seen, path);
    return note(disk, new_path, path, file);
}

static int make_durable(gridsync_disk *disk, change *change) {
    if (!change->file) {
        forget(disk, &disk->durable, change->path);
        return 1;
    }
    if (!enter(disk, &disk->durable, change->path, change->file)) return 0;
    if (change->old_path) forget(disk, &disk->durable, change->old_path);
    return 1;
}

static int lies_in(const char *path, const char *directory, size_t length) {
    const char *end = strrchr(path, '/');
    return end && (size_t)(end - path) == length && strncmp(path, directory, length) == 0;
}

static int synchronize(gridsync_disk *disk, const char *directory, size_t length) {
    size_t left = 0;
    int is_done = 1;
    for (size_t index = 0; index < disk->change_count; index++) {
        if (lies_in(disk->changes[index].path, directory, length)) {
            is_done = make_durable(disk, &disk->changes[index]) && is_done;
            free_change(disk, &disk->changes[index]);
        } else {
            disk->changes[left++] = disk->changes[index];
        }
    }
    disk->change_count = left;
    return is_done;
}

int names_synchronize(gridsync_disk *disk, const char *directory) {
    return synchronize(disk, directory, strlen(directory));
}

int names_synchronize_around(gridsync_disk *disk, const char *path) {
    const char *end = strrchr(path, '/');
    return end ? synchronize(disk, path, (size_t)(end - path)) : 1;
}

static void clear(gridsync_disk *disk, directory *directory) {
    for (size_t index = 0; index < directory->count; index++) {
        file_unreference(disk, directory->names[index].file);
        free(directory->names[index].path);
    }
    directory->count = 0;
}

/* Changes of names become durable in their order: a power cut keeps the first of them. */
void names_cut_power(gridsync_disk *disk) {
    size_t kept = disk->change_count > 0 ? (size_t)(disk_random(disk) % (disk->change_count + 1)) : 0;
    for (size_t index = 0; index < disk->change_count; index++) {
        if (index < kept) {
            make_durable(disk, &disk->changes[index]);
        } else {
            disk->faults[gridsync_fault_name_lost] += 1;
        }
        free_change(disk, &disk->changes[index]);
    }
    disk->change_count = 0;
    clear(disk, &disk->seen);
    for (size_t index = 0; index < disk->durable.count; index++) {
        const name *name = &disk->durable.names[index];
        memory_detach(name->file);
        file_cut_power(disk, name->file);
        enter(disk, &disk->seen, name->path, name->file);
    }
}

int names_copy(gridsync_disk *disk, const gridsync_disk *source) {
    for (size_t index = 0; index < source->seen.count; index++) {
        const name *original = &source->seen.names[index];
        file *copy = NULL;
        if (!names_create(disk, original->path, &copy)) return 0;
        if (!file_write(disk, copy, original->file->bytes, original->file->size, 0)) return 0;
        file_synchronize(copy);
        if (!names_synchronize_around(disk, original->path)) return 0;
    }
    return 1;
}

void names_free(gridsync_disk *disk) {
    for (size_t index = 0; index < disk->change_count; index++) free_change(disk, &disk->changes[index]);
    clear(disk, &disk->seen);
    clear(disk, &disk->durable);
    free(disk->changes);
    free(disk->seen.names);
    free(disk->durable.names);
}
