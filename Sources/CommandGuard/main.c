// switchyard-guard: runs one command so that nothing of it outlives the program that asked for it.
//
//     switchyard-guard [--grace MS] [--name NAME] -- PROGRAM [ARGUMENT…]
//
// PROGRAM is a path; it is run as it is, called NAME if given, in a process group of its own.
//
// Three descriptors, so that any way of starting a process will do:
//   0  the command's standard input, not touched.
//   1  the command's standard output and standard error. The guard keeps it open without writing to it, so
//      that its end is the end of everything.
//   2  a pipe with two uses. Its reader's closing asks for the end; the kernel sees to that when the program
//      that runs the guard dies, however it dies. And the guard reports on it, a word and numbers to a line:
//        started PID            the command's process and process group
//        failed PHASE ERRNO     it runs no program, for this failed: prepare, fork or exec; nothing follows
//        requested              only if the end was asked for before the command ended by itself
//        exited CODE            or    signalled NUMBER
//        left COUNT             only if that many could not be killed, for they changed their user
//
// SIGTERM, too, asks for the end; what a terminal sends is ignored. The end is SIGTERM (and SIGCONT, for the
// stopped) to all descendants, and after MS milliseconds (default 2000) SIGKILL until none is left. The
// command's end is the end of PROGRAM: descendants that it leaves behind are ended in the same way, and the
// guard leaves last. Its own exit status is the command's (128 + signal; 127 not started; 64 wrong usage).

#ifdef __linux__

#define _GNU_SOURCE
#include "guard.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/// The pipe on which the guard reports, and by which it notices that nobody listens any more.
enum { report = STDERR_FILENO };

static int usage(void) {
  static const char text[] = "usage: switchyard-guard [--grace MS] [--name NAME] -- PROGRAM [ARGUMENT...]\n";
  fputs(text, stderr);
  return 64;
}

static bool parse_number(const char *text, long long *number) {
  char *end;
  errno = 0;
  *number = strtoll(text, &end, 10);
  return errno == 0 && *text != 0 && *end == 0 && *number >= 0;
}

/// Descriptors that were leaked to the guard shall not be kept open by it.
static void close_other_descriptors(void) {
#ifdef SYS_close_range
  if (syscall(SYS_close_range, 3u, ~0u, 0u) == 0) {
    return;
  }
#endif
  for (long descriptor = 3, limit = sysconf(_SC_OPEN_MAX); descriptor < limit; descriptor++) {
    close((int)descriptor);
  }
}

/// A session without a terminal; signals that ask for something arrive on the returned descriptor.
static int take_signals(void) {
  setsid();  // fails if the parent has done it already
  static const int ignored[] = {SIGINT, SIGHUP, SIGQUIT, SIGPIPE, SIGTSTP, SIGTTIN, SIGTTOU};
  for (size_t index = 0; index < sizeof ignored / sizeof *ignored; index++) {
    signal(ignored[index], SIG_IGN);
  }
  signal(SIGCHLD, SIG_DFL);  // if it were inherited as ignored, nothing could be waited for
  sigset_t mask;
  sigemptyset(&mask);
  sigaddset(&mask, SIGTERM);
  sigaddset(&mask, SIGCHLD);
  sigprocmask(SIG_SETMASK, &mask, NULL);
  return signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
}

static int report_end(const struct supervisor *supervisor, int left) {
  int status = supervisor->leader_status;
  int result = 0;
  if (supervisor->requested) {
    dprintf(report, "requested\n");
  }
  if (supervisor->leader_ended && WIFEXITED(status)) {
    result = WEXITSTATUS(status);
    dprintf(report, "exited %d\n", result);
  } else if (supervisor->leader_ended) {
    result = 128 + WTERMSIG(status);
    dprintf(report, "signalled %d\n", WTERMSIG(status));
  }
  if (left > 0) {
    dprintf(report, "left %d\n", left);
  }
  return result;
}

int main(int count, char **arguments) {
  struct supervisor supervisor = {.phase = running, .grace_ms = 2000};
  const char *name = NULL;
  int index = 1;
  for (; index + 1 < count && strcmp(arguments[index], "--") != 0; index += 2) {
    const char *value = arguments[index + 1];
    if (strcmp(arguments[index], "--name") == 0) {
      name = value;
    } else if (strcmp(arguments[index], "--grace") != 0 || !parse_number(value, &supervisor.grace_ms)) {
      return usage();
    }
  }
  if (index + 1 >= count) {
    return usage();
  }
  char **command = arguments + index + 1;
  const char *path = command[0];
  if (name != NULL) {
    command[0] = (char *)name;
  }

  close_other_descriptors();
  int signals = take_signals();
  if (signals < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) {
    dprintf(report, "failed prepare %d\n", errno);
    return 127;
  }
  struct start_failure failure;
  supervisor.leader = start_command(path, command, &failure);
  if (supervisor.leader < 0) {
    dprintf(report, "failed %s %d\n", failure.phase, failure.error);
    return 127;
  }
  int left = supervise(&supervisor, signals, report);
  return report_end(&supervisor, left);
}

#else

#include <stdio.h>

int main(void) {
  fputs("switchyard-guard needs Linux\n", stderr);
  return 69;
}

#endif
