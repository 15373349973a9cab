#include "internal.h"

#include <stdlib.h>

const char sy_key_functions, sy_key_counts, sy_key_threads, sy_key_array;
const char sy_key_modules, sy_key_loading, sy_key_frozen, sy_null, sy_kill_value;

// In deterministic states each block starts with the number of the object in it, by order of creation: sorted
// iteration and tostring need an order that addresses cannot give.
#define SY_HEADER 16

int sy_refuses(sy_state *s) {
  if (s->refused == 0) return 0;
  if (s->until > 0) {
    s->until--;
    return 0;
  }
  s->refused--;
  return 1;
}

static void sy_count_sizes(sy_state *s, size_t old, size_t size) {
  if (old <= SY_LARGE && size <= SY_LARGE) return;
  s->large += (size > SY_LARGE) - (old > SY_LARGE);
  s->huge += (size > SY_HUGE) - (old > SY_HUGE);
}

static void *sy_resize(sy_state *s, void *block, size_t old, size_t size) {
  if (s->slab != NULL) return sy_slab_resize(s->slab, block, old, size);
  if (size > 0) return realloc(block, size);
  free(block);
  return NULL;
}

static void *sy_allocate(void *context, void *block, size_t old_size, size_t size) {
  sy_state *s = context;
  size_t header = s->options.deterministic ? SY_HEADER : 0;
  size_t old = block == NULL ? 0 : old_size;
  char *base = block == NULL ? NULL : (char *)block - header;
  if (size == 0) {
    s->used -= old;
    sy_count_sizes(s, old, 0);
    return sy_resize(s, base, old + header, 0);
  }
  if (size > old
      && (size > s->options.memory_limit || s->used - old > s->options.memory_limit - size || sy_refuses(s))) {
    s->denied++;
    // Lua collects garbage and asks again; only if that fails too is this position reported.
    if (s->current != NULL) {
      sy_position(s->current, 0, s->memory_source, &s->memory_line);
      sy_pay_for_collection(s);
    }
    return NULL;
  }
  if (size > 4096 && size > old && s->current != NULL && !sy_pay_for_block(s, size, block == NULL)) return NULL;
  char *grown = sy_resize(s, base, old + header, size + header);
  if (grown == NULL) {
    s->denied++;
    return NULL;
  }
  if (block == NULL && header != 0) {
    int object = old_size == LUA_TTABLE || old_size == LUA_TFUNCTION || old_size == LUA_TUSERDATA
                 || old_size == LUA_TTHREAD;
    *(uint64_t *)grown = object ? ++s->created : 0;
  }
  s->used = s->used - old + size;
  sy_count_sizes(s, old, size);
  return grown + header;
}

// The number of a table, function or thread in a deterministic state.
uint64_t sy_object_id(lua_State *L, int index) {
  sy_state *s = sy_of(L);
  const char *block = lua_topointer(L, index);
  if (lua_isuserdata(L, index)) return *(const uint64_t *)block; // proxies begin with theirs
  if (lua_isthread(L, index)) block -= LUA_EXTRASPACE;
  if (lua_iscfunction(L, index)) {
    if (lua_getupvalue(L, index, 1) == NULL) { // no block of its own
      lua_CFunction function = lua_tocfunction(L, index);
      int i = 0;
      while (i < s->light_count && s->light[i] != function) i++;
      return (uint64_t)i;
    }
    lua_pop(L, 1);
  }
  return *(const uint64_t *)(block - SY_HEADER);
}

static int sy_open_worker(lua_State *L) {
  sy_open(L);
  return 0;
}

// Where a state has its buffers.
static const size_t sy_buffers[] = {
    offsetof(sy_state, out),   offsetof(sy_state, in),    offsetof(sy_state, name),    offsetof(sy_state, json),
    offsetof(sy_state, fresh), offsetof(sy_state, types), offsetof(sy_state, message), offsetof(sy_state, traceback),
};
#define SY_BUFFERS (sizeof sy_buffers / sizeof *sy_buffers)

static sy_buf *sy_buffer(sy_state *s, size_t i) { return (sy_buf *)((char *)s + sy_buffers[i]); }

// Lets go of all but what Lua has.
static void sy_discard(sy_state *s) {
  if (s->slab != NULL) sy_slab_free(s->slab);
  for (size_t i = 0; i < SY_BUFFERS; i++) sy_drop(sy_buffer(s, i));
  free(s->kept);
  free(s);
}

sy_state *sy_new(sy_options options, sy_host host) {
  sy_state *s = calloc(1, sizeof *s);
  if (s == NULL) return NULL;
  s->options = options;
  if (s->options.depth_limit > SY_MAX_DEPTH) s->options.depth_limit = SY_MAX_DEPTH;
  s->host = host;
  s->left = SY_UNLIMITED;
  s->time_limit = -1;
  static const char room[256];
  if (sy_append(&s->message, room, sizeof room) && (!options.restorable || (s->slab = sy_slab_new()) != NULL)) {
    for (size_t i = 0; i < SY_BUFFERS; i++) sy_buffer(s, i)->state = s;
    s->L = lua_newstate(sy_allocate, s);
  }
  if (s->L == NULL) {
    sy_discard(s);
    return NULL;
  }
  *(sy_state **)lua_getextraspace(s->L) = s;
  sy_set_hook(s->L, s, SY_INTERVAL);
  int status = sy_protected(s, sy_open_worker, NULL);
  if (status != SY_OK) {
    sy_free(s);
    return NULL;
  }
  return s;
}

void sy_free(sy_state *s) {
  s->current = NULL;
  // What is in a slab goes with it: there is nothing of which Lua would have to be told.
  if (s->slab == NULL) lua_close(s->L);
  sy_discard(s);
}

static int sy_seed_worker(lua_State *L) {
  lua_getglobal(L, "math");
  lua_getfield(L, -1, "randomseed");
  lua_call(L, 0, 0);
  return 0;
}

int sy_restore(sy_state *s, sy_host host, uint64_t seed) {
  sy_slab_restore(s->slab);
  // The buffers keep the room that they have.
  for (size_t i = 0; i < SY_BUFFERS; i++) {
    sy_buf *now = sy_buffer(s, i), *was = sy_buffer(s->kept, i);
    was->bytes = now->bytes;
    was->capacity = now->capacity;
  }
  memcpy(s, s->kept, sizeof *s);
  s->host = host;
  s->options.seed = seed;
  return s->options.deterministic ? sy_run(s, sy_seed_worker, NULL) : SY_OK;
}

int sy_keep_state(sy_state *s) {
  if (s->slab == NULL || s->kept != NULL) return 0;
  sy_collect(s);
  s->kept = malloc(sizeof *s->kept);
  if (s->kept == NULL) return 0;
  memcpy(s->kept, s, sizeof *s);
  // Only what types there are is kept from entry to entry.
  for (size_t i = 0; i < SY_BUFFERS; i++) {
    if (sy_buffer(s, i) != &s->types) sy_buffer(s->kept, i)->length = 0;
  }
  // From here on it is as all that begin here.
  return sy_slab_keep(s->slab) && sy_restore(s, s->host, s->options.seed) == SY_OK;
}

size_t sy_memory_used(const sy_state *s) { return s->used; }
int64_t sy_spent(const sy_state *s) { return s->spent; }

static int sy_collect_worker(lua_State *L) {
  lua_gc(L, LUA_GCCOLLECT);
  return 0;
}

void sy_collect(sy_state *s) {
  // Each collection shrinks Lua's own tables and stacks by no more than half.
  for (size_t before = 0; before != s->used;) {
    before = s->used;
    sy_protected(s, sy_collect_worker, NULL);
  }
}

int64_t sy_fail_allocations(sy_state *s, int64_t after, int64_t count) {
  int64_t left = s->refused;
  s->until = after;
  s->refused = count;
  return left;
}

void sy_interrupt(sy_state *s) { atomic_store(&s->interrupted, 1); }

sy_failure sy_last_failure(const sy_state *s) {
  return (sy_failure){
      .status = s->failure,
      .message = s->message.length ? (const char *)s->message.bytes : "",
      .message_length = s->message.length,
      .source = s->failure_source,
      .line = s->failure_line,
      .traceback = s->traceback.length ? (const char *)s->traceback.bytes : "",
      .traceback_length = s->traceback.length,
  };
}

const uint8_t *sy_result(const sy_state *s, size_t *length) {
  *length = s->out.length;
  return s->out.bytes;
}

// Without its reply the call must not go on as if there had been an empty one.
static int sy_lose_reply(sy_state *s) {
  if (s->killed == SY_OK) {
    s->killed = SY_MEMORY;
    if (s->current != NULL) sy_position(s->current, 0, s->kill_source, &s->kill_line);
  }
  return 0;
}

int sy_reply(sy_state *s, const void *bytes, size_t length) {
  s->in.length = 0;
  return sy_append(&s->in, bytes, length) ? 1 : sy_lose_reply(s);
}

int sy_reply_name(sy_state *s, const void *bytes, size_t length) {
  s->name.length = 0;
  return sy_append(&s->name, bytes, length) && sy_append(&s->name, "", 1) ? 1 : sy_lose_reply(s);
}
