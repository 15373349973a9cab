// Finding everything a command has started, however far it has gone.
//
// The guard is a subreaper: a process whose parent has died becomes the guard's child, also after setsid or
// a double fork. So the descendants are exactly the processes whose chain of parents in /proc leads to the
// guard. (`/proc/PID/task/TID/children` would be shorter to read, but many kernels are built without it.)

#ifdef __linux__

#define _GNU_SOURCE
#include "guard.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct process {
  pid_t pid;
  pid_t parent;
  pid_t group;
  bool live;
  bool ours;
};

struct process_list {
  struct process *items;
  size_t count, capacity;
};

/// Reads parent, group and state from /proc/PID/stat, whose second field, the name, may hold blanks and brackets.
static bool read_process(int proc, const char *name, struct process *process) {
  char path[64];
  char text[512];
  snprintf(path, sizeof path, "%s/stat", name);
  int file = openat(proc, path, O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return false;
  }
  ssize_t count = read(file, text, sizeof text - 1);
  close(file);
  if (count <= 0) {
    return false;
  }
  text[count] = 0;
  char state;
  int parent, group;
  const char *after_name = strrchr(text, ')');
  if (after_name == NULL || sscanf(after_name + 1, " %c %d %d", &state, &parent, &group) != 3) {
    return false;
  }
  *process = (struct process){
    .pid = (pid_t)atoi(name),
    .parent = parent,
    .group = group,
    .live = state != 'Z' && state != 'X',
  };
  return true;
}

/// Without memory for all, the list holds some; callers repeat their round until nothing is left.
static void append(struct process_list *list, struct process process) {
  if (list->count == list->capacity) {
    size_t capacity = list->capacity == 0 ? 256 : 2 * list->capacity;
    struct process *items = realloc(list->items, capacity * sizeof *items);
    if (items == NULL) {
      return;
    }
    list->items = items;
    list->capacity = capacity;
  }
  list->items[list->count++] = process;
}

static int by_pid(const void *left, const void *right) {
  pid_t a = ((const struct process *)left)->pid;
  pid_t b = ((const struct process *)right)->pid;
  return (a > b) - (a < b);
}

/// False if there is nothing to be read, or it took longer than until `until_ms`.
static bool list_processes(struct process_list *list, long long until_ms) {
  DIR *directory = opendir("/proc");
  if (directory == NULL) {
    return false;
  }
  struct dirent *entry;
  bool in_time = true;
  while (in_time && (entry = readdir(directory)) != NULL) {
    in_time = now_ms() <= until_ms;
    struct process process;
    if (isdigit((unsigned char)entry->d_name[0]) && read_process(dirfd(directory), entry->d_name, &process)) {
      append(list, process);
    }
  }
  closedir(directory);
  if (list->count > 0) {
    qsort(list->items, list->count, sizeof *list->items, by_pid);
  }
  return in_time && list->count > 0;
}

/// Marks all whose chain of parents leads to `root`. A child usually has the higher number, so one pass is
/// the rule; numbers that wrapped around take more.
static void mark_descendants(struct process_list *list, pid_t root) {
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t index = 0; index < list->count; index++) {
      struct process *process = &list->items[index];
      if (process->ours) {
        continue;
      }
      struct process key = {.pid = process->parent};
      struct process *parent = bsearch(&key, list->items, list->count, sizeof key, by_pid);
      if (process->parent == root || (parent != NULL && parent->ours)) {
        process->ours = true;
        changed = true;
      }
    }
  }
}

static void send_all(pid_t target, const int *signals, struct signal_round *round) {
  bool refused = false;
  for (; *signals != 0; signals++) {
    refused = kill(target, *signals) != 0 && errno == EPERM;
  }
  if (refused) {
    round->refused++;
  } else {
    round->reached++;
  }
}

struct signal_round signal_descendants(
  enum manner manner, pid_t leader, bool leader_is_there, long long until_ms
) {
  static const int signals[][3] = {[politely] = {SIGTERM, SIGCONT, 0}, [mercilessly] = {SIGKILL, 0}};
  struct signal_round round = {0};
  struct process_list list = {0};
  if (leader_is_there) {
    send_all(-leader, signals[manner], &round);
  }
  if (!list_processes(&list, until_ms)) {
    free(list.items);
    if (!leader_is_there && now_ms() <= until_ms) {
      send_all(-leader, signals[manner], &round);
    }
    return round;
  }
  round = (struct signal_round){0};
  mark_descendants(&list, getpid());
  for (size_t index = 0; index < list.count; index++) {
    const struct process *process = &list.items[index];
    // Some programs take a second SIGTERM as a wish for haste.
    bool has_heard = manner == politely && leader_is_there && process->group == leader;
    if (process->ours && process->live && !has_heard) {
      send_all(process->pid, signals[manner], &round);
    }
  }
  free(list.items);
  return round;
}

#endif
