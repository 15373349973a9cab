#define _GNU_SOURCE
#include "sy_lock.h"

#include <pthread.h>
#include <stdlib.h>

struct sy_lock {
  pthread_mutex_t mutex;
};

sy_lock *sy_lock_new(void) {
  sy_lock *lock = malloc(sizeof *lock);
  if (lock == NULL) return NULL;
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
