#include "internal.h"

void sy_enter(sy_state *s, sy_frame *f, sy_limits limits) {
  if (s->frame != NULL) sy_charge_lost_count(s);
  *f = (sy_frame){
      .outer = s->frame, .current = s->current, .left = s->left, .pause_at = s->pause_at,
      .time_limit = s->time_limit,
      .deadline = s->deadline, .since_clock = s->since_clock, .killed = s->killed, .can_wait = s->can_wait,
      .cancel = s->cancel, .host_thread = s->host_thread,
  };
  s->frame = f;
  if (f->outer == NULL) {
    s->current = s->L;
    s->left = SY_UNLIMITED;
    s->time_limit = -1;
    s->since_clock = 0;
    s->epoch++;
    sy_trim(&s->out);
    sy_trim(&s->in);
    sy_trim(&s->json);
  }
  s->out.length = 0; // an entry without results must not show those of the one before
  s->killed = SY_OK;
  s->hint = SY_OK;
  s->can_wait = 0;
  s->pause_at = INT64_MIN;
  // A nested entry never gets more than what is left around it.
  if (limits.instructions >= 0 && limits.instructions < s->left) s->left = limits.instructions;
  f->granted = s->left;
  if (limits.nanoseconds >= 0) {
    s->time_limit = limits.nanoseconds;
    s->deadline = 0;
  }
  sy_set_hook(s->current, s, SY_INTERVAL);
}

void sy_leave(sy_state *s, sy_frame *f) {
  if (f->outer != NULL) sy_charge_lost_count(s);
  int64_t spent = f->granted - s->left;
  int killed = s->killed;
  s->frame = f->outer;
  s->current = f->current;
  s->left = f->left - spent;
  s->time_limit = f->time_limit;
  if (f->outer != NULL && f->deadline != 0) s->deadline = f->deadline;
  s->since_clock = f->since_clock;
  s->can_wait = f->can_wait;
  s->pause_at = f->pause_at;
  s->cancel = f->cancel;
  s->host_thread = f->host_thread;
  s->killed = f->killed;
  if (f->outer == NULL) {
    s->spent = spent;
    s->left = SY_UNLIMITED;
    return;
  }
  // What was granted here came out of what was left around it.
  if (s->left < 0 && s->killed == SY_OK) s->killed = SY_INSTRUCTIONS;
  // These end all that runs, not only the inner entry.
  if (killed == SY_INTERRUPTED || killed == SY_CANCELLED || killed == SY_MEMORY) s->killed = killed;
  sy_set_hook(s->current, s, SY_INTERVAL);
}

// Runs a worker that may raise. Pushes nothing that allocates.
int sy_protected(sy_state *s, lua_CFunction worker, void *argument) {
  lua_State *L = s->current != NULL ? s->current : s->L;
  uint64_t denied = s->denied;
  if (!lua_checkstack(L, 8)) {
    if (s->denied == denied) {
      sy_record_status(s, SY_RUNTIME, "stack overflow");
    } else {
      sy_record_status(s, SY_MEMORY, sy_status_text(SY_MEMORY));
    }
    return s->failure;
  }
  int top = lua_gettop(L);
  lua_pushcfunction(L, sy_message_handler);
  lua_pushcfunction(L, worker);
  lua_pushlightuserdata(L, argument);
  int status = lua_pcall(L, 1, 0, top + 1);
  lua_settop(L, top);
  // The library's buffers fail without a collection first, so garbage that fills the memory would fail the next call.
  int ended = status == LUA_ERRMEM || s->killed != SY_OK;
  if (ended && s->frame != NULL && s->frame->outer == NULL && s->used > s->options.memory_limit / 4) {
    lua_gc(L, LUA_GCCOLLECT);
  }
  return sy_finish(s, status);
}

typedef struct sy_call_arguments {
  int64_t id;
  const uint8_t *tape;
  size_t length;
  uint64_t scope;
} sy_call_arguments;

static int sy_call_worker(lua_State *L) {
  sy_call_arguments *a = lua_touserdata(L, 1);
  sy_push_function(L, a->id);
  int count = sy_decode(L, a->tape, a->length, a->scope);
  lua_call(L, count, LUA_MULTRET);
  sy_encode(L, 2, lua_gettop(L));
  return 0;
}

static int sy_call_within(sy_state *s, const sy_call_arguments *arguments, sy_limits limits, int scoped,
                          sy_facts *facts) {
  sy_frame frame;
  sy_call_arguments a = *arguments;
  sy_enter(s, &frame, limits);
  if (frame.outer == NULL) atomic_store(&s->interrupted, 0);
  s->host_thread = NULL;
  s->cancel = frame.outer == NULL ? NULL : s->cancel;
  if (scoped) a.scope = frame.scope = ++s->scopes;
  frame.facts = facts;
  int status = sy_protected(s, sy_call_worker, &a);
  sy_leave(s, &frame);
  return status;
}

int sy_call(sy_state *s, int64_t id, const void *tape, size_t length, sy_limits limits, int scoped) {
  return sy_call_within(s, &(sy_call_arguments){id, tape, length, 0}, limits, scoped, NULL);
}

int sy_ask(sy_state *s, int64_t id, const void *tape, size_t length, sy_limits limits, sy_facts *facts) {
  return sy_call_within(s, &(sy_call_arguments){id, tape, length, 0}, limits, 1, facts);
}

typedef struct sy_load_arguments {
  const char *source, *name;
  size_t length;
  int status, incomplete;
} sy_load_arguments;

static int sy_load_worker(lua_State *L) {
  sy_load_arguments *a = lua_touserdata(L, 1);
  lua_pushfstring(L, "@%s", a->name);
  a->status = sy_load_text(L, a->source, a->length, lua_tostring(L, -1));
  if (a->status != LUA_OK) {
    sy_rethrow(L, a->status);
    if (a->status == LUA_ERRSYNTAX) sy_of(L)->hint = SY_SYNTAX;
    return lua_error(L);
  }
  sy_cover_chunk(L, a->name);
  sy_encode(L, lua_gettop(L), lua_gettop(L));
  return 0;
}

static const sy_limits sy_no_limits = {-1, -1};

static int sy_run_within(sy_state *s, lua_CFunction worker, void *argument, sy_limits limits) {
  sy_frame frame;
  sy_enter(s, &frame, limits);
  if (frame.outer == NULL) atomic_store(&s->interrupted, 0);
  int status = sy_protected(s, worker, argument);
  sy_leave(s, &frame);
  return status;
}

int sy_run(sy_state *s, lua_CFunction worker, void *argument) {
  return sy_run_within(s, worker, argument, sy_no_limits);
}

int sy_load(sy_state *s, const void *source, size_t length, const char *name, sy_limits limits) {
  sy_load_arguments arguments = {source == NULL ? "" : source, name, length, 0, 0};
  return sy_run_within(s, sy_load_worker, &arguments, limits);
}

static int sy_ends_early(lua_State *L, const char *source, size_t length) {
  if (luaL_loadbufferx(L, source, length, "=input", "t") != LUA_ERRSYNTAX) return -1;
  size_t size;
  const char *message = lua_tolstring(L, -1, &size);
  return size >= 5 && memcmp(message + size - 5, "<eof>", 5) == 0;
}

static int sy_incomplete_worker(lua_State *L) {
  sy_load_arguments *a = lua_touserdata(L, 1);
  // The line's end is part of what was typed: a short string that is still open cannot go on after it.
  lua_pushliteral(L, "return ");
  lua_pushlstring(L, a->source, a->length);
  lua_pushliteral(L, "\n");
  lua_concat(L, 3);
  size_t length;
  const char *expression = lua_tolstring(L, -1, &length);
  int as_expression = sy_ends_early(L, expression, length);
  int as_statement = sy_ends_early(L, expression + 7, length - 7);
  a->incomplete = as_expression >= 0 && as_statement >= 0 && (as_expression || as_statement);
  return 0;
}

int sy_incomplete(sy_state *s, const char *source, size_t length, int *incomplete) {
  sy_load_arguments arguments = {source, "input", length, 0, 0};
  int status = sy_run(s, sy_incomplete_worker, &arguments);
  *incomplete = arguments.incomplete;
  return status;
}

typedef struct sy_global_arguments {
  const char *name;
  const uint8_t *tape;
  size_t length;
} sy_global_arguments;

static int sy_set_global_worker(lua_State *L) {
  sy_global_arguments *a = lua_touserdata(L, 1);
  lua_pushglobaltable(L);
  sy_behind(L, -1);
  lua_pushstring(L, a->name);
  if (sy_decode(L, a->tape, a->length, 0) != 1) return sy_error(L, "a global takes one value");
  lua_rawset(L, -3);
  return 0;
}

int sy_set_global(sy_state *s, const char *name, const void *tape, size_t length) {
  sy_global_arguments arguments = {name, tape, length};
  return sy_run(s, sy_set_global_worker, &arguments);
}

static int sy_get_global_worker(lua_State *L) {
  sy_global_arguments *a = lua_touserdata(L, 1);
  lua_getglobal(L, a->name);
  sy_encode(L, lua_gettop(L), lua_gettop(L));
  return 0;
}

int sy_get_global(sy_state *s, const char *name) {
  sy_global_arguments arguments = {name, NULL, 0};
  return sy_run(s, sy_get_global_worker, &arguments);
}

typedef struct sy_register_arguments {
  const char *module, *name;
  int64_t id;
} sy_register_arguments;

// Leaves the module's own table on top, behind any read-only stand-in. With no module: the globals.
static void sy_push_module(lua_State *L, const char *module) {
  lua_pushglobaltable(L);
  if (sy_behind(L, -1)) lua_remove(L, -2);
  if (module == NULL) return;
  lua_pushstring(L, module);
  if (lua_rawget(L, -2) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushstring(L, module);
    lua_pushvalue(L, -2);
    lua_rawset(L, -4);
  }
  lua_remove(L, -2);
  if (sy_behind(L, -1)) lua_remove(L, -2);
}

static int sy_register_worker(lua_State *L) {
  sy_register_arguments *a = lua_touserdata(L, 1);
  sy_push_module(L, a->module);
  lua_pushstring(L, a->name);
  sy_push_callback(L, a->id, a->name);
  lua_rawset(L, -3);
  return 0;
}

int sy_register(sy_state *s, const char *module, const char *name, int64_t id) {
  sy_register_arguments arguments = {module, name, id};
  return sy_run(s, sy_register_worker, &arguments);
}

static int sy_freeze_module_worker(lua_State *L) {
  sy_register_arguments *a = lua_touserdata(L, 1);
  lua_pushglobaltable(L);
  if (sy_behind(L, -1)) lua_remove(L, -2);
  lua_pushstring(L, a->module);
  if (lua_rawget(L, -2) != LUA_TTABLE || sy_behind(L, -1)) return 0;
  sy_freeze(L, a->module);
  lua_pushstring(L, a->module);
  lua_insert(L, -2);
  lua_rawset(L, -3);
  return 0;
}

int sy_freeze_module(sy_state *s, const char *module) {
  sy_register_arguments arguments = {module, NULL, 0};
  return sy_run(s, sy_freeze_module_worker, &arguments);
}
