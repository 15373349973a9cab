#include "cb_allocations.h"

#include <stdatomic.h>
#include <stddef.h>

static _Atomic int counting;
static _Atomic int64_t count, live;

#if defined(__GLIBC__) || defined(__linux__)
#include <malloc.h>

// The program's own functions of these names come before the C library's, for all that is linked to it.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t number, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

static int is_counting(void) { return atomic_load_explicit(&counting, memory_order_relaxed); }

static void *counted(void *block) {
  if (is_counting() && block != NULL) {
    atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&live, (int64_t)malloc_usable_size(block), memory_order_relaxed);
  }
  return block;
}

static void uncounted(void *block) {
  if (is_counting() && block != NULL) {
    atomic_fetch_sub_explicit(&live, (int64_t)malloc_usable_size(block), memory_order_relaxed);
  }
}

void *malloc(size_t size) { return counted(__libc_malloc(size)); }
void *calloc(size_t number, size_t size) { return counted(__libc_calloc(number, size)); }

void *realloc(void *block, size_t size) {
  uncounted(block);
  return counted(__libc_realloc(block, size));
}

void *memalign(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size)); }
void *aligned_alloc(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size)); }

int posix_memalign(void **block, size_t alignment, size_t size) {
  *block = counted(__libc_memalign(alignment, size));
  return *block == NULL ? 12 /* ENOMEM */ : 0;
}

void free(void *block) {
  uncounted(block);
  __libc_free(block);
}

int cb_allocations_known(void) { return 1; }
#else
int cb_allocations_known(void) { return 0; }
#endif

void cb_allocations_begin(void) {
  atomic_store(&count, 0);
  atomic_store(&live, 0);
  atomic_store(&counting, 1);
}

cb_allocations cb_allocations_end(void) {
  atomic_store(&counting, 0);
  return (cb_allocations){.count = atomic_load(&count), .live = atomic_load(&live)};
}
