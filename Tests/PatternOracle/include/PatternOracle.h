#ifndef SWITCHYARD_PATTERNORACLE_H
#define SWITCHYARD_PATTERNORACLE_H

#include <stddef.h>
#include <stdint.h>

// For tests only: the sandbox's pattern functions beside the stock ones, each in a state of its own.

typedef struct po_oracle po_oracle;

po_oracle *_Nullable po_new(void);
void po_free(po_oracle *_Nonnull oracle);

/// What was seen, to tell that the pairs mean something.
typedef struct po_tally {
  int64_t calls;   // compared, of one of the four functions
  int64_t matches; // of them, those that matched or replaced something
  int64_t errors;  // of them, those that raised an error
  int64_t costly;  // not compared, since they passed the budget: the stock function might never end
} po_tally;

/// Makes pair `index` of a pattern and a subject from the seed, and calls string.find, match, gmatch and gsub with them
/// in both states. Returns NULL when they agree, else a text that shows both answers, good until the next call.
const char *_Nullable po_compare(po_oracle *_Nonnull oracle, uint64_t seed, uint64_t index, po_tally *_Nonnull tally);

/// Runs Lua text in the sandbox, with a budget of instructions. Returns a `sy_status`; `spent` is what was counted
/// when it ended.
int po_run(po_oracle *_Nonnull oracle, const char *_Nonnull text, int64_t budget, int64_t *_Nonnull spent);

#endif
