// Signals as bytes in a pipe. In C because a handler may do very little, and the first use of a Swift
// global is more than that.

#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "CLineEditor.h"

#define SIGNAL_COUNT 64

// Where handlers write. Pipes are never closed, as a handler may be about to write on another thread;
// each start makes its own, or a reader could take what was meant for the one before it.
static _Atomic int destination = -1;
static atomic_flag started = ATOMIC_FLAG_INIT;
static struct sigaction previous[SIGNAL_COUNT];
static bool replaced[SIGNAL_COUNT];

static void send(int number) {
  int saved = errno;
  unsigned char byte = (unsigned char)number;
  // A full pipe loses this one; 64 KiB of signals that nobody read say the same already.
  (void)!write(destination, &byte, 1);
  errno = saved;
}

static void ignore(int number) { (void)number; }

static int replace(int number, void (*handler)(int)) {
  if (number <= 0 || number >= SIGNAL_COUNT) return EINVAL;
  struct sigaction action;
  // Whoever has no job control starts programs with this ignored: nobody could make them go on.
  if (number == SIGTSTP && sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN) return 0;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  if (sigaction(number, &action, replaced[number] ? NULL : &previous[number]) != 0) return errno;
  replaced[number] = true;
  return 0;
}

static void restore(void) {
  for (int number = 1; number < SIGNAL_COUNT; number++) {
    if (!replaced[number]) continue;
    sigaction(number, &previous[number], NULL);
    replaced[number] = false;
  }
}

int swed_signals_start(const int *signals, int count, int *fd) {
  if (atomic_flag_test_and_set(&started)) return EBUSY;
  int ends[2] = {-1, -1};
  int failure = swed_wake_open(ends);
  if (failure == 0) {
    destination = ends[1];
    failure = replace(SIGPIPE, ignore);
  }
  for (int i = 0; i < count && failure == 0; i++) failure = replace(signals[i], send);
  if (failure != 0) {
    restore();
    atomic_flag_clear(&started);
  }
  *fd = ends[0];
  return failure;
}

void swed_signals_stop(void) {
  restore();
  send(0);
  atomic_flag_clear(&started);
}

void swed_stop_process(void) {
  struct sigaction stop, before;
  memset(&stop, 0, sizeof stop);
  stop.sa_handler = SIG_DFL;
  sigemptyset(&stop.sa_mask);
  sigset_t mask, mask_before;
  sigemptyset(&mask);
  sigaddset(&mask, SIGTSTP);
  sigaction(SIGTSTP, &stop, &before);
  pthread_sigmask(SIG_UNBLOCK, &mask, &mask_before);
  // To this thread, so that it is stopped before the handler is back.
  raise(SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &mask_before, NULL);
  sigaction(SIGTSTP, &before, NULL);
}

typedef struct {
  void (*body)(void *);
  void *context;
} thread_start;

static void *run(void *argument) {
  thread_start start = *(thread_start *)argument;
  free(argument);
  start.body(start.context);
  return NULL;
}

int swed_thread_start(void (*body)(void *), void *context, bool takes_signals) {
  thread_start *start = malloc(sizeof *start);
  if (start == NULL) return ENOMEM;
  *start = (thread_start){body, context};
  sigset_t blocked, before;
  sigemptyset(&blocked);
  if (!takes_signals) {
    sigfillset(&blocked);
    // Faults must stay deliverable.
    const int faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) sigdelset(&blocked, faults[i]);
  }
  // The new thread inherits the mask.
  pthread_sigmask(SIG_SETMASK, &blocked, &before);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t thread;
  int failure = pthread_create(&thread, &attributes, run, start);
  pthread_attr_destroy(&attributes);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (failure != 0) free(start);
  return failure;
}
