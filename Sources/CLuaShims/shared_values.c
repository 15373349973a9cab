#include "shared.h"

// Plain data on its way into the shared table.

typedef struct sy_copier {
  lua_State *L;
  int record, key; // where it goes
  int64_t *size;
  int depth;
  const void *path[SY_SHARED_DEPTH + 1]; // the tables that the one being copied is in
} sy_copier;

// Lua's own order is not that of `pairs` in deterministic states, where the order of creation shows.
void sy_first_entry(lua_State *L, int table) {
  if (sy_of(L)->options.deterministic) {
    sy_sorted_pairs(L, table);
  } else {
    lua_pushnil(L);
  }
}

int sy_next_entry(lua_State *L, int table, int position) {
  lua_pushvalue(L, position);
  if (sy_of(L)->options.deterministic) {
    lua_call(L, 0, 2);
    if (!lua_isnil(L, -2)) return 1;
    lua_pop(L, 2);
    return 0;
  }
  if (!lua_next(L, table)) return 0;
  lua_pushvalue(L, -2);
  lua_replace(L, position);
  return 1;
}

int64_t sy_size_of(lua_State *L, int index) {
  if (lua_type(L, index) == LUA_TSTRING) return (int64_t)lua_rawlen(L, index);
  sy_check_stack(L, 4);
  if (!sy_behind(L, index)) return 0;
  int64_t size = SY_TABLE_SIZE;
  lua_pushnil(L);
  while (lua_next(L, -2)) {
    sy_charge(L, 1);
    size += SY_ENTRY_SIZE + sy_size_of(L, lua_gettop(L));
    lua_pop(L, 1);
    if (lua_type(L, -1) == LUA_TSTRING) size += (int64_t)lua_rawlen(L, -1);
  }
  lua_pop(L, 1);
  return size;
}

static int sy_refuse(lua_State *L, int record, int key, const char *got) {
  sy_push_path(L, record, key);
  return sy_error(L, "%s must be plain data (a boolean, a number, a string, or a table of them), got %s",
                  lua_tostring(L, -1), got);
}

static int sy_refuse_type(lua_State *L, int record, int key, int value) {
  const char *name = lua_type(L, value) == LUA_TTHREAD ? "coroutine" : luaL_typename(L, value);
  if (luaL_getmetafield(L, value, "__name") == LUA_TSTRING) name = lua_tostring(L, -1);
  lua_pushfstring(L, "a %s", name);
  return sy_refuse(L, record, key, lua_tostring(L, -1));
}

static void sy_check_key(lua_State *L, int record, int key) {
  int type = lua_type(L, key);
  int is_nan = type == LUA_TNUMBER && lua_tonumber(L, key) != lua_tonumber(L, key);
  if (type == LUA_TSTRING || (type == LUA_TNUMBER && !is_nan)) return;
  const char *got = type == LUA_TNIL ? "nil" : is_nan ? "NaN" : luaL_typename(L, key);
  sy_push_path(L, record, 0);
  sy_error(L, "a key of %s must be a string or a number, got %s%s", lua_tostring(L, -1),
           type == LUA_TNIL || is_nan ? "" : "a ", got);
}

// Counts an entry without its value, and all that went before it.
static void sy_count(sy_copier *c, int key, int value) {
  lua_State *L = c->L;
  int64_t limit = sy_of(L)->shared_limit;
  sy_charge(L, 2);
  *c->size += SY_ENTRY_SIZE + (lua_type(L, key) == LUA_TSTRING ? (int64_t)lua_rawlen(L, key) : 0);
  if (lua_type(L, value) == LUA_TSTRING) *c->size += (int64_t)lua_rawlen(L, value);
  if (lua_type(L, value) == LUA_TTABLE) *c->size += SY_TABLE_SIZE;
  if (*c->size <= limit) return;
  sy_push_path(L, c->record, c->key);
  sy_error(L, "%s does not fit: '%s' may hold %I bytes in all (%d for an entry, %d for a table, and the strings)",
           lua_tostring(L, -1), sy_of(L)->shared_name, (LUAI_UACINT)limit, SY_ENTRY_SIZE, SY_TABLE_SIZE);
}

static void sy_push_copy(sy_copier *c, int record, int key, int value);

// Replaces the table on top, which is plain or the content of a node, by a node with a copy of it.
static void sy_copy_table(sy_copier *c, int record, int key) {
  lua_State *L = c->L;
  int source = lua_gettop(L);
  const void *self = lua_topointer(L, source);
  for (int i = 0; i < c->depth; i++) {
    if (c->path[i] == self) sy_refuse(L, record, key, "a table that contains itself");
  }
  if (c->depth >= SY_SHARED_DEPTH) sy_refuse(L, c->record, c->key, "tables that are nested too deep");
  c->path[c->depth++] = self;
  sy_push_closed_node(L, record, key);
  sy_open_node(L, source + 1);
  int node = source + 1, inner = source + 2, content = source + 3, position = source + 4;
  lua_getmetatable(L, node);
  sy_behind(L, node);
  if (sy_is_array(L, source)) {
    sy_push_array_metatable(L);
    lua_setmetatable(L, content);
  }
  sy_first_entry(L, source);
  while (sy_next_entry(L, source, position)) {
    sy_check_key(L, inner, position + 1);
    sy_push_copy(c, inner, position + 1, position + 2);
    lua_remove(L, position + 2);
    lua_rawset(L, content);
  }
  c->depth--;
  lua_settop(L, node);
  lua_remove(L, source);
}

static void sy_push_copy(sy_copier *c, int record, int key, int value) {
  lua_State *L = c->L;
  sy_check_stack(L, 16);
  sy_count(c, key, value);
  switch (lua_type(L, value)) {
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
    case LUA_TSTRING: lua_pushvalue(L, value); return;
    case LUA_TLIGHTUSERDATA: // json.null is data too
      if (lua_touserdata(L, value) != &sy_null) break;
      lua_pushvalue(L, value);
      return;
    case LUA_TTABLE:
      if (sy_node(L, value)) {
        lua_pop(L, 1);
        sy_behind(L, value);
      } else if (!sy_is_array(L, value) && lua_getmetatable(L, value)) {
        sy_refuse(L, record, key, "a table with a metatable");
      } else {
        lua_pushvalue(L, value);
      }
      sy_copy_table(c, record, key);
      return;
    default: break;
  }
  sy_refuse_type(L, record, key, value);
}

// The destination is within these tables: a copy of one of them would contain itself.
static void sy_enter_path(sy_copier *c, int record) {
  lua_State *L = c->L;
  lua_pushvalue(L, record);
  while (lua_type(L, -1) == LUA_TTABLE) {
    lua_rawgetp(L, -1, &sy_key_frozen);
    c->path[c->depth++] = lua_topointer(L, -1);
    lua_pop(L, 1);
    lua_rawgeti(L, -1, SY_NODE_PARENT);
    lua_remove(L, -2);
  }
  lua_pop(L, 1);
}

void sy_push_plain(lua_State *L, int record, int key, int value, int64_t *size) {
  sy_check_stack(L, 4);
  sy_copier c; // the path stays as it is: clearing it would cost more than most values
  c.L = L;
  c.record = record;
  c.key = key;
  c.size = size;
  c.depth = 0;
  sy_enter_path(&c, record);
  sy_push_copy(&c, record, key, value);
}

int sy_shared_assign(lua_State *L) {
  sy_state *s = sy_of(L);
  lua_settop(L, 3);
  lua_getmetatable(L, 1); // 4
  if (!sy_behind(L, 1)) return luaL_error(L, "not a node"); // 5
  sy_charge(L, 5);
  sy_check_key(L, 4, 2);
  lua_pushvalue(L, 2);
  lua_rawget(L, 5); // 6
  if (lua_rawequal(L, 3, 6)) return 0;
  if (sy_node_depth(L, 4) == 0) {
    sy_push_path(L, 4, 2);
    return sy_error(L, "%s: this table was taken out of '%s', or replaced there", lua_tostring(L, -1), s->shared_name);
  }
  int64_t size = s->shared_size;
  if (!lua_isnil(L, 6)) {
    size -= SY_ENTRY_SIZE + sy_size_of(L, 2) + sy_size_of(L, 6);
  }
  if (lua_isnil(L, 3)) {
    lua_pushnil(L);
  } else {
    sy_push_plain(L, 4, 2, 3, &size);
  }
  sy_note_change(L, 5, 2, 6);
  lua_pushvalue(L, 2);
  lua_pushvalue(L, 7);
  lua_rawset(L, 5);
  // From here on nothing fails.
  s->shared_size = size;
  sy_set_gone(L, 6, 1);
  return 0;
}
