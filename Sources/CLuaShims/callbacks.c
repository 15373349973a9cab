#include "internal.h"

// Lua → Swift. The Swift callback has returned before anything here raises, yields or pushes.

static int sy_where_not_to_wait(lua_State *L) {
  static const struct {
    lua_CFunction function;
    const char *what;
  } places[] = {
      {sy_sort, "inside a comparator of table.sort"},
      {sy_gsub, "inside a replacement function of string.gsub"},
      {sy_load_function, "inside a reader function of load"},
      {sy_require, "while require loads a module"},
      {sy_tostring, "inside a __tostring metamethod"},
      {sy_handler, "inside a message handler of xpcall"},
  };
  lua_Debug ar;
  sy_check_stack(L, 2);
  for (int level = 1; lua_getstack(L, level, &ar); level++) {
    lua_getinfo(L, "f", &ar);
    lua_CFunction function = lua_tocfunction(L, -1);
    lua_pop(L, 1);
    for (size_t i = 0; function != NULL && i < sizeof places / sizeof *places; i++) {
      if (places[i].function == function) return sy_error(L, "cannot wait %s", places[i].what);
    }
  }
  return sy_error(L, "cannot wait here: this code was called by something that cannot wait for it");
}

static int sy_wait_ended(lua_State *L, int status, lua_KContext wait) {
  (void)status;
  sy_state *s = sy_of(L);
  // A script can find the thread of a coroutine that waits and resume it by hand.
  if (s->resumed == 0 || s->resumed != (int64_t)wait) {
    return sy_error(L, "this coroutine was resumed while it waits for the host");
  }
  s->resumed = 0;
  lua_settop(L, 0);
  return sy_deliver(L, s->resume_status, s->resume_bytes, s->resume_length);
}

static int sy_wait(lua_State *L) {
  sy_state *s = sy_of(L);
  if (s->cancel != NULL && atomic_load(s->cancel) != 0) return sy_kill(L, SY_CANCELLED);
  if (!s->can_wait || !lua_isyieldable(L)) return sy_where_not_to_wait(L);
  s->waiting = 1;
  return lua_yieldk(L, 0, (lua_KContext)++s->waits, sy_wait_ended);
}

// Carries out what a callback or the end of a wait reported: pushes values, raises, or waits.
int sy_deliver(lua_State *L, int status, const uint8_t *bytes, size_t length) {
  sy_state *s = sy_of(L);
  if (s->killed != SY_OK) return sy_kill(L, s->killed);
  switch (status) {
    case SY_OK: return sy_decode(L, bytes, length, 0);
    case SY_WAITING: return sy_wait(L);
    case SY_CANCELLED:
    case SY_INTERRUPTED: return sy_kill(L, status);
    default:
      sy_check_stack(L, 3);
      sy_push_position(L);
      lua_pushlstring(L, bytes == NULL ? "" : (const char *)bytes, length);
      lua_concat(L, 2);
      return lua_error(L);
  }
}

// Upvalues: the callback's id and its name.
static int sy_callback(lua_State *L) {
  sy_state *s = sy_of(L);
  int64_t id = lua_tointeger(L, lua_upvalueindex(1));
  sy_charge(L, 10);
  sy_encode(L, 1, lua_gettop(L));
  char source[SY_NAME_SIZE];
  int line;
  sy_position(L, 1, source, &line);
  lua_State *was = s->current;
  s->current = L;
  s->in.length = 0;
  int status = s->host.invoke(s->host.context, id, s->out.bytes, s->out.length, source, line);
  s->current = was;
  lua_settop(L, 0);
  return sy_deliver(L, status, s->in.bytes, s->in.length);
}

void sy_push_callback(lua_State *L, int64_t id, const char *name) {
  sy_check_stack(L, 3);
  lua_pushinteger(L, id);
  lua_pushstring(L, name);
  lua_pushcclosure(L, sy_callback, 2);
}
