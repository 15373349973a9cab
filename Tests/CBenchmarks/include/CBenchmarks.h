#ifndef SWITCHYARD_CBENCHMARKS_H
#define SWITCHYARD_CBENCHMARKS_H

// What the benchmarks need of C: a host of Lua that is written in C, to compare the one in Swift with, and counts of
// what is allocated.

#include "cb_allocations.h"
#include "cb_policy.h"

#endif
