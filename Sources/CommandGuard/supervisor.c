// Watching over the command: when its end begins, and when everything of it has gone.

#ifdef __linux__

#define _GNU_SOURCE
#include "guard.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/// How often to look again for descendants that were born during a round of SIGKILL. Each look reads all of /proc,
/// so that the ends of many children, which come one by one, must not each cause one.
enum { kill_interval_ms = 20 };

long long now_ms(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/// Reaps whatever has ended. False once no child is left, and so no descendant: the topmost of a chain of
/// living descendants would be our child.
static bool reap(struct supervisor *supervisor) {
  int status;
  pid_t pid;
  while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
    if (pid == supervisor->leader) {
      supervisor->leader_ended = true;
      supervisor->leader_status = status;
    }
  }
  return pid == 0 || errno != ECHILD;
}

static void begin_ending(struct supervisor *supervisor) {
  supervisor->phase = ending;
  supervisor->kill_at_ms = now_ms() + supervisor->grace_ms;
  // Those whom this does not reach in time are killed without it.
  signal_descendants(politely, supervisor->leader, !supervisor->leader_ended, supervisor->kill_at_ms);
}

/// Milliseconds until the next step is due; -1 for never.
static int time_to_next_step(const struct supervisor *supervisor) {
  switch (supervisor->phase) {
    case running: return -1;
    case ending:
    case killing: break;
  }
  long long left = supervisor->kill_at_ms - now_ms();
  return left < 0 ? 0 : left > 60000 ? 60000 : (int)left;
}

/// Sleeps until a child ends, the end is asked for, or the next step is due.
static void wait_for_something(struct supervisor *supervisor, int signals, int report) {
  bool listening = supervisor->phase == running;
  struct pollfd polled[] = {
    {.fd = signals, .events = POLLIN},
    // The writing end of a pipe has an error once nobody can read it any more: our user has died.
    {.fd = listening ? report : -1, .events = 0},
  };
  if (poll(polled, 2, time_to_next_step(supervisor)) <= 0) {
    return;
  }
  struct signalfd_siginfo info;
  while (read(signals, &info, sizeof info) == (ssize_t)sizeof info) {
    supervisor->requested |= listening && info.ssi_signo == SIGTERM;
  }
  supervisor->requested |= (polled[1].revents & (POLLERR | POLLHUP)) != 0;
}

int supervise(struct supervisor *supervisor, int signals, int report) {
  while (reap(supervisor)) {
    if (supervisor->phase == running && (supervisor->leader_ended || supervisor->requested)) {
      supervisor->requested &= !supervisor->leader_ended;
      begin_ending(supervisor);
    }
    if (supervisor->phase == ending && now_ms() >= supervisor->kill_at_ms) {
      supervisor->phase = killing;
    }
    if (supervisor->phase == killing && now_ms() >= supervisor->kill_at_ms) {
      supervisor->kill_at_ms = now_ms() + kill_interval_ms;
      struct signal_round round =
        signal_descendants(mercilessly, supervisor->leader, !supervisor->leader_ended, LLONG_MAX);
      if (round.reached == 0 && round.refused > 0) {
        return round.refused;
      }
    }
    wait_for_something(supervisor, signals, report);
  }
  return 0;
}

#endif
