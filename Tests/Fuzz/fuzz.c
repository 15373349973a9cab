#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

sy_state *fuzz_state;

void fuzz_fail(const char *what) {
  fprintf(stderr, "finding: %s\n", what);
  abort();
}

// The clock ends what the count cannot see; an input that takes longer all the same is libFuzzer's to find.
static const sy_limits limits = {FUZZ_INSTRUCTIONS, 1000000000};

// Tapes from Lua say more of functions than tapes to Lua: an echo must leave that out. Returns 0 for a malformed tape.
static size_t echo(const uint8_t **at, const uint8_t *end, uint8_t *out) {
  const uint8_t *from = *at;
  uint32_t count = 0;
  size_t size = 1, written;
  uint8_t tag = *from;
  if (tag == SY_TAG_INTEGER || tag == SY_TAG_NUMBER) size = 9;
  if (tag == SY_TAG_OBJECT) size = 17;
  if (tag == SY_TAG_FUNCTION) {
    memcpy(&count, from + 13, 4);
    memcpy(out, from, 9);
    *at = from + 17 + count;
    return 9;
  }
  if (tag == SY_TAG_STRING || tag == SY_TAG_ARRAY || tag == SY_TAG_TABLE) memcpy(&count, from + 1, 4);
  if (tag == SY_TAG_STRING) size = 5 + count;
  if (tag == SY_TAG_ARRAY || tag == SY_TAG_TABLE) size = 5;
  if ((size_t)(end - from) < size) fuzz_fail("a value from Lua is cut short");
  memcpy(out, from, size);
  *at = from + size;
  written = size;
  if (tag == SY_TAG_TABLE) count *= 2;
  if (tag == SY_TAG_ARRAY || tag == SY_TAG_TABLE) {
    while (count-- > 0) written += echo(at, end, out + written);
  }
  return written;
}

// Gives up the references to functions that a tape from Lua carries.
static void release(const uint8_t *tape, size_t length) {
  const uint8_t *at = tape, *end = tape + length;
  uint8_t *scratch = malloc(length + 1);
  while (at < end) {
    const uint8_t *value = at;
    echo(&at, end, scratch);
    if (*value == SY_TAG_FUNCTION) {
      int64_t id;
      memcpy(&id, value + 1, 8);
      sy_release_function(fuzz_state, id);
    } else if (*value == SY_TAG_ARRAY || *value == SY_TAG_TABLE) {
      release(value + 5, (size_t)(at - value) - 5);
    }
  }
  free(scratch);
}

enum { HOST_ECHO, HOST_FAIL, HOST_WAIT, HOST_CALL, HOST_CANCEL, HOST_NONSENSE };

static int invoke(void *context, int64_t id, const uint8_t *tape, size_t length, const char *source, int line) {
  (void)context, (void)source, (void)line;
  uint8_t *copy = malloc(length + 1), *reply = malloc(length + 1);
  memcpy(copy, tape, length);
  int status = SY_OK;
  const uint8_t *at = copy;
  size_t size = 0;
  while (at < copy + length) size += echo(&at, copy + length, reply + size);
  if (id == HOST_ECHO) {
    sy_reply(fuzz_state, reply, size);
  } else if (id == HOST_FAIL) {
    sy_reply(fuzz_state, "refused", 7);
    status = SY_RUNTIME;
  } else if (id == HOST_WAIT) {
    status = SY_WAITING;
  } else if (id == HOST_CALL && length > 9 && copy[0] == SY_TAG_FUNCTION) {
    int64_t function;
    memcpy(&function, copy + 1, 8);
    if (sy_call(fuzz_state, function, NULL, 0, (sy_limits){-1, -1}, 0) == SY_OK) fuzz_release_result();
    sy_reply(fuzz_state, NULL, 0);
  } else if (id == HOST_CANCEL) {
    status = SY_CANCELLED;
  } else if (id == HOST_NONSENSE) { // a reply that no host of ours would give
    const char *text = length > 5 && copy[0] == SY_TAG_STRING ? (const char *)copy + 5 : "";
    sy_reply(fuzz_state, text, length > 5 && copy[0] == SY_TAG_STRING ? length - 5 : 0);
  } else {
    sy_reply(fuzz_state, NULL, 0);
  }
  release(copy, length);
  free(copy);
  free(reply);
  return status;
}

static int field(void *context, int64_t type, int64_t handle, int64_t index) {
  (void)context, (void)type;
  static const char json[] = "{\"a\":[1,{}]}";
  uint8_t tape[64];
  if (index == 0) {
    sy_reply(fuzz_state, tape, fuzz_put_string(tape, "name", 4));
    return SY_OK;
  }
  if (index == 1) {
    size_t size = fuzz_put_string(tape, json, sizeof json - 1);
    tape[0] = SY_TAG_JSON;
    sy_reply(fuzz_state, tape, size);
    return SY_OK;
  }
  sy_reply(fuzz_state, handle > 1 ? "far" : "near", 3);
  return SY_RUNTIME;
}

static void describe(void *context, int64_t type, int64_t handle) {
  (void)context, (void)type, (void)handle;
  sy_reply(fuzz_state, "an object", 9);
}

static int load_module(void *context, const char *name, size_t length) {
  (void)context;
  static const char text[] = "local a = ... if a == 'twice' then require 'twice' end count = (count or 0) + 1 return {a}";
  if (length > 0 && name[0] == 't') {
    sy_reply_name(fuzz_state, name, length);
    sy_reply(fuzz_state, text, sizeof text - 1);
    return SY_OK;
  }
  if (length > 0 && name[0] == 'r') { // a module whose text is its name
    sy_reply_name(fuzz_state, "r", 1);
    sy_reply(fuzz_state, name, length);
    return SY_OK;
  }
  sy_reply(fuzz_state, "not found", 9);
  return SY_RUNTIME;
}

static void print(void *context, const char *text, size_t length, const char *source, int line) {
  (void)context, (void)text, (void)length, (void)source, (void)line;
}

static int64_t now(void *context) {
  (void)context;
  return 1000000000000000000;
}

size_t fuzz_put_string(uint8_t *tape, const void *bytes, size_t length) {
  uint32_t size = (uint32_t)length;
  tape[0] = SY_TAG_STRING;
  memcpy(tape + 1, &size, 4);
  memcpy(tape + 5, bytes, length);
  return 5 + length;
}

size_t fuzz_put_object(uint8_t *tape, int64_t handle) {
  int64_t object[2] = {0, handle};
  tape[0] = SY_TAG_OBJECT;
  memcpy(tape + 1, object, 16);
  return FUZZ_OBJECT_SIZE;
}

static size_t put_integer(uint8_t *tape, int64_t value) {
  tape[0] = SY_TAG_INTEGER;
  memcpy(tape + 1, &value, 8);
  return 9;
}

static size_t put_array(uint8_t *tape, uint32_t count) {
  tape[0] = SY_TAG_ARRAY;
  memcpy(tape + 1, &count, 4);
  return 5;
}

static sy_facts *facts;

// Of four facts the first two are told when they are asked for, the third only the first time, the last one never.
static void tell(void *context, uint32_t index) {
  (void)context;
  static int told;
  if (index == 0) sy_facts_tell_text(facts, 0, "a text", 6);
  if (index == 1) sy_facts_tell_flag(facts, 1, 1);
  if (index == 2 && !told++) sy_facts_tell_text(facts, 2, NULL, 0);
}

static void define(int64_t type, const char *name, const char *const *fields, const int64_t *places, uint32_t count) {
  uint8_t tape[512];
  size_t size = fuzz_put_string(tape, name, strlen(name));
  size += put_array(tape + size, count);
  for (uint32_t i = 0; i < count; i++) size += fuzz_put_string(tape + size, fields[i], strlen(fields[i]));
  size += put_array(tape + size, count);
  for (uint32_t i = 0; i < count; i++) size += put_integer(tape + size, places[i]);
  size += put_array(tape + size, 1);
  size += fuzz_put_string(tape + size, "echo", 4);
  size += put_array(tape + size, 1);
  size += put_integer(tape + size, HOST_ECHO);
  if (sy_define(fuzz_state, type, tape, size) != SY_OK) fuzz_fail("an object type was refused");
}

static void define_objects(void) {
  static const char *const fields[] = {"name", "data", "broken", "text", "flag", "rare", "never", "part"};
  static const int64_t places[] = {0, 0, 0, 1, 2, 3, 4, -2};
  define(0, "thing", fields, places, 8);
  define(1, "part", fields, places, 7);
  uint8_t tape[FUZZ_OBJECT_SIZE];
  if (sy_set_global(fuzz_state, "thing", tape, fuzz_put_object(tape, 1)) != SY_OK) fuzz_fail("an object was refused");
}

void fuzz_open(int deterministic) {
  static const char *const names[] = {"echo", "fail", "wait", "call", "cancel", "nonsense"};
  sy_host host = {NULL, invoke, field, describe, load_module, print, now, now};
  // Of the states that are deterministic, as those of scenario files are, the memory comes from a slab.
  sy_options options = {FUZZ_MEMORY, 1 << 20, 64, deterministic, 7, NULL, deterministic};
  fuzz_state = sy_new(options, host);
  facts = sy_facts_new(4, tell);
  if (fuzz_state == NULL || facts == NULL) fuzz_fail("there is no memory for a state");
  for (int i = 0; i < 6; i++) {
    if (sy_register(fuzz_state, "host", names[i], i) != SY_OK) fuzz_fail("a function was refused");
  }
  define_objects();
  if (sy_shared_make(fuzz_state, "shared", 4096) != SY_OK || sy_shared_open(fuzz_state) != SY_OK) {
    fuzz_fail("the shared table was refused");
  }
}

void fuzz_close(void) {
  int64_t count;
  sy_function_count(fuzz_state, &count);
  if (count != 0) fuzz_fail("functions are still referred to");
  sy_free(fuzz_state);
  sy_facts_free(facts);
}

void fuzz_release(int64_t function) { sy_release_function(fuzz_state, function); }

void fuzz_release_result(void) {
  size_t length;
  const uint8_t *tape = sy_result(fuzz_state, &length);
  if (length == 0) return;
  uint8_t *copy = malloc(length);
  memcpy(copy, tape, length);
  release(copy, length);
  free(copy);
}

int64_t fuzz_load(const void *text, size_t length) {
  if (sy_load(fuzz_state, text, length, "fuzz.lua", limits) != SY_OK) return 0;
  size_t size;
  int64_t id;
  memcpy(&id, sy_result(fuzz_state, &size) + 1, 8);
  return id;
}

static void check_limits(int status) {
  if (sy_memory_used(fuzz_state) > FUZZ_MEMORY) fuzz_fail("the memory limit was not kept");
  if (sy_spent(fuzz_state) > 2 * FUZZ_INSTRUCTIONS) fuzz_fail("more than twice the budget was used");
  sy_failure failure = sy_last_failure(fuzz_state);
  if (status != SY_OK && status != SY_WAITING && failure.status != status) fuzz_fail("a failure has two statuses");
}

int fuzz_call(int64_t function, const void *tape, size_t length) {
  for (uint64_t wanted = sy_facts_begin(facts); wanted != 0; wanted &= wanted - 1) {
    tell(NULL, (uint32_t)__builtin_ctzll(wanted));
  }
  int status = sy_ask(fuzz_state, function, tape, length, limits, facts);
  check_limits(status);
  if (status == SY_OK) fuzz_release_result();
  return status;
}

void fuzz_run(int64_t function) {
  static const int outcomes[] = {SY_OK, SY_RUNTIME, SY_OK, SY_CANCELLED};
  uint8_t tape[16];
  sy_coroutine *coroutine = sy_coroutine_new();
  int status = sy_coroutine_start(fuzz_state, coroutine, function, NULL, 0, limits);
  for (int i = 0; status == SY_WAITING && i < 20; i++) {
    int outcome = outcomes[i % 4];
    size_t size = outcome == SY_OK ? fuzz_put_string(tape, "x", 1) : 0;
    check_limits(status);
    if (i == 11) sy_coroutine_cancel(coroutine, 2);
    status = sy_coroutine_resume(fuzz_state, coroutine, outcome, tape, size, limits);
  }
  check_limits(status);
  if (status == SY_OK) fuzz_release_result();
  sy_coroutine_drop(fuzz_state, sy_coroutine_id(coroutine));
  sy_coroutine_free(coroutine);
}

void fuzz_move_shared(void) {
  sy_shared_roll_back(fuzz_state);
  int64_t held = sy_shared_size(fuzz_state);
  if (held > 4096) fuzz_fail("the shared table holds more than its limit");
  if (sy_shared_take(fuzz_state) != SY_OK) return;
  size_t length;
  const uint8_t *tape = sy_result(fuzz_state, &length);
  uint8_t *copy = malloc(length + 1);
  if (length > 0) memcpy(copy, tape, length);
  if (sy_shared_size(fuzz_state) != 0) fuzz_fail("the shared table holds what was taken out of it");
  if (length > 0 && sy_shared_put(fuzz_state, copy, length) == SY_OK && sy_shared_size(fuzz_state) != held) {
    fuzz_fail("the shared table is not what was put into it");
  }
  free(copy);
}
