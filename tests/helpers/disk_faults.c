/* Loaded before the C library (LD_PRELOAD): every so many writes and flushes of a program, and of its children, fail or
 * are cut short. FAULTS: a file of eight whole numbers of 32 bits, which all of them map and whoever tests may change.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

struct faults {
    int armed;   /* whether any call fails now */
    int every;   /* one of so many */
    int writes;  /* whether writes are counted */
    int flushes; /* whether flushes are */
    int error;   /* what a failed call says; 0: a write takes half of what it was given */
    int calls;
    int failed;
    int unused;
};

static struct faults *faults;

__attribute__((constructor)) static void map_faults(void) {
    const char *path = getenv("FAULTS");
    int file = path ? open(path, O_RDWR) : -1;
    if (file < 0)
        return;
    void *found = mmap(0, sizeof *faults, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    faults = found == MAP_FAILED ? 0 : found;
    close(file);
}

static int fails(int counted) {
    if (!faults || !faults->armed || !counted)
        return 0;
    if (__sync_add_and_fetch(&faults->calls, 1) % faults->every)
        return 0;
    __sync_add_and_fetch(&faults->failed, 1);
    return 1;
}

static ssize_t faulty_write(const char *name, int file, const void *data, size_t size, off64_t place) {
    ssize_t (*real)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, name);
    if (!fails(faults && faults->writes))
        return real(file, data, size, place);
    if (!faults->error)
        return real(file, data, size > 1 ? size / 2 : size, place);
    errno = faults->error;
    return -1;
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t place) {
    return faulty_write("pwrite64", file, data, size, place);
}

ssize_t pwrite(int file, const void *data, size_t size, off_t place) {
    return faulty_write("pwrite64", file, data, size, place);
}

static ssize_t faulty_writev(int file, const struct iovec *parts, int number, off64_t place) {
    ssize_t (*real)(int, const struct iovec *, int, off64_t) = dlsym(RTLD_NEXT, "pwritev64");
    if (!fails(faults && faults->writes))
        return real(file, parts, number, place);
    if (!faults->error)
        return real(file, parts, number > 1 ? number / 2 : number, place);
    errno = faults->error;
    return -1;
}

ssize_t pwritev64(int file, const struct iovec *parts, int number, off64_t place) {
    return faulty_writev(file, parts, number, place);
}

ssize_t pwritev(int file, const struct iovec *parts, int number, off_t place) {
    return faulty_writev(file, parts, number, place);
}

static int faulty_flush(const char *name, int file) {
    int (*real)(int) = dlsym(RTLD_NEXT, name);
    if (!fails(faults && faults->flushes))
        return real(file);
    errno = faults->error ? faults->error : EIO;
    return -1;
}

int fsync(int file) { return faulty_flush("fsync", file); }

int fdatasync(int file) { return faulty_flush("fdatasync", file); }
