#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Values as text that tells any two apart.

static char *po_room(po_bytes *text, size_t length) {
  if (text->capacity - text->length < length) {
    text->capacity = 2 * (text->length + length);
    text->bytes = realloc(text->bytes, text->capacity);
    if (text->bytes == NULL) abort();
  }
  return text->bytes + text->length;
}

void po_add(po_bytes *text, const char *format, ...) {
  char *room = po_room(text, 400);
  va_list arguments;
  va_start(arguments, format);
  text->length += (size_t)vsnprintf(room, 400, format, arguments);
  va_end(arguments);
}

void po_add_bytes(po_bytes *text, const char *bytes, size_t length) {
  char *room = po_room(text, length + 1);
  if (length > 0) memcpy(room, bytes, length);
  room[length] = 0;
  text->length += length;
}

void po_add_quoted(po_bytes *text, const char *bytes, size_t length) {
  char *out = po_room(text, 4 * length + 3);
  *out++ = '"';
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)bytes[i];
    if (c >= ' ' && c < 127 && c != '"' && c != '\\') {
      *out++ = (char)c;
    } else {
      *out++ = '\\';
      *out++ = (char)('0' + c / 100);
      *out++ = (char)('0' + c / 10 % 10);
      *out++ = (char)('0' + c % 10);
    }
  }
  *out++ = '"';
  *out = 0;
  text->length = (size_t)(out - text->bytes);
}

void po_add_argument(po_bytes *text, const po_value *value) {
  switch (value->kind) {
    case PO_NONE: return;
    case PO_NIL: po_add(text, "nil"); break;
    case PO_BOOLEAN: po_add(text, "%s", value->integer ? "true" : "false"); break;
    case PO_INTEGER: po_add(text, "%lld", (long long)value->integer); break;
    case PO_NUMBER: po_add(text, "%.17g", value->number); break;
    case PO_REPLACEMENT: po_add(text, "<replacement %lld>", (long long)value->integer); break;
    case PO_STRING:
      po_add_quoted(text, value->bytes != NULL ? value->bytes : value->small, value->length);
  }
}

void po_add_results(po_bytes *text, lua_State *L, int first, int last) {
  for (int i = first; i <= last; i++) {
    if (i > first) po_add(text, ", ");
    if (lua_type(L, i) == LUA_TSTRING) {
      size_t length;
      const char *bytes = lua_tolstring(L, i, &length);
      po_add_quoted(text, bytes, length);
    } else if (lua_isinteger(L, i)) {
      po_add(text, "%lld", (long long)lua_tointeger(L, i));
    } else {
      po_add(text, "%s", lua_typename(L, lua_type(L, i)));
    }
  }
}
