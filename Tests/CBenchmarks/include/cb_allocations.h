#ifndef SWITCHYARD_CB_ALLOCATIONS_H
#define SWITCHYARD_CB_ALLOCATIONS_H

#include <stdint.h>

typedef struct cb_allocations {
  int64_t count; // blocks allocated
  int64_t live;  // bytes allocated less bytes freed, as the allocator rounds them
} cb_allocations;

/// Begins to count, from zero. Before that, and after `cb_allocations_end`, allocating costs what it always does.
void cb_allocations_begin(void);
/// Ends counting.
cb_allocations cb_allocations_end(void);
/// Whether anything can be counted here.
int cb_allocations_known(void);

#endif
