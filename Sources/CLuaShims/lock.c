#define _GNU_SOURCE
#include "sy_lock.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct sy_lock {
  pthread_mutex_t mutex;
  _Atomic int mark;
};

sy_lock *sy_lock_new(void) {
  sy_lock *lock = malloc(sizeof *lock);
  if (lock == NULL) return NULL;
  atomic_init(&lock->mark, 0);
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_init(&lock->mutex, &attributes);
  pthread_mutexattr_destroy(&attributes);
  return lock;
}

void sy_lock_free(sy_lock *lock) {
  pthread_mutex_destroy(&lock->mutex);
  free(lock);
}

void sy_lock_acquire(sy_lock *lock) { pthread_mutex_lock(&lock->mutex); }
void sy_lock_release(sy_lock *lock) { pthread_mutex_unlock(&lock->mutex); }
void sy_lock_mark(sy_lock *lock, int mark) { atomic_store_explicit(&lock->mark, mark, memory_order_relaxed); }
int sy_lock_is_marked(const sy_lock *lock) { return atomic_load_explicit(&lock->mark, memory_order_relaxed); }
