#include "internal.h"

#include <math.h>
#include <stdlib.h>

// JSON text → Lua values, by recursive descent (RFC 8259). Integers that fit 64 bits stay integers.

int sy_utf8_sequence(const unsigned char *at, const unsigned char *end);

typedef struct sy_parser {
  lua_State *L;
  sy_state *s;
  const char *start, *at, *end;
  int depth, is_field;
} sy_parser;

static int sy_parse_error(sy_parser *p, const char *at, const char *what) {
  int line = 1;
  const char *begin = p->start;
  for (const char *c = p->start; c < at && c < p->end; c++) {
    if (*c == '\n') {
      line++;
      begin = c + 1;
    }
  }
  int column = (int)(at - begin) + 1;
  if (!p->is_field) return sy_error(p->L, "invalid JSON: line %d column %d: %s", line, column, what);
  luaL_getmetafield(p->L, 1, "__name");
  return sy_error(p->L, "%s.%s is not valid JSON: line %d column %d: %s", lua_tostring(p->L, -1),
                  lua_tostring(p->L, 2), line, column, what);
}

static void sy_skip(sy_parser *p) {
  while (p->at < p->end && (*p->at == ' ' || *p->at == '\n' || *p->at == '\t' || *p->at == '\r')) p->at++;
}

static void sy_parse_value(sy_parser *p);

static int sy_hex4(sy_parser *p, const char *at) {
  int value = 0;
  for (int i = 0; i < 4; i++) {
    char c = at + i < p->end ? at[i] : 0;
    int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

static void sy_add_scalar(luaL_Buffer *text, unsigned scalar) {
  if (scalar < 0x80) {
    luaL_addchar(text, (char)scalar);
  } else if (scalar < 0x800) {
    luaL_addchar(text, (char)(0xC0 | scalar >> 6));
    luaL_addchar(text, (char)(0x80 | (scalar & 0x3F)));
  } else if (scalar < 0x10000) {
    luaL_addchar(text, (char)(0xE0 | scalar >> 12));
    luaL_addchar(text, (char)(0x80 | (scalar >> 6 & 0x3F)));
    luaL_addchar(text, (char)(0x80 | (scalar & 0x3F)));
  } else {
    luaL_addchar(text, (char)(0xF0 | scalar >> 18));
    luaL_addchar(text, (char)(0x80 | (scalar >> 12 & 0x3F)));
    luaL_addchar(text, (char)(0x80 | (scalar >> 6 & 0x3F)));
    luaL_addchar(text, (char)(0x80 | (scalar & 0x3F)));
  }
}

static void sy_parse_escape(sy_parser *p, luaL_Buffer *text) {
  const char *start = p->at++; // the backslash
  if (p->at >= p->end) sy_parse_error(p, start, "unfinished string");
  static const char codes[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
  char c = *p->at++;
  for (const char *s = codes; *s != 0; s += 2) {
    if (*s != c) continue;
    luaL_addchar(text, s[1]);
    return;
  }
  if (c != 'u') sy_parse_error(p, start, "unknown escape in a string");
  int scalar = sy_hex4(p, p->at);
  if (scalar < 0) sy_parse_error(p, start, "'\\u' needs four hexadecimal digits");
  p->at += 4;
  if (scalar >= 0xD800 && scalar <= 0xDFFF) {
    int low = p->end - p->at >= 6 && p->at[0] == '\\' && p->at[1] == 'u' ? sy_hex4(p, p->at + 2) : -1;
    if (scalar >= 0xDC00 || low < 0xDC00 || low > 0xDFFF) sy_parse_error(p, start, "half of a surrogate pair");
    p->at += 6;
    scalar = 0x10000 + ((scalar - 0xD800) << 10) + (low - 0xDC00);
  }
  sy_add_scalar(text, (unsigned)scalar);
}

// The length of the run of bytes that stand for themselves.
static void sy_skip_plain(sy_parser *p) {
  while (p->at < p->end) {
    unsigned char c = (unsigned char)*p->at;
    if (c == '"' || c == '\\') return;
    if (c < 0x20) sy_parse_error(p, p->at, "control character in a string");
    int size = sy_utf8_sequence((const unsigned char *)p->at, (const unsigned char *)p->end);
    if (size == 0) sy_parse_error(p, p->at, "invalid UTF-8 in a string");
    p->at += size;
  }
}

static void sy_parse_string(sy_parser *p) {
  const char *quote = p->at++, *plain = p->at;
  sy_skip_plain(p);
  if (p->at < p->end && *p->at == '"') { // without escapes: no buffer
    lua_pushlstring(p->L, plain, (size_t)(p->at++ - plain));
    return;
  }
  luaL_Buffer text;
  luaL_buffinit(p->L, &text);
  for (;;) {
    luaL_addlstring(&text, plain, (size_t)(p->at - plain));
    if (p->at >= p->end) sy_parse_error(p, quote, "unfinished string");
    if (*p->at == '"') break;
    sy_parse_escape(p, &text);
    plain = p->at;
    sy_skip_plain(p);
  }
  p->at++;
  luaL_pushresult(&text);
}

static int sy_digits(sy_parser *p) {
  const char *from = p->at;
  while (p->at < p->end && *p->at >= '0' && *p->at <= '9') p->at++;
  return p->at > from;
}

static void sy_parse_number(sy_parser *p) {
  const char *start = p->at;
  int integer = 1;
  if (*p->at == '-') p->at++;
  const char *first = p->at;
  if (!sy_digits(p)) sy_parse_error(p, start, "malformed number");
  if (*first == '0' && p->at > first + 1) sy_parse_error(p, start, "a number cannot start with 0");
  if (p->at < p->end && *p->at == '.') {
    integer = 0;
    p->at++;
    if (!sy_digits(p)) sy_parse_error(p, start, "malformed number");
  }
  if (p->at < p->end && (*p->at == 'e' || *p->at == 'E')) {
    integer = 0;
    p->at++;
    if (p->at < p->end && (*p->at == '+' || *p->at == '-')) p->at++;
    if (!sy_digits(p)) sy_parse_error(p, start, "malformed number");
  }
  // -0 has no integer of its own; 18 digits always fit.
  if (integer && p->at - first <= 18 && !(*start == '-' && *first == '0')) {
    int64_t value = 0;
    for (const char *c = first; c < p->at; c++) value = value * 10 + (*c - '0');
    lua_pushinteger(p->L, *start == '-' ? -value : value);
    return;
  }
  char short_text[64];
  size_t length = (size_t)(p->at - start);
  const char *text = short_text; // a copy: strtod must not read past the token
  if (length < sizeof short_text) {
    memcpy(short_text, start, length);
    short_text[length] = 0;
  } else {
    text = lua_pushlstring(p->L, start, length);
  }
  // Lua's conversion: an integer if it fits, else a float.
  if (integer && *first != '0' && lua_stringtonumber(p->L, text) != 0) {
    if (isinf(lua_tonumber(p->L, -1))) sy_parse_error(p, start, "the number is too large");
    if (text != short_text) lua_remove(p->L, -2);
    return;
  }
  double value = strtod(text, NULL);
  if (isinf(value)) sy_parse_error(p, start, "the number is too large");
  if (text != short_text) lua_pop(p->L, 1);
  lua_pushnumber(p->L, value);
}

static void sy_deeper(sy_parser *p) {
  if (++p->depth > p->s->options.depth_limit) sy_parse_error(p, p->at, "nested too deep");
  sy_check_stack(p->L, 6);
}

static void sy_parse_array(sy_parser *p) {
  lua_State *L = p->L;
  const char *start = p->at++;
  sy_deeper(p);
  lua_newtable(L);
  sy_push_array_metatable(L);
  lua_setmetatable(L, -2);
  sy_skip(p);
  if (p->at < p->end && *p->at == ']') {
    p->at++;
    p->depth--;
    return;
  }
  for (lua_Integer i = 1;; i++) {
    sy_parse_value(p);
    lua_rawseti(L, -2, i);
    sy_skip(p);
    if (p->at >= p->end) sy_parse_error(p, start, "unfinished array");
    char c = *p->at++;
    if (c == ']') break;
    if (c != ',') sy_parse_error(p, p->at - 1, "expected ',' or ']'");
  }
  p->depth--;
}

static void sy_parse_object(sy_parser *p) {
  lua_State *L = p->L;
  const char *start = p->at++;
  sy_deeper(p);
  lua_newtable(L);
  sy_skip(p);
  if (p->at < p->end && *p->at == '}') {
    p->at++;
    p->depth--;
    return;
  }
  for (;;) {
    sy_skip(p);
    if (p->at >= p->end) sy_parse_error(p, start, "unfinished object");
    if (*p->at != '"') sy_parse_error(p, p->at, "expected a string as key");
    sy_parse_string(p);
    sy_skip(p);
    if (p->at >= p->end || *p->at != ':') sy_parse_error(p, p->at, "expected ':'");
    p->at++;
    sy_parse_value(p);
    lua_rawset(L, -3);
    sy_skip(p);
    if (p->at >= p->end) sy_parse_error(p, start, "unfinished object");
    char c = *p->at++;
    if (c == '}') break;
    if (c != ',') sy_parse_error(p, p->at - 1, "expected ',' or '}'");
  }
  p->depth--;
}

static int sy_word(sy_parser *p, const char *word) {
  size_t length = strlen(word);
  if ((size_t)(p->end - p->at) < length || memcmp(p->at, word, length) != 0) return 0;
  p->at += length;
  return 1;
}

static void sy_parse_value(sy_parser *p) {
  sy_skip(p);
  if (p->at >= p->end) sy_parse_error(p, p->at, "unexpected end");
  char c = *p->at;
  if (c == '{') {
    sy_parse_object(p);
  } else if (c == '[') {
    sy_parse_array(p);
  } else if (c == '"') {
    sy_parse_string(p);
  } else if (c == '-' || (c >= '0' && c <= '9')) {
    sy_parse_number(p);
  } else if (sy_word(p, "true")) {
    lua_pushboolean(p->L, 1);
  } else if (sy_word(p, "false")) {
    lua_pushboolean(p->L, 0);
  } else if (sy_word(p, "null")) {
    lua_pushlightuserdata(p->L, (void *)&sy_null);
  } else {
    sy_parse_error(p, p->at, "unexpected character");
  }
}

static void sy_parse(lua_State *L, const char *text, size_t length, int is_field) {
  sy_charge(L, length / 16);
  sy_check_stack(L, 8);
  sy_parser p = {L, sy_of(L), text, text, text + length, 0, is_field};
  sy_parse_value(&p);
  sy_skip(&p);
  if (p.at < p.end) sy_parse_error(&p, p.at, "unexpected text after the value");
}

void sy_push_json(lua_State *L, const char *text, size_t length) { sy_parse(L, text, length, 0); }

void sy_push_json_field(lua_State *L, const uint8_t *tape, size_t length) {
  uint32_t size;
  if (length < 5) luaL_error(L, "a value from the host is cut short");
  memcpy(&size, tape + 1, sizeof size);
  if (size != length - 5) luaL_error(L, "a value from the host is cut short");
  sy_parse(L, (const char *)tape + 5, size, 1);
}
