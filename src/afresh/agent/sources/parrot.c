/* Answers what was seen. The file `answers` beside this program holds rules, the strongest first:
 * the first rule whose conditions all hold gives exit status, output and files.
 *
 *   same A<tab>B      argument A means the same as B
 *   option A          A is an option that the program knows
 *   rule              a rule begins
 *   arg T             the next argument is T; \h in T stands for anything, the hole
 *   input T           the next argument names a file with content T; its name is the hole
 *   absent            the next argument names no file and is the hole
 *   unknown -|--      some argument begins so and is no known option; what follows the dashes is the hole
 *   last-absent       the last argument names no file and is the hole
 *   last-input T      the last argument names a file with content T; its name is the hole
 *   anything          any arguments
 *   stdin T           standard input is T
 *   file A<tab>T      the file A has content T
 *   exit N            the conditions end; what follows is the answer
 *   stdout T, stderr T, write A<tab>T
 *
 * In all texts \n, \t, \\ and \xNN stand for bytes, and in answers \h for the hole.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct bytes {
    char *at;
    size_t size;
};

static char **words;
static int count, next; /* arguments, and the one that is matched next */
static char *rules, *hole;

static struct bytes read_all(int from)
{
    struct bytes all = {malloc(65537), 0};
    size_t room = 65536;
    ssize_t got;

    while (all.at && (got = read(from, all.at + all.size, room - all.size)) > 0) {
        all.size += (size_t)got;
        if (all.size == room)
            all.at = realloc(all.at, (room *= 2) + 1);
    }
    if (!all.at)
        abort();
    all.at[all.size] = 0;
    return all;
}

static int is_file(const char *name)
{
    struct stat status;
    return stat(name, &status) == 0 && S_ISREG(status.st_mode);
}

static struct bytes read_file(const char *name)
{
    struct bytes none = {NULL, 0}, all;
    int file = is_file(name) ? open(name, O_RDONLY) : -1;

    if (file < 0)
        return none;
    all = read_all(file);
    close(file);
    return all;
}

/* Turns escapes into bytes and \h into the hole. */
static struct bytes expand(const char *text, size_t size)
{
    size_t extra = hole ? strlen(hole) : 0, i;
    struct bytes out = {malloc(size * (extra + 1) + 1), 0};

    for (i = 0; i < size; i++) {
        char c = text[i];
        if (c == '\\' && i + 1 < size) {
            c = text[++i];
            if (c == 'h') {
                memcpy(out.at + out.size, hole ? hole : "", extra);
                out.size += extra;
                continue;
            }
            if (c == 'x' && i + 2 < size) {
                char digits[3] = {text[i + 1], text[i + 2], 0};
                c = (char)strtol(digits, NULL, 16);
                i += 2;
            } else {
                c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
            }
        }
        out.at[out.size++] = c;
    }
    out.at[out.size] = 0;
    return out;
}

static int equal(struct bytes one, const char *text, size_t size)
{
    struct bytes other = expand(text, size);
    return one.at && one.size == other.size && memcmp(one.at, other.at, one.size) == 0;
}

static int matches(const char *word, const char *text, size_t size)
{
    const char *gap = NULL;
    struct bytes head, tail;
    size_t length = strlen(word), i;

    for (i = 0; i + 1 < size && !gap; i++) {
        if (text[i] == '\\' && text[i + 1] == 'h')
            gap = text + i;
        else if (text[i] == '\\')
            i++;
    }
    if (!gap)
        return equal((struct bytes){(char *)word, length}, text, size);
    head = expand(text, (size_t)(gap - text));
    tail = expand(gap + 2, (size_t)(text + size - gap - 2));
    if (length < head.size + tail.size || strncmp(word, head.at, head.size) != 0 ||
        strcmp(word + length - tail.size, tail.at) != 0)
        return 0;
    hole = strndup(word + head.size, length - head.size - tail.size);
    return 1;
}

/* Finds `key A` among the rules, where A is the first size bytes of word; returns what follows A. */
static const char *find(const char *key, const char *word, size_t size)
{
    const char *line;
    size_t length = strlen(key);

    for (line = rules; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
        if (strncmp(line, key, length) == 0 && line[length] == ' ' &&
            strncmp(line + length + 1, word, size) == 0 && strchr("\t\n", line[length + 1 + size]))
            return line + length + 1 + size;
    return NULL;
}

static int is_unknown(const char *word, const char *dashes)
{
    size_t length = strlen(dashes);
    const char *name = word + length;

    if (strncmp(word, dashes, length) != 0 || !*name || *name == '-' || (*name >= '0' && *name <= '9'))
        return 0;
    if (find("option", word, strcspn(word, "=")) || (length == 1 && find("option", word, 2)))
        return 0;
    hole = strndup(name, strcspn(name, length == 1 ? "" : "="));
    return 1;
}

static int holds(const char *key, const char *text, size_t size, struct bytes input)
{
    const char *last = count ? words[count - 1] : "", *tab = memchr(text, '\t', size);
    int i, found = 0;

    if (!strcmp(key, "arg"))
        return next < count && matches(words[next++], text, size);
    if (!strcmp(key, "input"))
        return next < count && equal(read_file(hole = words[next++]), text, size);
    if (!strcmp(key, "absent"))
        return next < count && !is_file(hole = words[next++]);
    if (!strcmp(key, "stdin"))
        return equal(input, text, size);
    if (!strcmp(key, "file"))
        return tab && equal(read_file(expand(text, (size_t)(tab - text)).at), tab + 1,
                            (size_t)(text + size - tab - 1));
    next = count;
    if (!strcmp(key, "unknown"))
        for (i = 0; i < count && !found; i++)
            found = is_unknown(words[i], expand(text, size).at);
    else if (!strcmp(key, "last-absent"))
        found = count && !is_file(hole = (char *)last);
    else if (!strcmp(key, "last-input"))
        found = count && equal(read_file(hole = (char *)last), text, size);
    return found || !strcmp(key, "anything");
}

static void write_all(int to, struct bytes data)
{
    ssize_t sent;

    while (data.size && (sent = write(to, data.at, data.size)) > 0) {
        data.at += sent;
        data.size -= (size_t)sent;
    }
}

static void answer(const char *key, const char *text, size_t size)
{
    const char *tab = memchr(text, '\t', size);

    if (!strcmp(key, "stdout"))
        write_all(STDOUT_FILENO, expand(text, size));
    else if (!strcmp(key, "stderr"))
        write_all(STDERR_FILENO, expand(text, size));
    else if (!strcmp(key, "write") && tab) {
        int file = open(expand(text, (size_t)(tab - text)).at, O_WRONLY | O_CREAT | O_TRUNC, 0644);
        write_all(file, expand(tab + 1, (size_t)(text + size - tab - 1)));
        close(file);
    }
}

static char *beside_itself(const char *name)
{
    static char path[4096];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path - 64);
    char *slash;

    path[size < 0 ? 0 : size] = 0;
    slash = strrchr(path, '/');
    strcpy(slash ? slash + 1 : path, name);
    return path;
}

int main(int argc, char **argv)
{
    struct bytes input = read_all(STDIN_FILENO);
    int good = 0, status = -1, i;
    char *line, *end, *text;
    const char *other;

    rules = read_file(beside_itself("answers")).at;
    words = argv + 1;
    count = argc - 1;
    for (i = 0; rules && i < count; i++)
        if ((other = find("same", words[i], strlen(words[i]))))
            words[i] = expand(other + 1, strcspn(other + 1, "\n")).at;
    for (line = rules; line && (end = strchr(line, '\n')); line = end + 1) {
        char key[16] = "";
        size_t length = strcspn(line, " \n");

        memcpy(key, line, length < sizeof key ? length : 0);
        text = line + length + (line[length] == ' ');
        if (!strcmp(key, "rule")) {
            if (status >= 0)
                break;
            good = 1;
            next = 0;
            hole = NULL;
        } else if (status >= 0) {
            answer(key, text, (size_t)(end - text));
        } else if (!strcmp(key, "exit")) {
            if (good && next == count)
                status = atoi(text);
        } else if (good) {
            good = holds(key, text, (size_t)(end - text), input);
        }
    }
    return status < 0 ? 1 : status;
}
