#define _GNU_SOURCE
#include "internal.h"

#include <pthread.h>
#include <stdlib.h>

// One chunk, known by its name: loaded again, it is the same chunk.
typedef struct sy_covered {
  char *name;
  int64_t *counts;
  size_t lines;
} sy_covered;

struct sy_coverage {
  pthread_mutex_t lock;
  sy_covered *chunks;
  size_t count;
};

sy_coverage *sy_coverage_new(void) {
  sy_coverage *coverage = calloc(1, sizeof *coverage);
  if (coverage != NULL) pthread_mutex_init(&coverage->lock, NULL);
  return coverage;
}

void sy_coverage_free(sy_coverage *coverage) {
  for (size_t i = 0; i < coverage->count; i++) {
    free(coverage->chunks[i].name);
    free(coverage->chunks[i].counts);
  }
  free(coverage->chunks);
  pthread_mutex_destroy(&coverage->lock);
  free(coverage);
}

void sy_coverage_visit(sy_coverage *coverage, sy_coverage_visitor visitor, void *context) {
  pthread_mutex_lock(&coverage->lock);
  for (size_t i = 0; i < coverage->count; i++) {
    sy_covered *chunk = &coverage->chunks[i];
    if (chunk->counts != NULL) visitor(context, chunk->name, chunk->counts, chunk->lines);
  }
  pthread_mutex_unlock(&coverage->lock);
}

static sy_covered *sy_find(sy_coverage *coverage, const char *name) {
  for (size_t i = 0; i < coverage->count; i++) {
    if (strcmp(coverage->chunks[i].name, name) == 0) return &coverage->chunks[i];
  }
  return NULL;
}

static sy_covered *sy_find_or_add(sy_coverage *coverage, const char *name) {
  sy_covered *found = sy_find(coverage, name);
  if (found != NULL) return found;
  sy_covered *grown = realloc(coverage->chunks, (coverage->count + 1) * sizeof *grown);
  if (grown == NULL) return NULL;
  coverage->chunks = grown;
  sy_covered *chunk = &grown[coverage->count];
  *chunk = (sy_covered){strdup(name), NULL, 0};
  if (chunk->name == NULL) return NULL;
  coverage->count++;
  return chunk;
}

// Says that a line holds code. Without memory it is left out.
static void sy_add_line(sy_covered *chunk, int64_t line) {
  if (line < 1 || line > INT32_MAX) return;
  if ((size_t)line > chunk->lines) {
    size_t lines = (size_t)line + chunk->lines / 2;
    int64_t *counts = realloc(chunk->counts, lines * sizeof *counts);
    if (counts == NULL) return;
    for (size_t i = chunk->lines; i < lines; i++) counts[i] = -1;
    chunk->counts = counts;
    chunk->lines = lines;
  }
  if (chunk->counts[line - 1] < 0) chunk->counts[line - 1] = 0;
}

// Binary chunks -------------------------------------------------------------------------------------------------------

// lua_getinfo knows the lines of functions that were made. A function that never was is only in its chunk's prototype,
// which `lua_dump` writes out: this reads what ldump.c of Lua 5.4 writes, and stops at the first thing it cannot be.

typedef struct sy_reader {
  const uint8_t *next, *end;
  int failed;
} sy_reader;

static const uint8_t *sy_take(sy_reader *r, uint64_t count) {
  if (r->failed || count > (uint64_t)(r->end - r->next)) {
    r->failed = 1;
    return NULL;
  }
  const uint8_t *bytes = r->next;
  r->next += count;
  return bytes;
}

static int sy_take_byte(sy_reader *r) {
  const uint8_t *byte = sy_take(r, 1);
  return byte == NULL ? 0 : *byte;
}

// Groups of seven bits, the highest first; the last has the eighth bit.
static uint64_t sy_take_size(sy_reader *r) {
  uint64_t value = 0;
  for (int i = 0; i < 10; i++) {
    int byte = sy_take_byte(r);
    value = value << 7 | (byte & 0x7f);
    if (byte & 0x80) return value;
  }
  r->failed = 1;
  return 0;
}

static void sy_skip_string(sy_reader *r) {
  uint64_t size = sy_take_size(r); // one more than the length; 0 for none
  if (size > 1) sy_take(r, size - 1);
}

static void sy_skip_constant(sy_reader *r) {
  switch (sy_take_byte(r)) {
    case 0x00: case 0x01: case 0x11: break;                  // nil, false, true
    case 0x03: sy_take(r, sizeof(lua_Integer)); break;
    case 0x13: sy_take(r, sizeof(lua_Number)); break;
    case 0x04: case 0x14: sy_skip_string(r); break;          // short, long
    default: r->failed = 1;
  }
}

static void sy_read_lines(sy_reader *r, sy_covered *chunk, int64_t line, uint64_t code, int is_vararg) {
  uint64_t count = sy_take_size(r);
  const int8_t *deltas = (const int8_t *)sy_take(r, count);
  uint64_t absolute = sy_take_size(r);
  sy_reader places = *r;
  for (uint64_t i = 0; i < absolute && !r->failed; i++) {
    sy_take_size(r);
    sy_take_size(r);
  }
  if (r->failed || count != code) return;
  for (uint64_t pc = 0; pc < count; pc++) {
    if (deltas[pc] == -0x80) { // too far for a delta
      sy_take_size(&places);
      line = (int64_t)sy_take_size(&places);
    } else {
      line += deltas[pc];
    }
    // No line event comes for the preparation of varargs. The last instruction is the return that every function
    // has at its `end`, which never runs where the code before it returns.
    if ((pc == 0 && is_vararg) || pc == count - 1) continue;
    sy_add_line(chunk, line);
  }
}

// Functions nest at most as deep as the parser goes, which is 200.
static void sy_read_function(sy_reader *r, sy_covered *chunk, int depth) {
  if (depth > 200) r->failed = 1;
  sy_skip_string(r); // source
  int64_t line = (int64_t)sy_take_size(r);
  sy_take_size(r); // last line
  sy_take_byte(r); // parameters
  int is_vararg = sy_take_byte(r);
  sy_take_byte(r); // stack
  uint64_t code = sy_take_size(r);
  if (code > (uint64_t)(r->end - r->next)) r->failed = 1;
  sy_take(r, code * 4);
  for (uint64_t i = sy_take_size(r); i > 0 && !r->failed; i--) sy_skip_constant(r);
  for (uint64_t i = sy_take_size(r); i > 0 && !r->failed; i--) sy_take(r, 3); // upvalues
  for (uint64_t i = sy_take_size(r); i > 0 && !r->failed; i--) sy_read_function(r, chunk, depth + 1);
  sy_read_lines(r, chunk, line, code, is_vararg);
  for (uint64_t i = sy_take_size(r); i > 0 && !r->failed; i--) { // local variables
    sy_skip_string(r);
    sy_take_size(r);
    sy_take_size(r);
  }
  for (uint64_t i = sy_take_size(r); i > 0 && !r->failed; i--) sy_skip_string(r); // names of upvalues
}

static int sy_write(lua_State *L, const void *bytes, size_t size, void *context) {
  (void)L;
  return sy_append(context, bytes, size) ? 0 : 1;
}

void sy_cover_chunk(lua_State *L, const char *name) {
  sy_coverage *coverage = sy_of(L)->options.coverage;
  if (coverage == NULL) return;
  sy_buf dump = {0};
  if (lua_dump(L, sy_write, &dump, 0) == 0 && dump.length > 31 && dump.bytes[4] == 0x54) {
    pthread_mutex_lock(&coverage->lock);
    sy_covered *chunk = sy_find_or_add(coverage, name);
    // After the header comes the number of the main function's upvalues.
    sy_reader reader = {dump.bytes + 32, dump.bytes + dump.length, 0};
    if (chunk != NULL) sy_read_function(&reader, chunk, 0);
    pthread_mutex_unlock(&coverage->lock);
  }
  sy_drop(&dump);
}

// Counting ------------------------------------------------------------------------------------------------------------

void sy_cover_line(lua_State *L, lua_Debug *ar) {
  sy_coverage *coverage = sy_of(L)->options.coverage;
  if (coverage == NULL || !lua_getinfo(L, "S", ar) || ar->source[0] != '@') return;
  pthread_mutex_lock(&coverage->lock);
  sy_covered *chunk = sy_find(coverage, ar->source + 1);
  int line = ar->currentline;
  if (chunk != NULL && line >= 1 && (size_t)line <= chunk->lines && chunk->counts[line - 1] >= 0) {
    chunk->counts[line - 1]++;
  }
  pthread_mutex_unlock(&coverage->lock);
}
