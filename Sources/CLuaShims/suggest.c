#include "internal.h"

static int sy_min(int a, int b) { return a < b ? a : b; }

// Edits between two short words, counting the exchange of neighbours as one.
static int sy_distance(const char *a, const char *b) {
  int n = (int)strlen(a), m = (int)strlen(b);
  if (n > 40 || m > 40) return 99;
  int rows[41][41];
  for (int i = 0; i <= n; i++) rows[i][0] = i;
  for (int j = 0; j <= m; j++) rows[0][j] = j;
  for (int i = 1; i <= n; i++) {
    for (int j = 1; j <= m; j++) {
      int change = rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
      rows[i][j] = sy_min(change, sy_min(rows[i - 1][j], rows[i][j - 1]) + 1);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        rows[i][j] = sy_min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
  }
  return rows[n][m];
}

// Pushes " (did you mean 'x'?)" for the key of the table `names` nearest to `wanted`, or "".
void sy_suggest(lua_State *L, int names, const char *wanted) {
  sy_check_stack(L, 6);
  int best = (int)strlen(wanted) / 3 + 2;
  const char *found = NULL; // alive: it is a key of the table
  lua_pushnil(L);
  while (lua_next(L, names)) {
    lua_pop(L, 1);
    if (lua_type(L, -1) != LUA_TSTRING) continue;
    const char *name = lua_tostring(L, -1);
    int distance = sy_distance(name, wanted);
    // Ties go to the first in byte order: the table's own order is not the same on every run.
    if (distance < best || (distance == best && found != NULL && strcmp(name, found) < 0)) {
      best = distance;
      found = name;
    }
  }
  if (found == NULL) {
    lua_pushliteral(L, "");
  } else {
    lua_pushfstring(L, " (did you mean '%s'?)", found);
  }
}
