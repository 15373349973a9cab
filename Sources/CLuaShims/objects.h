#ifndef SWITCHYARD_OBJECTS_H
#define SWITCHYARD_OBJECTS_H

#include "internal.h"

// Host objects: a userdata that names a type and a handle. Fields are read when they are asked for.

typedef struct sy_proxy {
  uint64_t serial;  // must come first: the order in deterministic states
  const void *mark; // what tells proxies from other userdata
  int64_t type, handle;
  uint64_t scope; // 0: for ever; else it dies with the call that it was given to
  uint64_t epoch; // the entry in which the fields cached in its user value were decoded
} sy_proxy;

// A type's metatable holds its parts at these places, out of scripts' reach: metatables are protected. Keys are names →
// methods, or integers: the number of a field, and above its lowest 16 bits where it is read (see `sy_define`).
enum { SY_TYPE_NAME = 1, SY_TYPE_FIELDS = 2, SY_TYPE_LIVE = 3 };
#define SY_FIELD_BITS 16

// The proxy at `index`, or NULL.
sy_proxy *sy_to_proxy(lua_State *L, int index);
// The frame whose call a scoped object belongs to, NULL for one that lives for ever. A dead one raises.
const sy_frame *sy_check_live(lua_State *L, int index, const sy_proxy *p);

// Metamethods. Upvalues: the type's metatable, and for the first its keys.
int sy_object_index(lua_State *L);
int sy_object_newindex(lua_State *L);
int sy_object_tostring(lua_State *L);
int sy_object_eq(lua_State *L);
int sy_object_pairs(lua_State *L);

#endif
