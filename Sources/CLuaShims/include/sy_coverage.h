#ifndef SWITCHYARD_SY_COVERAGE_H
#define SWITCHYARD_SY_COVERAGE_H

#include <stddef.h>
#include <stdint.h>

/// Counts how often each line of Lua ran, for several states on several threads.
typedef struct sy_coverage sy_coverage;

sy_coverage *_Nullable sy_coverage_new(void);
void sy_coverage_free(sy_coverage *_Nonnull coverage);

/// Takes a chunk: `counts[line - 1]` is how often a line ran, below 0 where no code is.
typedef void (*sy_coverage_visitor)(void *_Nullable context, const char *_Nonnull name, const int64_t *_Nonnull counts,
                                    size_t lines);
/// Visits all chunks in the order in which they were first loaded.
void sy_coverage_visit(sy_coverage *_Nonnull coverage, sy_coverage_visitor _Nonnull visitor, void *_Nullable context);

#endif
