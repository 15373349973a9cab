// Starting the command: between fork and exec.

#ifdef __linux__

#define _GNU_SOURCE
#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/// Ignored signals and the signal mask survive exec; the command must not inherit the guard's.
static void restore_signals(void) {
  for (int number = 1; number < NSIG; number++) {
    signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

/// Runs in the child. Every other descriptor is close-on-exec, so the program gets 0, 1 and 2 only.
static _Noreturn void become_command(const char *path, char **argv, int report, pid_t guard) {
  restore_signals();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != guard) {
    _exit(127);  // the guard died before the line above could take effect
  }
  setpgid(0, 0);
  // From here, and not from the guard: no program may run whose group nobody knows.
  dprintf(STDERR_FILENO, "started %d\n", (int)getpid());
  if (dup2(STDOUT_FILENO, STDERR_FILENO) >= 0) {
    execv(path, argv);
  }
  int error = errno;
  while (write(report, &error, sizeof error) < 0 && errno == EINTR) {}
  _exit(127);
}

static pid_t failed(struct start_failure *failure, const char *phase, int error) {
  failure->phase = phase;
  failure->error = error;
  return -1;
}

pid_t start_command(const char *path, char **argv, struct start_failure *failure) {
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0) {
    return failed(failure, "prepare", errno);
  }
  pid_t guard = getpid();
  pid_t leader = fork();
  if (leader == 0) {
    become_command(path, argv, report[1], guard);
  }
  int fork_error = errno;
  close(report[1]);
  if (leader < 0) {
    close(report[0]);
    return failed(failure, "fork", fork_error);
  }

  // The report pipe closes at exec; four bytes on it are the errno of an exec that failed.
  int exec_error = 0;
  ssize_t count;
  while ((count = read(report[0], &exec_error, sizeof exec_error)) < 0 && errno == EINTR) {}
  close(report[0]);
  if (count == (ssize_t)sizeof exec_error) {
    while (waitpid(leader, NULL, 0) < 0 && errno == EINTR) {}
    return failed(failure, "exec", exec_error);
  }
  return leader;
}

#endif
