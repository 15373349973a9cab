#include "cb_policy.h"

#include "CLuaShims.h"

#include <stdlib.h>
#include <string.h>

struct cb_policy {
  sy_state *state;
  cb_request request;
  int64_t route;
  sy_facts *facts;
  sy_lock *lock; // a caller holds the state's lock, whatever language it is written in
  uint8_t arguments[64];
  size_t length;
};

static void put(uint8_t *tape, size_t *at, const void *bytes, size_t length) {
  memcpy(tape + *at, bytes, length);
  *at += length;
}
static void put_tag(uint8_t *tape, size_t *at, uint8_t tag) { put(tape, at, &tag, 1); }
static void put_string(uint8_t *tape, size_t *at, const char *text) {
  uint32_t length = (uint32_t)strlen(text);
  put_tag(tape, at, SY_TAG_STRING);
  put(tape, at, &length, 4);
  put(tape, at, text, length);
}
static void put_names(uint8_t *tape, size_t *at, const char *const *names, uint32_t count) {
  put_tag(tape, at, SY_TAG_ARRAY);
  put(tape, at, &count, 4);
  for (uint32_t i = 0; i < count; i++) put_string(tape, at, names[i]);
}

static void put_integers(uint8_t *tape, size_t *at, const int64_t *values, uint32_t count) {
  put_tag(tape, at, SY_TAG_ARRAY);
  put(tape, at, &count, 4);
  for (uint32_t i = 0; i < count; i++) {
    put_tag(tape, at, SY_TAG_INTEGER);
    put(tape, at, &values[i], 8);
  }
}

static const char *const request_fields[] = {"call_id", "tool_name", "session_id", "turn_id",
                                             "turn_held", "input", "metadata", "tool"};
static const int64_t request_places[] = {1, 2, 3, 4, 0, 0, 0, 0};
static const char *const tasks_fields[] = {"count", "statistics", "now"};
static const int64_t tasks_places[] = {0, 0, 0};

static int on_invoke(void *c, int64_t id, const uint8_t *t, size_t l, const char *s, int line) {
  (void)c, (void)id, (void)t, (void)l, (void)s, (void)line;
  return SY_RUNTIME;
}
static int on_field(void *c, int64_t type, int64_t handle, int64_t index) {
  (void)c, (void)type, (void)handle, (void)index;
  return SY_RUNTIME;
}
static void on_describe(void *c, int64_t type, int64_t handle) { (void)c, (void)type, (void)handle; }
static int on_module(void *c, const char *n, size_t l) {
  (void)c, (void)n, (void)l;
  return SY_RUNTIME;
}
static void on_print(void *c, const char *t, size_t l, const char *s, int line) {
  (void)c, (void)t, (void)l, (void)s, (void)line;
}
static int64_t on_time(void *c) {
  (void)c;
  return 0;
}

static void tell(void *context, uint32_t index) {
  cb_policy *p = context;
  const char *const texts[] = {p->request.call_id, p->request.tool_name, p->request.session_id, p->request.turn_id};
  if (index < 4) sy_facts_tell_text(p->facts, index, texts[index], strlen(texts[index]));
}

static int define(sy_state *state, int64_t type, const char *name, const char *const *fields,
                  const int64_t *places, uint32_t count) {
  uint8_t tape[1024];
  size_t length = 0;
  put_string(tape, &length, name);
  put_names(tape, &length, fields, count);
  put_integers(tape, &length, places, count);
  put_names(tape, &length, NULL, 0);
  put_names(tape, &length, NULL, 0);
  return sy_define(state, type, tape, length);
}

cb_policy *cb_policy_new(const char *source) {
  cb_policy *p = calloc(1, sizeof *p);
  sy_options options = {.memory_limit = 16 << 20, .tape_limit = 8 << 20, .depth_limit = 128};
  sy_host host = {p, on_invoke, on_field, on_describe, on_module, on_print, on_time, on_time};
  sy_limits none = {-1, -1};
  size_t length;
  int64_t chunk;
  p->facts = sy_facts_new(13, tell);
  sy_facts_set_context(p->facts, p);
  p->lock = sy_lock_new();
  p->state = sy_new(options, host);
  define(p->state, 0, "request", request_fields, request_places, 8);
  define(p->state, 1, "tasks", tasks_fields, tasks_places, 3);
  if (sy_load(p->state, source, strlen(source), "policy.lua", none) != SY_OK) abort();
  memcpy(&chunk, sy_result(p->state, &length) + 1, 8);
  if (sy_call(p->state, chunk, NULL, 0, none, 0) != SY_OK) abort();
  memcpy(&p->route, sy_result(p->state, &length) + 1, 8);
  for (int64_t type = 0; type < 2; type++) {
    int64_t handle = 0;
    put_tag(p->arguments, &p->length, SY_TAG_OBJECT);
    put(p->arguments, &p->length, &type, 8);
    put(p->arguments, &p->length, &handle, 8);
  }
  return p;
}

void cb_policy_free(cb_policy *p) {
  sy_free(p->state);
  sy_facts_free(p->facts);
  sy_lock_free(p->lock);
  free(p);
}

int64_t cb_policy_route(cb_policy *p, cb_request request, int64_t times, int64_t instructions, int64_t nanoseconds) {
  sy_limits limits = {instructions, nanoseconds};
  int64_t background = 0;
  for (int64_t i = 0; i < times; i++) {
    sy_lock_acquire(p->lock);
    p->request = request;
    for (uint64_t wanted = sy_facts_begin(p->facts); wanted != 0; wanted &= wanted - 1) {
      tell(p, (uint32_t)__builtin_ctzll(wanted));
    }
    if (sy_ask(p->state, p->route, p->arguments, p->length, limits, p->facts) != SY_OK) return -1;
    size_t length;
    const uint8_t *tape = sy_result(p->state, &length);
    if (length == 15 && tape[0] == SY_TAG_STRING && memcmp(tape + 5, "background", 10) == 0) background++;
    sy_lock_release(p->lock);
  }
  return background;
}
