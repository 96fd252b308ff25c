/* A clock that a test sets. Loaded into a program (LD_PRELOAD), it adds the seconds in the file SET_CLOCK to the time of
   day, and moves the timers of timerfd_create(2) with it. A timer whose time was passed over elapses once, and one with
   TFD_TIMER_CANCEL_ON_SET tells that the clock was set: so does the kernel after a suspend and clock_settime(2). Both are
   noticed when epoll_wait(2) returns, so whoever sets the clock wakes the program. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define MOST 1024
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static const volatile int64_t *ahead;
static int64_t seen;
static struct { char is_wall, is_set; int flags; struct itimerspec at; } timers[MOST];

__attribute__((constructor)) static void begin(void) {
    const char *file = getenv("SET_CLOCK");
    int fd = file ? open(file, O_RDONLY | O_CLOEXEC) : -1;
    void *memory = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, fd, 0);
    if (fd >= 0) close(fd);
    if (memory != MAP_FAILED) ahead = memory;
    seen = ahead ? *ahead : 0;
}

static int64_t seconds(void) { return ahead ? *ahead : 0; }

int clock_gettime(clockid_t clock, struct timespec *now) {
    int failed = NEXT(clock_gettime)(clock, now);
    if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += seconds();
    return failed;
}

int gettimeofday(struct timeval *now, void *zone) {
    int failed = NEXT(gettimeofday)(now, zone);
    if (!failed) now->tv_sec += seconds();
    return failed;
}

time_t time(time_t *now) {
    time_t at = NEXT(time)(NULL) + seconds();
    if (now) *now = at;
    return at;
}

int utimensat(int folder, const char *path, const struct timespec times[2], int flags) {
    struct timespec now[2];
    if (times) return NEXT(utimensat)(folder, path, times, flags);
    clock_gettime(CLOCK_REALTIME, &now[0]);
    now[1] = now[0];
    return NEXT(utimensat)(folder, path, now, flags);
}

int timerfd_create(int clock, int flags) {
    int fd = NEXT(timerfd_create)(clock, flags);
    if (0 <= fd && fd < MOST) {
        timers[fd].is_wall = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_ALARM;
        timers[fd].is_set = 0;
    }
    return fd;
}

static int arm(int fd, struct itimerspec *before) {
    struct itimerspec at = timers[fd].at;
    if (at.it_value.tv_sec > seconds() && !(timers[fd].flags & TFD_TIMER_CANCEL_ON_SET)) at.it_value.tv_sec -= seconds();
    return NEXT(timerfd_settime)(fd, timers[fd].flags, &at, before);
}

int timerfd_settime(int fd, int flags, const struct itimerspec *at, struct itimerspec *before) {
    if (fd < 0 || fd >= MOST || !timers[fd].is_wall || !(flags & TFD_TIMER_ABSTIME))
        return NEXT(timerfd_settime)(fd, flags, at, before);
    timers[fd].is_set = at->it_value.tv_sec || at->it_value.tv_nsec;
    timers[fd].flags = flags;
    timers[fd].at = *at;
    return arm(fd, before);
}

int close(int fd) {
    if (0 <= fd && fd < MOST) timers[fd].is_wall = timers[fd].is_set = 0;
    return NEXT(close)(fd);
}

int epoll_wait(int fd, struct epoll_event *events, int most, int wait_ms) {
    int count = NEXT(epoll_wait)(fd, events, most, wait_ms);
    if (seen == seconds()) return count;
    seen = seconds();
    for (int timer = 0; timer < MOST; timer++) {
        if (!timers[timer].is_set) continue;
        if (timers[timer].flags & TFD_TIMER_CANCEL_ON_SET) timers[timer].at.it_value = (struct timespec){.tv_nsec = 1};
        arm(timer, NULL);
    }
    return count;
}
