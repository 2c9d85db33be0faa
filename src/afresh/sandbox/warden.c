/* The warden: process 1 of every sandbox.
 *
 * It is started by bubblewrap in fresh namespaces over a read-only root, reads requests from descriptor 0 and
 * answers on descriptor 1. It lays out files, starts the program, enforces the limits that need a witness inside
 * (wall time, output, size of the tree), kills everything that the program left, and only then walks the
 * directories, without following links. What it starts is hostile: nothing of the warden is within its reach.
 *
 * Usage: warden WORK HOME UID
 *   WORK, HOME  the two directories that are laid out and walked
 *   UID         the user that programs run as, or 0 to keep the warden's own (which then is not root outside)
 *
 * A frame is a type (1 byte), a length (4 bytes, little-endian) and a payload. wire.py is the other end.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { REQUEST = 0, RESPONSE = 1, DEPTH = 200, CHUNK = 1 << 20, SEEN_UID = 1000 };
enum { LOOK_US = 100000, CROWD = 4 }; /* how often the directories are looked at, for how many times the limit */
enum { HIT_TIMEOUT = 1, HIT_OUTPUT = 2, HIT_FILES = 4 };

static const struct timespec FIXED_TIME = {1000000000, 0}; /* of every file that a case begins with */

static const char *work, *home;
static uid_t user;

/* ---- frames ---- */

/* What the host cannot be told by an answer, it learns from this frame: the sandbox failed, not the program. */
static _Noreturn void fail(const char *format, ...);

static void write_all(const void *data, size_t size) {
    const char *at = data;
    while (size > 0) {
        ssize_t n = write(RESPONSE, at, size);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) _exit(3); /* the host is gone */
        at += n;
        size -= (size_t)n;
    }
}

static void send_frame(char type, const void *head, size_t head_size, const void *data, size_t size) {
    uint32_t length = (uint32_t)(head_size + size);
    char start[5] = {type};
    memcpy(start + 1, &length, 4);
    write_all(start, sizeof start);
    write_all(head, head_size);
    write_all(data, size);
}

static _Noreturn void fail(const char *format, ...) {
    char text[512];
    int error = errno;
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (n < 0 || (size_t)n >= sizeof text) n = sizeof text - 1;
    n += snprintf(text + n, sizeof text - (size_t)n, ": %s", strerror(error));
    send_frame('x', NULL, 0, text, strnlen(text, sizeof text));
    _exit(3);
}

static bool read_all(void *data, size_t size) {
    char *at = data;
    while (size > 0) {
        ssize_t n = read(REQUEST, at, size);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        at += n;
        size -= (size_t)n;
    }
    return true;
}

/* A request's payload, taken apart from front to back. */
struct payload {
    char *at, *end;
};

static void *take(struct payload *p, size_t size) {
    if ((size_t)(p->end - p->at) < size) {
        errno = EPROTO;
        fail("a request is too short");
    }
    char *here = p->at;
    p->at += size;
    return here;
}

static uint8_t take_u8(struct payload *p) { return *(uint8_t *)take(p, 1); }

static uint32_t take_u32(struct payload *p) {
    uint32_t value;
    memcpy(&value, take(p, 4), 4);
    return value;
}

static uint64_t take_u64(struct payload *p) {
    uint64_t value;
    memcpy(&value, take(p, 8), 8);
    return value;
}

static char *take_string(struct payload *p) {
    char *end = memchr(p->at, 0, (size_t)(p->end - p->at));
    if (!end) {
        errno = EPROTO;
        fail("a request holds a string without an end");
    }
    char *here = p->at;
    p->at = end + 1;
    return here;
}

/* ---- laying out the files of a case ---- */

static void settle(const char *path) {
    struct timespec times[2] = {FIXED_TIME, FIXED_TIME};
    if (user && lchown(path, user, user)) fail("chown %s", path);
    if (utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW)) fail("utimensat %s", path);
}

/* Make the directories above path; give back fixed times to all that a new entry has touched. */
static void settle_parents(char *path, const char *top, bool make) {
    for (char *slash = path + strlen(top) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = 0;
        if (make && mkdir(path, 0755) && errno != EEXIST) fail("mkdir %s", path);
        settle(path);
        *slash = '/';
    }
    settle(top);
}

static void lay_out(struct payload *p) {
    char kind = (char)take_u8(p);
    const char *top = take_u8(p) ? home : work;
    mode_t mode = take_u32(p);
    const char *name = take_string(p);
    const char *content = p->at;
    size_t size = (size_t)(p->end - p->at);
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s", top, name) >= (int)sizeof path) {
        errno = ENAMETOOLONG;
        fail("%s", name);
    }
    settle_parents(path, top, true);
    if (kind == 'd') {
        if (mkdir(path, mode) && errno != EEXIST) fail("mkdir %s", path);
    } else if (kind == 'l') {
        char target[PATH_MAX] = {0};
        memcpy(target, content, size < sizeof target ? size : sizeof target - 1);
        if (symlink(target, path)) fail("symlink %s", path);
    } else {
        int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd < 0) fail("create %s", path);
        for (size_t done = 0; done < size;) {
            ssize_t n = write(fd, content + done, size - done);
            if (n <= 0) fail("write %s", path);
            done += (size_t)n;
        }
        close(fd);
    }
    if (kind != 'l' && chmod(path, mode)) fail("chmod %s", path);
    settle(path);
    settle_parents(path, top, false);
}

/* ---- starting the program ---- */

struct launch {
    uint64_t wall_ms, cpu_seconds, memory, processes, output_bytes, file_bytes, tree_bytes, entries;
    bool terminal;
    char *program, **argv, **env;
};

static char **take_strings(struct payload *p, uint32_t count) {
    char **list = calloc((size_t)count + 1, sizeof *list);
    if (!list) fail("out of memory");
    for (uint32_t i = 0; i < count; i++) list[i] = take_string(p);
    return list;
}

static struct launch take_launch(struct payload *p) {
    struct launch l;
    l.wall_ms = take_u64(p);
    l.cpu_seconds = take_u64(p);
    l.memory = take_u64(p);
    l.processes = take_u64(p);
    l.output_bytes = take_u64(p);
    l.file_bytes = take_u64(p);
    l.tree_bytes = take_u64(p);
    l.entries = take_u64(p);
    l.terminal = take_u8(p);
    uint32_t argc = take_u32(p), envc = take_u32(p);
    l.program = take_string(p);
    l.argv = take_strings(p, argc);
    l.env = take_strings(p, envc);
    return l;
}

/* Set a limit, or the machine's own where that is lower: only root may raise it. */
static void limit(int what, uint64_t soft, uint64_t hard) {
    struct rlimit r;
    if (getrlimit((__rlimit_resource_t)what, &r)) fail("getrlimit");
    if (r.rlim_max > hard) r.rlim_max = hard;
    r.rlim_cur = soft < r.rlim_max ? soft : r.rlim_max;
    if (setrlimit((__rlimit_resource_t)what, &r)) fail("setrlimit");
}

static void put(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, text, strlen(text)) < 0) fail("write %s", path);
    close(fd);
}

/* As root outside: become an ordinary user, in a user namespace of its own where it is always the same one. */
static void become_user(void) {
    char map[64];
    if (user && (setgroups(0, NULL) || setresgid(user, user, user) || setresuid(user, user, user)))
        fail("setuid");
    if (prctl(PR_SET_DUMPABLE, 1)) fail("prctl"); /* else /proc/self belongs to root */
    if (!user) return;
    if (unshare(CLONE_NEWUSER)) fail("unshare");
    snprintf(map, sizeof map, "%d %u 1", SEEN_UID, (unsigned)user);
    put("/proc/self/setgroups", "deny");
    put("/proc/self/uid_map", map);
    put("/proc/self/gid_map", map);
}

/* What no program may ask of the kernel: namespaces, in which it could mount directories without any limit;
 * keyrings, which whoever started us may share with it; anything that reaches the warden, which may be of the
 * same user; leases, which could keep the warden from opening a file; shared memory that outlives its makers;
 * and what is not worth its risk. Each answers with an error that programs know from other machines. */
enum condition { ALWAYS, EQUAL, HAS };
#define NAMESPACES 0x7e020080U /* every CLONE_NEW flag */
#define OWN_SIGNAL 0xffU       /* for clone, these bits are a signal */

static const struct rule {
    int call, error;
    enum condition condition;
    int argument;
    uint32_t value;
} refused[] = {
    {SYS_unshare, EPERM, HAS, 0, NAMESPACES},
    {SYS_clone, EPERM, HAS, 0, NAMESPACES & ~OWN_SIGNAL},
    {SYS_clone3, ENOSYS, ALWAYS, 0, 0}, /* its flags are out of a filter's sight; libraries fall back to clone */
    {SYS_setns, EPERM, ALWAYS, 0, 0},
    {SYS_mount, EPERM, ALWAYS, 0, 0},
    {SYS_umount2, EPERM, ALWAYS, 0, 0},
    {SYS_pivot_root, EPERM, ALWAYS, 0, 0},
    {SYS_open_tree, EPERM, ALWAYS, 0, 0},
    {SYS_move_mount, EPERM, ALWAYS, 0, 0},
    {SYS_fsopen, EPERM, ALWAYS, 0, 0},
    {SYS_fspick, EPERM, ALWAYS, 0, 0},
    {SYS_mount_setattr, EPERM, ALWAYS, 0, 0},
    {SYS_keyctl, ENOSYS, ALWAYS, 0, 0},
    {SYS_add_key, ENOSYS, ALWAYS, 0, 0},
    {SYS_request_key, ENOSYS, ALWAYS, 0, 0},
    {SYS_prlimit64, EPERM, EQUAL, 0, 1},
    {SYS_setpriority, EPERM, EQUAL, 0, PRIO_USER},
    {SYS_setpriority, EPERM, EQUAL, 1, 1},
    {SYS_ioprio_set, EPERM, EQUAL, 0, 3 /* by user */},
    {SYS_ioprio_set, EPERM, EQUAL, 1, 1},
    {SYS_sched_setparam, EPERM, EQUAL, 0, 1},
    {SYS_sched_setscheduler, EPERM, EQUAL, 0, 1},
    {SYS_sched_setattr, EPERM, EQUAL, 0, 1},
    {SYS_sched_setaffinity, EPERM, EQUAL, 0, 1},
    {SYS_fcntl, EPERM, EQUAL, 1, F_SETLEASE},
    {SYS_shmget, ENOSYS, ALWAYS, 0, 0},
    {SYS_ptrace, EPERM, ALWAYS, 0, 0},
    {SYS_process_vm_readv, EPERM, ALWAYS, 0, 0},
    {SYS_process_vm_writev, EPERM, ALWAYS, 0, 0},
    {SYS_pidfd_getfd, EPERM, ALWAYS, 0, 0},
    {SYS_kcmp, EPERM, ALWAYS, 0, 0},
    {SYS_perf_event_open, EPERM, ALWAYS, 0, 0},
    {SYS_bpf, EPERM, ALWAYS, 0, 0},
    {SYS_open_by_handle_at, EPERM, ALWAYS, 0, 0},
    {SYS_userfaultfd, ENOSYS, ALWAYS, 0, 0},
    {SYS_io_uring_setup, ENOSYS, ALWAYS, 0, 0},
    {SYS_io_uring_enter, ENOSYS, ALWAYS, 0, 0},
    {SYS_io_uring_register, ENOSYS, ALWAYS, 0, 0},
};

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#else
#error "the warden knows the system calls of x86-64 and of 64-bit ARM only"
#endif
#define OTHER_NUMBERS 0x40000000U /* x32, a second way into an x86-64 kernel, numbers its calls from there on */

/* Refuse the above for good, to this process and all that it will start. A call by the numbers of another
 * machine would not be recognised: it kills. */
static void confine(void) {
    enum { RULES = sizeof refused / sizeof *refused };
    const struct sock_filter
        load_number = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        kill = BPF_STMT(BPF_RET, SECCOMP_RET_KILL_PROCESS), allow = BPF_STMT(BPF_RET, SECCOMP_RET_ALLOW);
    struct sock_filter code[7 + 5 * RULES] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ, MACHINE, 1, 0), kill, load_number,
        BPF_JUMP(BPF_JMP | BPF_JGE, OTHER_NUMBERS, 0, 1), kill};
    size_t n = 6;
    for (const struct rule *r = refused; r < refused + RULES; r++) {
        uint32_t argument = offsetof(struct seccomp_data, args) + 8 * (uint32_t)r->argument; /* its lower half */
        uint8_t skip = r->condition == ALWAYS ? 1 : 4;
        code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ, (uint32_t)r->call, 0, skip);
        if (r->condition != ALWAYS) {
            uint16_t test = r->condition == EQUAL ? BPF_JEQ : BPF_JSET;
            code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, argument);
            code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | test, r->value, 0, 1);
        }
        code[n++] = (struct sock_filter)BPF_STMT(BPF_RET, SECCOMP_RET_ERRNO | (uint32_t)r->error);
        if (r->condition != ALWAYS) code[n++] = load_number;
    }
    code[n++] = allow;
    struct sock_fprog program = {(unsigned short)n, code};
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) fail("seccomp");
}

static _Noreturn void start(const struct launch *l, int in, int out, int err) {
    sigset_t none;
    sigemptyset(&none);
    setsid();
    if (l->terminal) ioctl(in, TIOCSCTTY, 0);
    become_user();
    put("/proc/self/oom_score_adj", "1000"); /* where memory ends, programs go first, and the warden last */
    limit(RLIMIT_CPU, l->cpu_seconds, l->cpu_seconds + 1);
    limit(RLIMIT_DATA, l->memory, l->memory);
    limit(RLIMIT_NPROC, l->processes, l->processes);
    limit(RLIMIT_FSIZE, l->file_bytes, l->file_bytes);
    limit(RLIMIT_CORE, 1, 1); /* 0 would still feed a core to a program of this machine that asks for them */
    limit(RLIMIT_NOFILE, 1024, 4096);
    limit(RLIMIT_STACK, 8 << 20, RLIM_INFINITY);
    /* A program must not learn from inherited dispositions who started it. */
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    umask(022);
    if (chdir(work)) fail("chdir %s", work);
    confine();
    if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0) _exit(3);
    syscall(SYS_close_range, 3U, ~0U, 0U);
    execve(l->program, l->argv, l->env);
    dprintf(2, "%s: cannot be started: %s\n", l->argv[0] ? l->argv[0] : l->program, strerror(errno));
    _exit(127);
}

/* ---- watching it ---- */

struct watch {
    pid_t pid;
    int status;
    bool ended;
    uint32_t hit;
    uint64_t output_left, cpu_us, peak_kib;
    int in, out, err, children;
    const char *input;
    size_t input_size;
    bool terminal;
};

static uint64_t now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* Take the status of every process that has ended. With `wait` set, wait for all: they were killed. */
static void reap(struct watch *w, bool wait) {
    struct rusage used;
    int status;
    pid_t pid;
    while ((pid = wait4(-1, &status, wait ? 0 : WNOHANG, &used)) > 0 || (pid < 0 && errno == EINTR)) {
        if (pid < 0) continue;
        w->cpu_us += (uint64_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000 +
                     (uint64_t)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
        if ((uint64_t)used.ru_maxrss > w->peak_kib) w->peak_kib = (uint64_t)used.ru_maxrss;
        if (pid == w->pid) {
            w->status = status;
            w->ended = true;
        }
    }
}

/* Descriptors that were sent to sockets which nobody holds any more keep what they name, memory and all, until
 * the kernel looks for them. It looks when a socket is closed. */
static void collect_lost_descriptors(void) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair)) return;
    close(pair[0]);
    close(pair[1]);
}

static void shut(int *fd) {
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

static void feed(struct watch *w) {
    ssize_t n = write(w->in, w->input, w->input_size);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n >= 0) {
        w->input += n;
        w->input_size -= (size_t)n;
    }
    if (n >= 0 && w->input_size > 0) return;
    if (n >= 0 && w->terminal && write(w->in, "\4", 1) < 0) return; /* Ctrl-D: the end of input on a terminal */
    shut(&w->in);
}

/* Tell whether there was something to forward. */
static bool forward(struct watch *w, int *fd, char type) {
    char buffer[65536];
    ssize_t n = read(*fd, buffer, sizeof buffer);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return false;
    if (n <= 0) { /* a terminal whose last process is gone answers EIO */
        shut(fd);
        return false;
    }
    if ((uint64_t)n > w->output_left) {
        n = (ssize_t)w->output_left;
        w->hit |= HIT_OUTPUT;
    }
    w->output_left -= (uint64_t)n;
    if (n > 0) send_frame(type, NULL, 0, buffer, (size_t)n);
    return true;
}

/* The kernel limits the bytes of these directories, but an empty file costs it a kilobyte all the same. */
static bool crowded(uint64_t entries) {
    const char *places[] = {work, home, "/tmp", "/dev/shm"};
    struct statvfs s;
    for (int i = 0; i < 4; i++)
        if (!statvfs(places[i], &s) && s.f_files - s.f_ffree > CROWD * entries) return true;
    return false;
}

static void watch(struct watch *w, uint64_t deadline, uint64_t entries) {
    uint64_t look = now_us() + LOOK_US;
    while (!w->ended && !w->hit) {
        struct pollfd polled[] = {
            {w->children, POLLIN, 0}, {w->out, POLLIN, 0}, {w->err, POLLIN, 0}, {w->in, POLLOUT, 0}};
        uint64_t now = now_us();
        if (now >= deadline) {
            w->hit |= HIT_TIMEOUT;
            break;
        }
        if (now >= look) {
            if (crowded(entries)) w->hit |= HIT_FILES;
            look = now + LOOK_US;
        }
        uint64_t next = deadline < look ? deadline : look;
        if (poll(polled, 4, (int)((next - now) / 1000) + 1) < 0 && errno != EINTR) fail("poll");
        if (polled[1].revents) forward(w, &w->out, 'o');
        if (polled[2].revents) forward(w, &w->err, 'e');
        if (polled[3].revents) feed(w);
        if (polled[0].revents) {
            struct signalfd_siginfo information;
            if (read(w->children, &information, sizeof information) < 0) fail("signalfd");
            reap(w, false);
        }
    }
    shut(&w->in);
    kill(-1, SIGKILL);
    reap(w, true);
    collect_lost_descriptors();
    /* Nobody writes any more: what is left in the pipes is all there will be. Not even their end may come:
     * a descriptor that was sent to a socket nobody holds any more stays open for as long as the kernel likes. */
    while (w->out >= 0 && !(w->hit & HIT_OUTPUT) && forward(w, &w->out, 'o')) continue;
    while (w->err >= 0 && !(w->hit & HIT_OUTPUT) && forward(w, &w->err, 'e')) continue;
    shut(&w->out);
    shut(&w->err);
}

/* A pipe whose end `mine` is the warden's, or one terminal for all three descriptors. */
static void channel(int ends[2], int mine) {
    if (pipe2(ends, O_CLOEXEC)) fail("pipe");
    if (fcntl(ends[mine], F_SETFL, O_NONBLOCK)) fail("fcntl");
    if (user && fchown(ends[1 - mine], user, user)) fail("fchown");
}

static int terminal(int *master) {
    struct winsize size = {24, 80, 0, 0};
    *master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (*master < 0 || grantpt(*master) || unlockpt(*master)) fail("posix_openpt");
    int slave = open(ptsname(*master), O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave < 0 || ioctl(slave, TIOCSWINSZ, &size)) fail("open terminal");
    if (user && fchown(slave, user, user)) fail("fchown");
    return slave;
}

static void run(const struct launch *l, const char *input, size_t input_size, int children) {
    struct watch w = {.out = -1, .err = -1, .in = -1, .children = children, .terminal = l->terminal};
    int in[2] = {-1, -1}, out[2] = {-1, -1}, err[2] = {-1, -1};
    w.output_left = l->output_bytes;
    w.input = input;
    w.input_size = input_size;
    if (l->terminal) {
        in[0] = out[1] = err[1] = terminal(&w.out);
        w.in = fcntl(w.out, F_DUPFD_CLOEXEC, 3);
        if (w.in < 0) fail("dup");
    } else {
        channel(in, 1);
        channel(out, 0);
        channel(err, 0);
        w.in = in[1];
        w.out = out[0];
        w.err = err[0];
    }
    uint64_t began = now_us();
    w.pid = fork();
    if (w.pid < 0) fail("fork");
    if (w.pid == 0) start(l, in[0], out[1], err[1]);
    close(in[0]);
    if (!l->terminal) {
        close(out[1]);
        close(err[1]);
    }
    watch(&w, began + l->wall_ms * 1000, l->entries);
    struct {
        int32_t status;
        uint32_t hit;
        uint64_t cpu_us, wall_us, peak_kib;
    } report = {w.status, w.hit, w.cpu_us, now_us() - began, w.peak_kib};
    send_frame('s', &report, sizeof report, NULL, 0);
}

/* ---- walking what it left ---- */

struct walk {
    uint64_t entries_left, bytes_left;
    bool truncated;
    uint8_t in_home;
    char path[DEPTH * 256];
};

static char kind_of(mode_t mode) {
    switch (mode & S_IFMT) {
    case S_IFREG: return 'f';
    case S_IFDIR: return 'd';
    case S_IFLNK: return 'l';
    case S_IFIFO: return 'p';
    case S_IFSOCK: return 's';
    default: return 'c';
    }
}

/* Open what the program may have left without permissions. The caller gives back the mode, with restore(). */
static int open_entry(int folder, const char *name, int flags, mode_t mode) {
    mode_t wanted = flags & O_DIRECTORY ? 0700 : 0400;
    if ((mode & wanted) != wanted) fchmodat(folder, name, (mode & 07777) | wanted, 0);
    return openat(folder, name, flags | O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

/* What cannot be looked at was made so by the program, and is no fault of the sandbox, but for these. */
static void give_up(struct walk *k) {
    if (errno == ENOMEM || errno == ENFILE || errno == EMFILE) fail("%s", k->path);
    k->truncated = true;
}

static void restore(int folder, const char *name, mode_t mode) {
    if ((mode & 0700) != 0700) fchmodat(folder, name, mode & 07777, 0);
}

static void tell(struct walk *k, const struct stat *s, const char *content, size_t size) {
    static char head[6 + sizeof k->path];
    uint32_t mode = s->st_mode & 07777;
    size_t length = strlen(k->path) + 1;
    head[0] = kind_of(s->st_mode);
    head[1] = (char)k->in_home;
    memcpy(head + 2, &mode, 4);
    memcpy(head + 6, k->path, length);
    send_frame('t', head, 6 + length, content, size);
}

static void tell_file(struct walk *k, int folder, const char *name, const struct stat *s) {
    static char buffer[CHUNK];
    int fd = open_entry(folder, name, 0, s->st_mode);
    if (fd < 0) {
        give_up(k);
        return;
    }
    restore(folder, name, s->st_mode);
    tell(k, s, NULL, 0);
    ssize_t n;
    while ((n = read(fd, buffer, sizeof buffer)) > 0) {
        if ((uint64_t)n > k->bytes_left) {
            k->truncated = true;
            break;
        }
        k->bytes_left -= (uint64_t)n;
        send_frame('c', NULL, 0, buffer, (size_t)n);
    }
    close(fd);
}

static void walk(struct walk *k, int folder, int depth);

static void visit(struct walk *k, int folder, const char *name, int depth) {
    struct stat s;
    size_t length = strlen(k->path);
    if (k->entries_left == 0 || depth >= DEPTH) {
        k->truncated = true;
        return;
    }
    size_t cost = length + strlen(name) + 1; /* twenty thousand names in a deep directory are a gigabyte */
    if (cost > k->bytes_left || fstatat(folder, name, &s, AT_SYMLINK_NOFOLLOW)) {
        k->truncated = true;
        return;
    }
    k->entries_left--;
    k->bytes_left -= cost;
    snprintf(k->path + length, sizeof k->path - length, "%s%s", length ? "/" : "", name);
    if (S_ISREG(s.st_mode)) {
        tell_file(k, folder, name, &s);
    } else if (S_ISLNK(s.st_mode)) {
        char target[PATH_MAX];
        ssize_t n = readlinkat(folder, name, target, sizeof target);
        tell(k, &s, target, n > 0 ? (size_t)n : 0);
    } else {
        tell(k, &s, NULL, 0);
    }
    if (S_ISDIR(s.st_mode)) {
        int fd = open_entry(folder, name, O_DIRECTORY, s.st_mode);
        if (fd < 0)
            give_up(k);
        else
            walk(k, fd, depth + 1);
        restore(folder, name, s.st_mode);
    }
    k->path[length] = 0;
}

static void walk(struct walk *k, int folder, int depth) {
    DIR *stream = fdopendir(folder);
    if (!stream) fail("fdopendir");
    struct dirent *entry;
    while (!k->truncated && (entry = readdir(stream)))
        if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) visit(k, folder, entry->d_name, depth);
    closedir(stream);
}

static void tell_tree(const struct launch *l) {
    static struct walk k;
    k.entries_left = l->entries;
    k.bytes_left = l->tree_bytes;
    k.truncated = false;
    for (int i = 0; i < 2; i++) {
        const char *top = i ? home : work;
        /* A program may have closed it even to the warden. It stays open for the next step, which begins there. */
        struct stat s;
        if (!lstat(top, &s)) chmod(top, (s.st_mode & 07777) | 0700);
        int fd = open(top, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (fd < 0) fail("open %s", top);
        k.in_home = (uint8_t)i;
        k.path[0] = 0;
        walk(&k, fd, 0);
    }
    uint8_t truncated = k.truncated;
    send_frame('z', &truncated, 1, NULL, 0);
}

/* ---- */

int main(int argc, char **argv) {
    sigset_t watched;
    char *input = NULL;
    size_t input_size = 0;
    if (argc != 4) return 2;
    work = argv[1];
    home = argv[2];
    user = (uid_t)strtoul(argv[3], NULL, 10);
    prctl(PR_SET_DUMPABLE, 0);
    umask(0);
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&watched);
    sigaddset(&watched, SIGCHLD);
    sigprocmask(SIG_BLOCK, &watched, NULL);
    int children = signalfd(-1, &watched, SFD_CLOEXEC);
    if (children < 0) fail("signalfd");
    settle(work);
    settle(home);

    for (;;) {
        char type;
        uint32_t size;
        if (!read_all(&type, 1) || !read_all(&size, 4)) return 0;
        char *data = malloc((size_t)size + 1);
        if (!data) fail("out of memory");
        if (!read_all(data, size)) return 0;
        struct payload p = {data, data + size};
        if (type == 'F') {
            lay_out(&p);
        } else if (type == 'I') {
            free(input);
            input = data;
            input_size = size;
            continue;
        } else if (type == 'R') {
            struct launch l = take_launch(&p);
            run(&l, input, input_size, children);
            tell_tree(&l);
            free(l.argv);
            free(l.env);
        } else {
            errno = EPROTO;
            fail("unknown request %d", type);
        }
        free(data);
    }
}
