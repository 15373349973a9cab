#ifndef SWITCHYARD_SY_LOCK_H
#define SWITCHYARD_SY_LOCK_H

/// A recursive mutex: a Swift callback that Lua called may enter the same state again on the same thread.
typedef struct sy_lock sy_lock;

/// Returns NULL when there is no memory.
sy_lock *_Nullable sy_lock_new(void);
void sy_lock_free(sy_lock *_Nonnull lock);
void sy_lock_acquire(sy_lock *_Nonnull lock);
void sy_lock_release(sy_lock *_Nonnull lock);
/// Leaves a mark that is seen without the lock.
void sy_lock_mark(sy_lock *_Nonnull lock, int mark);
int sy_lock_is_marked(const sy_lock *_Nonnull lock);

#endif
