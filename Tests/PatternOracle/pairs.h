#ifndef SWITCHYARD_PAIRS_H
#define SWITCHYARD_PAIRS_H

#include <stddef.h>
#include <stdint.h>

#define PO_PATTERN_SIZE 1024
#define PO_SUBJECT_SIZE 20000

typedef struct po_bytes {
  char *bytes;
  size_t length, capacity;
} po_bytes;

// An argument of a pattern function.
typedef struct po_value {
  enum { PO_NONE, PO_NIL, PO_BOOLEAN, PO_INTEGER, PO_NUMBER, PO_STRING, PO_REPLACEMENT } kind;
  int64_t integer; // of PO_REPLACEMENT: an index into the driver's list
  double number;
  char small[32];
  const char *bytes;
  size_t length;
} po_value;

#define PO_REPLACEMENTS 14

typedef struct po_pair {
  po_value pattern, subject, init, plain, replacement, limit;
  char pattern_bytes[PO_PATTERN_SIZE], subject_bytes[PO_SUBJECT_SIZE], replacement_bytes[64];
} po_pair;

void po_make_pair(po_pair *pair, uint64_t seed, uint64_t index);

#endif
