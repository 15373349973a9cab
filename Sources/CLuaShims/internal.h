#ifndef SWITCHYARD_INTERNAL_H
#define SWITCHYARD_INTERNAL_H

#include "CLuaShims.h"
#include "slab.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdatomic.h>
#include <string.h>

#define SY_UNLIMITED (INT64_MAX / 4)
// Instructions between two hook events, for the main thread and for coroutines that scripts make.
#define SY_INTERVAL 1000
#define SY_COROUTINE_INTERVAL 100
// A hook count that only killed threads have: Lua leaves hooks disabled in a thread whose hook raised, so their
// pending __close handlers must never run.
#define SY_KILLED_INTERVAL 1
// While Lua holds blocks of these sizes, one instruction may compare, scan or copy that much. Instructions are no
// measure of that, so with a limit on time the events come closer and each reads the clock.
#define SY_LARGE (1 << 16)
#define SY_LARGE_INTERVAL 100
#define SY_HUGE (1 << 20)
#define SY_HUGE_INTERVAL 10
// Coroutines whose closing may nest: before 5.4.6 Lua does not count those calls towards its limit on the C stack.
#define SY_MAX_CLOSING 10
// Elements that one call of a library function may go over, whatever the budget.
#define SY_RANGE_LIMIT 10000000
#define SY_MAX_DEPTH 1000
#define SY_NAME_SIZE 256
// Bytes that are kept of an error's text.
#define SY_MESSAGE_LIMIT (1 << 16)
// Bytes of a buffer that are kept from entry to entry.
#define SY_KEPT_CAPACITY ((size_t)1 << 16)

// Bytes that C owns outside Lua's heap. They belong to the state, so a raise cannot lose them.
typedef struct sy_buf {
  uint8_t *bytes;
  size_t length, capacity;
  sy_state *state; // whose injected failures it suffers; NULL: none
} sy_buf;

// One entry of the host. Entries nest when a callback enters the state again.
typedef struct sy_frame {
  struct sy_frame *outer;
  lua_State *current;
  int64_t granted, left, pause_at, time_limit, deadline, since_clock;
  int killed, can_wait;
  const _Atomic int *cancel;
  lua_State *host_thread;
  uint64_t scope; // 0, or the scope of the objects among this call's arguments
  sy_facts *facts; // what the call is about, if it was given facts
} sy_frame;

enum sy_stock {
  SY_STOCK_REP, SY_STOCK_CONCAT, SY_STOCK_INSERT, SY_STOCK_REMOVE, SY_STOCK_MOVE, SY_STOCK_UNPACK, SY_STOCK_SORT,
  SY_STOCK_PACK, SY_STOCK_UPPER, SY_STOCK_LOWER, SY_STOCK_REVERSE, SY_STOCK_BYTE, SY_STOCK_FORMAT,
  SY_STOCK_DATE, SY_STOCK_TIME, SY_STOCK_STRPACK,
  SY_STOCK_STRUNPACK, SY_STOCK_PACKSIZE, SY_STOCK_UTF8LEN, SY_STOCK_CODEPOINT, SY_STOCK_CODES, SY_STOCK_CODES_STRICT,
  SY_STOCK_CODES_LAX, SY_STOCK_OFFSET, SY_STOCK_TONUMBER, SY_STOCK_COUNT
};

struct sy_state {
  lua_State *L;
  sy_slab *slab;  // what its blocks come from; NULL: the system
  sy_state *kept; // how it was when it was kept, if it was
  lua_State *current; // the thread that runs, for nested entries and for the position of a memory failure
  sy_host host;
  sy_options options;
  size_t used;
  int64_t large, huge;  // blocks of over SY_LARGE and SY_HUGE bytes
  int64_t until, refused; // allocations that still succeed, and how many then fail; none while `refused` is 0
  uint64_t denied; // how often Lua was given no memory
  uint64_t created; // objects so far, in deterministic states

  // Limits of the entry that runs.
  int64_t left, time_limit, deadline, since_clock;
  int64_t spent; // by the last entry from outside
  int closing;   // coroutines that are being closed, one inside the other
  int killed; // a sy_status: sticky until the entry ends
  char kill_source[SY_NAME_SIZE];
  int kill_line;
  char memory_source[SY_NAME_SIZE];
  int memory_line;
  _Atomic int interrupted;
  const _Atomic int *cancel;
  sy_frame *frame;
  uint64_t scopes, epoch;

  // Waiting.
  int can_wait;             // every resumer down to the host can yield
  lua_State *host_thread;   // the host coroutine that runs
  int waiting;              // the yield that is under way is a wait of the host, or a pause
  int64_t pause_at;         // a coroutine that has no more left than this is set aside
  int paused;               // the yield that is under way is a pause
  int64_t waits;            // names each wait
  int64_t resumed;          // the wait that the host ends now
  int resume_status;
  const uint8_t *resume_bytes;
  size_t resume_length;

  int64_t functions; // last id given out
  int64_t function_count, function_peak; // now, and at most since their tables were made
  int hint; // the status of an error that is on its way, when it is not SY_RUNTIME

  // The shared table: what it holds and may hold, and which entry's changes are on record (see shared_changes.c).
  char shared_name[32];
  int64_t shared_size, shared_limit, undo_size;
  uint64_t undo_epoch;
  int undo_held;

  sy_buf out;   // tape to Swift
  sy_buf in;    // reply from Swift
  sy_buf name;  // name of a module
  sy_buf json;  // text being encoded
  sy_buf fresh; // ids of functions on a tape that is being written
  sy_buf types; // of each object type, by its number: where the registry has its metatable (int)

  sy_buf message, traceback;
  int failure;
  char failure_source[SY_NAME_SIZE];
  int failure_line;

  lua_CFunction stock[SY_STOCK_COUNT];
  lua_CFunction light[256]; // functions without an address of their own, in order of registration
  int light_count;
};

static inline sy_state *sy_of(lua_State *L) { return *(sy_state **)lua_getextraspace(L); }

// Keys of the registry.
extern const char sy_key_functions, sy_key_counts, sy_key_threads, sy_key_array;
extern const char sy_key_modules, sy_key_loading, sy_key_frozen, sy_null, sy_kill_value;

// Buffers. `sy_append` returns 0 when there is no memory.
int sy_append(sy_buf *buf, const void *bytes, size_t length);
int sy_append_text(sy_buf *buf, const char *text);
void sy_trim(sy_buf *buf);
void sy_drop(sy_buf *buf);

// Budget.
void sy_hook(lua_State *L, lua_Debug *ar);
void sy_set_hook(lua_State *L, sy_state *s, int interval);
void sy_charge(lua_State *L, uint64_t cost);
int sy_kill(lua_State *L, int status);
// Raises again when the state was killed; a caught memory failure kills it too. For all that catches errors.
void sy_rethrow(lua_State *L, int status);
// Makes what Lua calls a memory error the reason for which all that runs ends.
void sy_note_memory(sy_state *s, int status);
// Large blocks cost what filling them would: `a .. b` is one instruction however long. Returns 0 when the budget does not
// reach, and the state is killed: the allocation must fail. `fresh`: the block does not replace a smaller one.
int sy_pay_for_block(sy_state *s, size_t bytes, int fresh);
// Lua collects all garbage when an allocation fails.
void sy_pay_for_collection(sy_state *s);
// Charges for an instruction count that is about to be set anew, as if it had been full.
void sy_charge_lost_count(sy_state *s);
// Whether an allocation is to fail because a test asked for it.
int sy_refuses(sy_state *s);
uint64_t sy_object_id(lua_State *L, int index);

// Coverage: registers the function on top of the stack, a chunk that was just compiled; counts a line event.
void sy_cover_chunk(lua_State *L, const char *name);
void sy_cover_line(lua_State *L, lua_Debug *ar);

// Positions and failures.
int sy_position(lua_State *L, int level, char *source, int *line);
void sy_push_position(lua_State *L);
int sy_error(lua_State *L, const char *format, ...);
int sy_message_handler(lua_State *L);
// Records the error value on top of L (which it pops) as the failure; frames are those of `thread`.
void sy_record(lua_State *L, lua_State *thread, int level);
void sy_record_status(sy_state *s, int status, const char *message);
const char *sy_status_text(int status);
// Makes room on the stack; raises that it is full, or that there is no memory for it.
void sy_check_stack(lua_State *L, int slots);
int sy_finish(sy_state *s, int status);

// Entries.
void sy_enter(sy_state *s, sy_frame *frame, sy_limits limits);
void sy_leave(sy_state *s, sy_frame *frame);
int sy_protected(sy_state *s, lua_CFunction worker, void *argument);
// Runs a worker as an entry without a budget.
int sy_run(sy_state *s, lua_CFunction worker, void *argument);

// Values.
void sy_encode(lua_State *L, int first, int last);
// Encodes one value in which only marked arrays count as such, so that decoding it gives the same kinds of table.
void sy_encode_exact(lua_State *L, int index);
int sy_decode(lua_State *L, const uint8_t *bytes, size_t length, uint64_t scope);
void sy_push_json(lua_State *L, const char *text, size_t length);
// Pushes what a tape of one JSON text says, for a field of the object at 1 whose name is at 2: an error names it.
void sy_push_json_field(lua_State *L, const uint8_t *tape, size_t length);
void sy_push_array_metatable(lua_State *L);
int sy_is_array(lua_State *L, int index);
int64_t sy_sequence(lua_State *L, int index);
int64_t sy_retain_function(lua_State *L, int index);
void sy_unretain_function(lua_State *L, int64_t id);
void sy_push_function(lua_State *L, int64_t id);
void sy_push_object(lua_State *L, int64_t type, int64_t handle, uint64_t scope);
int sy_object(lua_State *L, int index, int64_t *type, int64_t *handle);
void sy_push_fact(lua_State *L, sy_facts *facts, uint32_t index);
const char *sy_tolstring(lua_State *L, int index, size_t *length);
void sy_suggest(lua_State *L, int names, const char *wanted);

// The library.
void sy_open(lua_State *L);
void sy_open_base(lua_State *L);
void sy_open_coroutine(lua_State *L);
void sy_open_string(lua_State *L);
void sy_open_patterns(lua_State *L);
void sy_open_table(lua_State *L);
void sy_open_utf8(lua_State *L);
void sy_open_os(lua_State *L);
void sy_open_require(lua_State *L);
void sy_open_json(lua_State *L);
void sy_open_math(lua_State *L);
void sy_add(lua_State *L, const char *name, lua_CFunction function);
void sy_keep(lua_State *L, int stock, const char *name);
// Replaces the table on top by a read-only stand-in; `name` is what the message calls it.
void sy_freeze(lua_State *L, const char *name);
// When the value at `index` is a read-only stand-in, pushes the table behind it. Raises for a shared table that is
// not open yet.
int sy_behind(lua_State *L, int index);
int sy_shared_closed(lua_State *L);
int sy_next_sorted(lua_State *L, int index);
int sy_sorted_pairs(lua_State *L, int index);
void sy_push_callback(lua_State *L, int64_t id, const char *name);
int sy_deliver(lua_State *L, int status, const uint8_t *bytes, size_t length);
int sy_resume(lua_State *L, lua_State *co, int arguments, int *results);
// Ends a coroutine and runs its pending __close handlers; returns as lua_resetthread, with the error on top of `co`.
int sy_close_coroutine(lua_State *L, lua_State *co);
// The length of the table at 1, for a library function that would trust it: a metamethod's is refused.
lua_Integer sy_length(lua_State *L, const char *function);
void sy_charge_range(lua_State *L, const char *function, lua_Integer first, lua_Integer last);
int sy_sort(lua_State *L);
int sy_gsub(lua_State *L);
int sy_load_function(lua_State *L);
// Compiles text, which is paid for as it is read. Returns as lua_load.
int sy_load_text(lua_State *L, const char *text, size_t length, const char *name);
int sy_require(lua_State *L);
int sy_tostring(lua_State *L);
int sy_handler(lua_State *L);

#endif
