#include "shared.h"

// What the entries of the shared table held before they were changed, so that a call that fails changes nothing.
// Registry: content of a node → key → old value. The first note counts. It is kept until the first change of a later
// entry, or of one after that a hold began.

void sy_forget_changes(lua_State *L) {
  sy_of(L)->undo_epoch = 0;
  lua_pushnil(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &sy_key_undo);
}

void sy_note_change(lua_State *L, int content, int key, int old) {
  sy_state *s = sy_of(L);
  sy_check_stack(L, 6);
  int top = lua_gettop(L);
  int is_current = s->undo_held || s->undo_epoch == s->epoch;
  if (!is_current || lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_undo) == LUA_TNIL) {
    lua_settop(L, top);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &sy_key_undo);
    s->undo_epoch = s->epoch;
    s->undo_size = s->shared_size;
  }
  lua_pushvalue(L, content);
  if (lua_rawget(L, top + 1) == LUA_TNIL) {
    lua_newtable(L);
    lua_replace(L, top + 2);
    lua_pushvalue(L, content);
    lua_pushvalue(L, top + 2);
    lua_rawset(L, top + 1);
  }
  lua_pushvalue(L, key);
  if (lua_rawget(L, top + 2) == LUA_TNIL) {
    lua_pushvalue(L, key);
    if (lua_isnil(L, old)) {
      lua_pushlightuserdata(L, (void *)&sy_key_undo);
    } else {
      lua_pushvalue(L, old);
    }
    lua_rawset(L, top + 2);
  }
  lua_settop(L, top);
}

static int sy_roll_back_worker(lua_State *L) {
  sy_state *s = sy_of(L);
  enum { UNDO = 2, CONTENT, ENTRIES, KEY, OLD, NOW };
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &sy_key_undo) == LUA_TNIL) return 0;
  lua_pushnil(L);
  while (lua_next(L, UNDO)) {
    lua_pushnil(L);
    while (lua_next(L, ENTRIES)) {
      lua_pushvalue(L, KEY);
      lua_rawget(L, CONTENT);
      sy_set_gone(L, NOW, 1);
      sy_set_gone(L, OLD, 0);
      lua_pushvalue(L, KEY);
      if (lua_islightuserdata(L, OLD) && lua_touserdata(L, OLD) == &sy_key_undo) {
        lua_pushnil(L);
      } else {
        lua_pushvalue(L, OLD);
      }
      lua_rawset(L, CONTENT);
      lua_settop(L, KEY);
    }
    lua_settop(L, CONTENT);
  }
  s->shared_size = s->undo_size;
  sy_forget_changes(L);
  return 0;
}

int sy_shared_roll_back(sy_state *s) {
  int has_changes = s->undo_held || s->undo_epoch == s->epoch;
  s->undo_held = 0;
  if (!has_changes) return SY_OK;
  // What comes back had room before, also if the call failed for want of memory.
  size_t limit = s->options.memory_limit;
  s->options.memory_limit = SIZE_MAX;
  int status = sy_run(s, sy_roll_back_worker, NULL);
  s->options.memory_limit = limit;
  return status;
}

static int sy_forget_worker(lua_State *L) {
  sy_forget_changes(L);
  return 0;
}

int sy_shared_hold(sy_state *s) {
  int status = sy_run(s, sy_forget_worker, NULL);
  s->undo_held = status == SY_OK;
  return status;
}
