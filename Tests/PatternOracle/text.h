#ifndef SWITCHYARD_TEXT_H
#define SWITCHYARD_TEXT_H

#include "pairs.h"

#include <lua.h>

void po_add(po_bytes *text, const char *format, ...);
void po_add_bytes(po_bytes *text, const char *bytes, size_t length);
void po_add_quoted(po_bytes *text, const char *bytes, size_t length);
void po_add_argument(po_bytes *text, const po_value *value);
// Adds values of the stack, separated by commas. Never raises.
void po_add_results(po_bytes *text, lua_State *L, int first, int last);

#endif
