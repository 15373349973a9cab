#ifndef SWITCHYARD_SHARED_H
#define SWITCHYARD_SHARED_H

#include "internal.h"

// The shared table is a tree of nodes. A node is a read-only stand-in (see freeze.c) whose metatable, the node's
// record, has these parts besides. Every assignment copies, so a node has one place for as long as it is there.
enum {
  SY_NODE_PARENT = 1, // the record of the node that it is in; at the root the table's name
  SY_NODE_KEY = 2,    // under which key
  SY_NODE_GONE = 3,   // true once it was replaced or removed there
};

#define SY_SHARED_DEPTH 100
#define SY_ENTRY_SIZE 32
#define SY_TABLE_SIZE 64

extern const char sy_key_shared, sy_key_undo;

// Pushes a node without content, to stand in the node with this record under this key.
void sy_push_closed_node(lua_State *L, int record, int key);
// Gives a node empty content.
void sy_open_node(lua_State *L, int node);
// When the value is a node, pushes its record.
int sy_node(lua_State *L, int index);
// How deep the node with this record is, from 1 for the root; 0 when it is not in the table any more.
int sy_node_depth(lua_State *L, int record);
void sy_set_gone(lua_State *L, int node, int gone);
// Pushes `shared.counts["a b"][3]`: the path of a node and, if `key` is not 0, of an entry in it.
void sy_push_path(lua_State *L, int record, int key);
// Goes over a table in the order of `pairs`: `sy_first_entry` pushes a position, `sy_next_entry` moves it on and pushes
// a key and its value, or returns 0.
void sy_first_entry(lua_State *L, int table);
int sy_next_entry(lua_State *L, int table, int position);
// What the table counts a value as that is in it.
int64_t sy_size_of(lua_State *L, int index);
// Pushes what an entry is to hold for a value: the value, or a copy of it as nodes. Raises when it is no plain data,
// or brings what the table holds from `*size` past its limit. Adds to `*size` what the entry counts as.
void sy_push_plain(lua_State *L, int record, int key, int value, int64_t *size);
int sy_shared_assign(lua_State *L);
// Notes what an entry holds before it is changed.
void sy_note_change(lua_State *L, int content, int key, int old);
void sy_forget_changes(lua_State *L);

#endif
