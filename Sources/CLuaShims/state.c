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

static void *sy_allocate(void *context, void *block, size_t old_size, size_t size) {
  sy_state *s = context;
  size_t header = s->options.deterministic ? SY_HEADER : 0;
  size_t old = block == NULL ? 0 : old_size;
  char *base = block == NULL ? NULL : (char *)block - header;
  if (size == 0) {
    s->used -= old;
    sy_count_sizes(s, old, 0);
    free(base);
    return NULL;
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
  char *grown = realloc(base, size + header);
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

sy_state *sy_new(sy_options options, sy_host host) {
  sy_state *s = calloc(1, sizeof *s);
  if (s == NULL) return NULL;
  s->options = options;
  if (s->options.depth_limit > SY_MAX_DEPTH) s->options.depth_limit = SY_MAX_DEPTH;
  s->host = host;
  static const char room[256];
  if (!sy_append(&s->message, room, sizeof room)) {
    free(s);
    return NULL;
  }
  s->out.state = s->in.state = s->name.state = s->json.state = s->fresh.state = s->message.state = s->traceback.state = s;
  s->left = SY_UNLIMITED;
  s->time_limit = -1;
  s->L = lua_newstate(sy_allocate, s);
  if (s->L == NULL) {
    sy_drop(&s->message);
    free(s);
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
  lua_close(s->L);
  sy_drop(&s->out);
  sy_drop(&s->in);
  sy_drop(&s->name);
  sy_drop(&s->json);
  sy_drop(&s->fresh);
  sy_drop(&s->types);
  sy_drop(&s->message);
  sy_drop(&s->traceback);
  free(s);
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
