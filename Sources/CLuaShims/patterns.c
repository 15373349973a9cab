#include "internal.h"

// Pattern functions: the stock matcher behind a charge for the lengths of subject and pattern. The matcher itself can
// take far longer than linear time and no hook sees it; all calls of it pass through this file.

static void sy_charge_match(lua_State *L) {
  size_t subject, pattern;
  luaL_checklstring(L, 1, &subject);
  luaL_checklstring(L, 2, &pattern);
  sy_charge(L, 1 + (subject + pattern) / 4);
}

static int sy_find(lua_State *L) { return sy_charge_match(L), sy_of(L)->stock[SY_STOCK_FIND](L); }
static int sy_match(lua_State *L) { return sy_charge_match(L), sy_of(L)->stock[SY_STOCK_MATCH](L); }
static int sy_gmatch(lua_State *L) { return sy_charge_match(L), sy_of(L)->stock[SY_STOCK_GMATCH](L); }
int sy_gsub(lua_State *L) { return sy_charge_match(L), sy_of(L)->stock[SY_STOCK_GSUB](L); }

void sy_open_patterns(lua_State *L) {
  sy_add(L, "find", sy_find);
  sy_add(L, "gmatch", sy_gmatch);
  sy_add(L, "gsub", sy_gsub);
  sy_add(L, "match", sy_match);
}
