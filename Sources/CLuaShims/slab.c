#include "slab.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SY_SLAB_SIZE ((size_t)1 << 20)
#define SY_GRAIN 16
// Blocks of up to 1 KiB come in multiples of the grain, larger ones in powers of two up to 32 KiB. What is larger still, or
// finds no room, has a block of the system's.
#define SY_FINE_CLASSES 64
#define SY_CLASSES (SY_FINE_CLASSES + 5)
#define SY_LARGEST ((size_t)1 << 15)

typedef struct sy_free_block {
  struct sy_free_block *next;
} sy_free_block;

// In front of a block of the system's.
typedef struct sy_outside {
  struct sy_outside *next, **link;
} sy_outside;

// What changes as blocks come and go, beside what is in them.
typedef struct sy_layout {
  size_t used; // of the slab, from its beginning
  sy_free_block *free[SY_CLASSES];
} sy_layout;

struct sy_slab {
  sy_layout layout, kept_layout;
  sy_outside *outside;
  char *kept; // NULL: nothing is
  _Alignas(SY_GRAIN) char bytes[SY_SLAB_SIZE];
};

_Static_assert(sizeof(sy_outside) % SY_GRAIN == 0, "blocks of the system's must be aligned too");

sy_slab *sy_slab_new(void) {
  sy_slab *slab = malloc(sizeof *slab);
  // The bytes stay as they are: what nobody uses takes no memory.
  if (slab != NULL) memset(slab, 0, offsetof(sy_slab, bytes));
  return slab;
}

static void sy_free_outside(sy_slab *slab) {
  for (sy_outside *block = slab->outside; block != NULL;) {
    sy_outside *next = block->next;
    free(block);
    block = next;
  }
  slab->outside = NULL;
}

void sy_slab_free(sy_slab *slab) {
  sy_free_outside(slab);
  free(slab->kept);
  free(slab);
}

static int sy_class(size_t size) {
  if (size <= SY_FINE_CLASSES * SY_GRAIN) return (int)((size - 1) / SY_GRAIN);
  int class = SY_FINE_CLASSES;
  for (size_t room = 2 * SY_FINE_CLASSES * SY_GRAIN; room < size; room *= 2) class++;
  return class;
}

static size_t sy_class_size(int class) {
  if (class < SY_FINE_CLASSES) return (size_t)(class + 1) * SY_GRAIN;
  return (size_t)(2 * SY_FINE_CLASSES * SY_GRAIN) << (class - SY_FINE_CLASSES);
}

static int sy_is_inside(const sy_slab *slab, const void *block) {
  return (uintptr_t)block - (uintptr_t)slab->bytes < SY_SLAB_SIZE;
}

static void *sy_take_inside(sy_slab *slab, size_t size) {
  if (size > SY_LARGEST) return NULL;
  int class = sy_class(size);
  sy_free_block *block = slab->layout.free[class];
  if (block != NULL) {
    slab->layout.free[class] = block->next;
    return block;
  }
  size_t room = sy_class_size(class);
  if (room > SY_SLAB_SIZE - slab->layout.used) return NULL;
  char *fresh = slab->bytes + slab->layout.used;
  slab->layout.used += room;
  return fresh;
}

static void sy_link(sy_slab *slab, sy_outside *block) {
  block->next = slab->outside;
  block->link = &slab->outside;
  if (block->next != NULL) block->next->link = &block->next;
  slab->outside = block;
}

static void sy_unlink(sy_outside *block) {
  *block->link = block->next;
  if (block->next != NULL) block->next->link = block->link;
}

static void *sy_take(sy_slab *slab, size_t size) {
  void *inside = sy_take_inside(slab, size);
  if (inside != NULL) return inside;
  if (size > SIZE_MAX - sizeof(sy_outside)) return NULL;
  sy_outside *block = malloc(sizeof *block + size);
  if (block == NULL) return NULL;
  sy_link(slab, block);
  return block + 1;
}

static void sy_give(sy_slab *slab, void *block, size_t size) {
  if (!sy_is_inside(slab, block)) {
    sy_unlink((sy_outside *)block - 1);
    free((sy_outside *)block - 1);
    return;
  }
  sy_free_block *released = block;
  int class = sy_class(size);
  released->next = slab->layout.free[class];
  slab->layout.free[class] = released;
}

// A block of the system's that stays one moves as the system likes.
static void *sy_resize_outside(sy_slab *slab, void *block, size_t size) {
  sy_outside *outside = (sy_outside *)block - 1;
  if (size > SIZE_MAX - sizeof *outside) return NULL;
  sy_unlink(outside);
  sy_outside *moved = realloc(outside, sizeof *moved + size);
  sy_link(slab, moved != NULL ? moved : outside);
  return moved != NULL ? moved + 1 : NULL;
}

void *sy_slab_resize(sy_slab *slab, void *block, size_t old, size_t size) {
  if (block == NULL) return size == 0 ? NULL : sy_take(slab, size);
  if (size == 0) {
    sy_give(slab, block, old);
    return NULL;
  }
  int is_inside = sy_is_inside(slab, block);
  if (is_inside && size <= SY_LARGEST && sy_class(size) == sy_class(old)) return block;
  if (!is_inside && size > SY_LARGEST) return sy_resize_outside(slab, block, size);
  void *moved = sy_take(slab, size);
  if (moved == NULL) return size < old ? block : NULL; // Lua cannot be refused a smaller block
  memcpy(moved, block, old < size ? old : size);
  sy_give(slab, block, old);
  return moved;
}

int sy_slab_keep(sy_slab *slab) {
  if (slab->outside != NULL || slab->kept != NULL) return 0;
  slab->kept = malloc(slab->layout.used);
  if (slab->kept == NULL) return 0;
  memcpy(slab->kept, slab->bytes, slab->layout.used);
  slab->kept_layout = slab->layout;
  return 1;
}

void sy_slab_restore(sy_slab *slab) {
  sy_free_outside(slab);
  slab->layout = slab->kept_layout;
  memcpy(slab->bytes, slab->kept, slab->layout.used);
}
