#ifndef SWITCHYARD_SLAB_H
#define SWITCHYARD_SLAB_H

#include <stddef.h>

// The blocks of one Lua state, all in one piece of memory as far as it reaches: what is in it can be put back to how it
// was at one moment, with every address as it was.
typedef struct sy_slab sy_slab;

// NULL when there is no memory.
sy_slab *sy_slab_new(void);
void sy_slab_free(sy_slab *slab);
// As realloc, which frees a block that gets no bytes; the caller knows how many it had.
void *sy_slab_resize(sy_slab *slab, void *block, size_t old, size_t size);
// Keeps how everything is now. Returns 0 when there is no memory, or not all of it is in the one piece.
int sy_slab_keep(sy_slab *slab);
// Puts everything back to how it was kept; blocks that came later are gone.
void sy_slab_restore(sy_slab *slab);

#endif
