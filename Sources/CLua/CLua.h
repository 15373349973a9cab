#ifndef SWITCHYARD_CLUA_H
#define SWITCHYARD_CLUA_H

#if __has_include(<lua.h>)
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#else
#error "Lua 5.4's headers are missing: install liblua5.4-dev and pkg-config (Debian, Ubuntu), or Lua 5.4 with its pkg-config file"
#endif

#endif
