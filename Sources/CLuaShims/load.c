#include "internal.h"

// Compiling text. Lua's compiler has no hook and some texts take it far longer than their length says (many `goto`s,
// names that are looked for through many functions), so it gets the text piece by piece and each piece is paid for.

#define SY_PIECE 256

typedef struct sy_reader {
  const char *at;
  size_t left;
  int function; // where the script's reader function is on the stack; 0 when `at` is all there is
} sy_reader;

// Leaves the next text of the script's reader function in the reader; the string stays on the stack below the function.
static void sy_ask_reader(lua_State *L, sy_reader *r) {
  luaL_checkstack(L, 2, "too many nested functions");
  sy_charge(L, 1);
  lua_pushvalue(L, r->function);
  lua_call(L, 0, 1);
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    return;
  }
  if (!lua_isstring(L, -1)) luaL_error(L, "reader function must return a string");
  lua_replace(L, r->function - 1);
  r->at = lua_tolstring(L, r->function - 1, &r->left);
}

// What this raises is caught by lua_load.
static const char *sy_read(lua_State *L, void *data, size_t *size) {
  sy_reader *r = data;
  if (r->left == 0 && r->function != 0) sy_ask_reader(L, r);
  *size = r->left < SY_PIECE ? r->left : SY_PIECE;
  const char *piece = r->at;
  r->at += *size;
  r->left -= *size;
  sy_charge(L, *size);
  return *size > 0 ? piece : NULL;
}

int sy_load_text(lua_State *L, const char *text, size_t length, const char *name) {
  sy_reader reader = {text, length, 0};
  return lua_load(L, sy_read, &reader, name, "t");
}

// load(chunk, name, mode, environment). Whatever the mode, only text: bytecode can crash.
int sy_load_function(lua_State *L) {
  int has_environment = !lua_isnone(L, 4);
  lua_settop(L, 4);
  sy_reader reader = {NULL, 0, 0};
  const char *text = lua_tolstring(L, 1, &reader.left);
  const char *name = luaL_optstring(L, 2, text != NULL ? text : "=(load)");
  if (lua_isstring(L, 2)) sy_charge(L, lua_rawlen(L, 2) / 16);
  if (text != NULL) {
    reader.at = text;
  } else {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_pushnil(L); // keeps the text that is being read
    lua_pushvalue(L, 1);
    reader.function = 6;
  }
  int status = lua_load(L, sy_read, &reader, name, "t");
  if (status != LUA_OK) {
    sy_rethrow(L, status);
    lua_pushnil(L);
    lua_insert(L, -2);
    return 2;
  }
  if (has_environment) {
    lua_pushvalue(L, 4);
    if (lua_setupvalue(L, -2, 1) == NULL) lua_pop(L, 1);
  }
  return 1;
}
