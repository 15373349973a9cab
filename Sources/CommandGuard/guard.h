// What the files of switchyard-guard share. The program itself is described in main.c.

#ifndef SWITCHYARD_GUARD_H
#define SWITCHYARD_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

// ---- command.c: starting the command

/// Why a command did not start.
struct start_failure {
  /// "prepare" (the guard's own needs), "fork" or "exec".
  const char *phase;
  /// The errno of that phase.
  int error;
};

/// Starts the program at `path` in a process group of its own, with this process's standard input, and with
/// output and error on this process's standard output.
/// Returns the process id, or -1 with `failure` filled in; nothing is left running then.
pid_t start_command(const char *path, char **argv, struct start_failure *failure);

// ---- descendants.c: finding and signalling everything the command has started

/// What one round of signalling met.
struct signal_round {
  /// Live descendants that took the signal.
  int reached;
  /// Live descendants that may not be signalled (they changed their user).
  int refused;
};

/// `politely` is SIGTERM, and SIGCONT for the stopped; `mercilessly` is SIGKILL.
enum manner { politely, mercilessly };

/// Signals every live descendant of this process.
///
/// The group of `leader` comes first and at once, if the leader has not been waited for, so that the number is still
/// its own: reading /proc takes long beside a fork bomb, which has most of the processor's time. Where /proc cannot
/// be read, or not until `until_ms`, the group stands for all.
struct signal_round signal_descendants(
  enum manner manner, pid_t leader, bool leader_is_there, long long until_ms
);

// ---- supervisor.c: from the start to the last descendant's end

/// `ending` has sent SIGTERM and waits for the grace period to pass; `killing` sends SIGKILL until none is left.
enum phase { running, ending, killing };

/// All that is known of the command.
struct supervisor {
  enum phase phase;
  pid_t leader;
  bool leader_ended;
  /// As waitpid gave it; valid once `leader_ended`.
  int leader_status;
  /// The end was asked for before the leader ended by itself.
  bool requested;
  long long grace_ms;
  /// When the next round of SIGKILL is due; valid once the end has begun.
  long long kill_at_ms;
};

/// Returns when no descendant is left, with the number of those that could not be ended. `signals` is a
/// signalfd for SIGCHLD and SIGTERM; `report` is the pipe whose reader's death ends the command.
int supervise(struct supervisor *supervisor, int signals, int report);

/// Milliseconds on a clock that nobody sets.
long long now_ms(void);

#endif
