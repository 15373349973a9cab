#include "PatternOracle.h"

#include "internal.h"
#include "text.h"

#include <stdlib.h>

// Calls the same function with the same arguments in two states, and compares what comes back as text.

// What one call of a pattern function may cost. The stock function takes about as many steps, and has no budget.
#define PO_BUDGET 50000
// Matches of one gmatch that are looked at.
#define PO_MATCHES 300

// The functions are called by their names, as scripts do: errors name them.
static const char po_driver[] =
    "local find, match, gmatch, gsub = string.find, string.match, string.gmatch, string.gsub\n"
    "local function all(...) return ... end\n"
    "return {\n"
    "  find = function(...) return all(find(...)) end,\n"
    "  match = function(...) return all(match(...)) end,\n"
    "  gmatch = function(...) return all(gmatch(...)) end,\n"
    "  gsub = function(...) return all(gsub(...)) end,\n"
    "  function() end, function(a) return a end,\n"
    "  function(...) return '<' .. table.concat({...}, '|') .. '>' end,\n"
    "  function(a) return a ~= 'a' and a ~= 1 and 'other' end, function() return 12 end,\n"
    "  function() return 1.5 end, function() return true end, function() return {} end,\n"
    "  function() error('from inside') end,\n"
    "  {a = 'x', b = false, [''] = 'empty', ab = 7, ['('] = '%0', [1] = 'one', [2] = 2.5, [3] = 'three'},\n"
    "  {a = true, b = {}, [1] = 'one'},\n"
    "  setmetatable({}, {__index = function(_, key) return key end}),\n"
    "  setmetatable({}, {__index = function() end}),\n"
    "  setmetatable({}, {__index = function(_, key) return key .. '!' end}),\n"
    "}\n";

struct po_oracle {
  sy_state *sandbox;
  lua_State *stock;
  po_pair pair;
  po_bytes ours, theirs, report;
};

// One call of one function in one state.
typedef struct po_call {
  const char *name;
  const po_value *arguments[4];
  po_bytes *answer;
  sy_state *sandbox; // NULL for the stock functions
  int failed, costly;
} po_call;

static const char po_key;

static int po_open_driver(lua_State *L) {
  if (luaL_loadbuffer(L, po_driver, sizeof po_driver - 1, "=driver") != LUA_OK) return lua_error(L);
  lua_call(L, 0, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &po_key);
  return 0;
}

static void po_push(lua_State *L, int driver, const po_value *value) {
  switch (value->kind) {
    case PO_NONE:
    case PO_NIL: lua_pushnil(L); break;
    case PO_BOOLEAN: lua_pushboolean(L, value->integer != 0); break;
    case PO_INTEGER: lua_pushinteger(L, value->integer); break;
    case PO_NUMBER: lua_pushnumber(L, value->number); break;
    case PO_STRING: lua_pushlstring(L, value->bytes != NULL ? value->bytes : value->small, value->length); break;
    case PO_REPLACEMENT: lua_rawgeti(L, driver, value->integer); break;
  }
}

// Calls the function on the stack; writes its results, or its error.
static int po_answer(lua_State *L, po_call *call, int arguments) {
  int base = lua_gettop(L) - arguments;
  int status = lua_pcall(L, arguments, LUA_MULTRET, 0);
  if (call->sandbox != NULL && call->sandbox->killed != SY_OK) {
    call->costly = 1;
    return 0;
  }
  call->failed = status != LUA_OK;
  if (call->failed) po_add(call->answer, "error: ");
  po_add_results(call->answer, L, base, lua_gettop(L));
  return lua_gettop(L) - base + 1;
}

static int po_call_worker(lua_State *L) {
  po_call *call = lua_touserdata(L, 1);
  luaL_checkstack(L, 400, NULL);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &po_key);
  int driver = lua_gettop(L), count = 0;
  lua_getfield(L, driver, call->name);
  for (int i = 0; i < 4 && call->arguments[i]->kind != PO_NONE; i++) {
    po_push(L, driver, call->arguments[i]);
    count++;
  }
  int base = driver + 1;
  int results = po_answer(L, call, count);
  if (call->failed || call->costly || !lua_isfunction(L, base)) return 0;
  call->answer->length = 0; // an iterator: what it gives is the answer
  int ended = 0; // and it stays at its end
  for (int i = 0; i < PO_MATCHES && ended < 2 && !call->failed && !call->costly; i++) {
    lua_settop(L, base);
    lua_pushvalue(L, base);
    po_add(call->answer, "%s", i > 0 ? "; " : "");
    results = po_answer(L, call, 0);
    ended += results == 0;
  }
  return 0;
}

static void po_call_sandbox(po_oracle *o, po_call *call) {
  sy_frame frame;
  sy_enter(o->sandbox, &frame, (sy_limits){PO_BUDGET, -1});
  sy_protected(o->sandbox, po_call_worker, call);
  sy_leave(o->sandbox, &frame);
}

static void po_call_stock(po_oracle *o, po_call *call) {
  lua_pushcfunction(o->stock, po_call_worker);
  lua_pushlightuserdata(o->stock, call);
  lua_pcall(o->stock, 1, 0, 0);
  lua_settop(o->stock, 0);
}

static int po_agree(po_oracle *o, po_call call, po_tally *tally) {
  call.answer = &o->ours;
  call.sandbox = o->sandbox;
  o->ours.length = o->theirs.length = 0;
  po_call_sandbox(o, &call);
  if (call.costly) {
    tally->costly++;
    return 1;
  }
  tally->calls++;
  tally->errors += call.failed;
  tally->matches += !call.failed && o->ours.length > 3 && memcmp(o->ours.bytes, "nil", 3) != 0;
  call.answer = &o->theirs;
  call.sandbox = NULL;
  po_call_stock(o, &call);
  if (o->ours.length == o->theirs.length && memcmp(o->ours.bytes, o->theirs.bytes, o->ours.length) == 0) return 1;
  po_add(&o->report, "string.%s(", call.name);
  for (int i = 0; i < 4 && call.arguments[i]->kind != PO_NONE; i++) {
    if (i > 0) po_add(&o->report, ", ");
    po_add_argument(&o->report, call.arguments[i]);
  }
  po_add(&o->report, ")\nsandbox: ");
  po_add_bytes(&o->report, o->ours.bytes, o->ours.length);
  po_add(&o->report, "\nstock:   ");
  po_add_bytes(&o->report, o->theirs.bytes, o->theirs.length);
  return 0;
}

const char *po_compare(po_oracle *o, uint64_t seed, uint64_t index, po_tally *tally) {
  static const po_value none = {.kind = PO_NONE};
  po_pair *p = &o->pair;
  po_make_pair(p, seed, index);
  const po_call calls[] = {
      {.name = "find", .arguments = {&p->subject, &p->pattern, &p->init, &p->plain}},
      {.name = "match", .arguments = {&p->subject, &p->pattern, &p->init, &none}},
      {.name = "gmatch", .arguments = {&p->subject, &p->pattern, &p->init, &none}},
      {.name = "gsub", .arguments = {&p->subject, &p->pattern, &p->replacement, &p->limit}},
  };
  o->report.length = 0;
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    if (!po_agree(o, calls[i], tally)) return o->report.bytes;
  }
  return NULL;
}

static int po_run_worker(lua_State *L) {
  const char *text = lua_touserdata(L, 1);
  if (luaL_loadbufferx(L, text, strlen(text), "=test", "t") != LUA_OK) return lua_error(L);
  lua_call(L, 0, 0);
  return 0;
}

int po_run(po_oracle *o, const char *text, int64_t budget, int64_t *spent) {
  sy_frame frame;
  sy_enter(o->sandbox, &frame, (sy_limits){budget, -1});
  int status = sy_protected(o->sandbox, po_run_worker, (void *)text);
  *spent = frame.granted - o->sandbox->left;
  sy_leave(o->sandbox, &frame);
  return status;
}

// A host that has nothing to offer; the driver asks for nothing.
static int po_no_invoke(void *c, int64_t id, const uint8_t *tape, size_t length, const char *source, int line) {
  (void)c, (void)id, (void)tape, (void)length, (void)source, (void)line;
  return SY_RUNTIME;
}
static int po_no_field(void *c, int64_t type, int64_t handle, int64_t index) {
  (void)c, (void)type, (void)handle, (void)index;
  return SY_RUNTIME;
}
static void po_no_describe(void *c, int64_t type, int64_t handle) { (void)c, (void)type, (void)handle; }
static int po_no_module(void *c, const char *name, size_t length) {
  (void)c, (void)name, (void)length;
  return SY_RUNTIME;
}
static void po_no_print(void *c, const char *text, size_t length, const char *source, int line) {
  (void)c, (void)text, (void)length, (void)source, (void)line;
}
static int64_t po_no_time(void *c) { return (void)c, 0; }

po_oracle *po_new(void) {
  po_oracle *o = calloc(1, sizeof *o);
  if (o == NULL) return NULL;
  sy_options options = {.memory_limit = 64 << 20, .tape_limit = 1 << 20, .depth_limit = 100};
  sy_host host = {NULL, po_no_invoke, po_no_field, po_no_describe, po_no_module, po_no_print, po_no_time, po_no_time};
  o->sandbox = sy_new(options, host);
  o->stock = luaL_newstate();
  int made = o->sandbox != NULL && o->stock != NULL;
  if (made) {
    luaL_openlibs(o->stock);
    lua_pushcfunction(o->stock, po_open_driver);
    made = lua_pcall(o->stock, 0, 0, 0) == LUA_OK && sy_protected(o->sandbox, po_open_driver, NULL) == SY_OK;
  }
  if (made) return o;
  po_free(o);
  return NULL;
}

void po_free(po_oracle *o) {
  if (o->sandbox != NULL) sy_free(o->sandbox);
  if (o->stock != NULL) lua_close(o->stock);
  free(o->ours.bytes);
  free(o->theirs.bytes);
  free(o->report.bytes);
  free(o);
}
