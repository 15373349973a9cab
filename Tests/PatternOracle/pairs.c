#include "pairs.h"

#include <stdio.h>
#include <string.h>

// Random patterns and subjects: mostly by the grammar and of few letters, so that they match; some broken.

typedef struct po_maker {
  uint64_t state;
  const char *letters;
  size_t letter_count;
  char *bytes; // of what is being made
  size_t length, capacity;
} po_maker;

// SplitMix64.
static uint64_t po_next(po_maker *r) {
  uint64_t z = r->state += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

static size_t po_below(po_maker *r, size_t limit) { return (size_t)(po_next(r) % limit); }
static int po_chance(po_maker *r, size_t percent) { return po_below(r, 100) < percent; }

static void po_put(po_maker *r, char c) {
  if (r->length < r->capacity) r->bytes[r->length++] = c;
}

static char po_pick(po_maker *r, const char *choices) { return choices[po_below(r, strlen(choices))]; }

static char po_letter(po_maker *r) {
  if (po_chance(r, 2)) return (char)po_below(r, 256);
  return r->letters[po_below(r, r->letter_count)];
}

static void po_set_member(po_maker *r) {
  switch (po_below(r, 8)) {
    case 0:
    case 1:
      po_put(r, '%');
      po_put(r, po_pick(r, "acdglpsuwxzACDGLPSUWXZ"));
      break;
    case 2:
      po_put(r, '%');
      po_put(r, po_chance(r, 50) ? po_pick(r, "]%-^.[") : po_letter(r));
      break;
    case 3:
    case 4:
      po_put(r, po_letter(r));
      po_put(r, '-');
      if (po_chance(r, 90)) {
        po_put(r, po_letter(r));
      } else { // what may be the end of a range or the beginning of an escape
        po_put(r, po_pick(r, "%%]-z\xff"));
        if (po_chance(r, 50)) po_put(r, po_pick(r, "%]-"));
      }
      break;
    default: po_put(r, po_letter(r));
  }
}

static void po_set(po_maker *r) {
  po_put(r, '[');
  if (po_chance(r, 25)) po_put(r, '^');
  if (po_chance(r, 5)) po_put(r, ']');
  for (size_t count = 1 + po_below(r, 4); count > 0; count--) po_set_member(r);
  if (po_chance(r, 5)) po_put(r, '-');
  if (!po_chance(r, 1)) po_put(r, ']');
}

static void po_single(po_maker *r) {
  switch (po_below(r, 12)) {
    case 0:
    case 1: po_put(r, '.'); break;
    case 2:
    case 3:
      po_put(r, '%');
      po_put(r, po_pick(r, "acdglpsuwxzACDGLPSUWXZ"));
      break;
    case 4:
      po_put(r, '%');
      po_put(r, po_chance(r, 60) ? po_pick(r, "().%+-*?[]^$") : (char)po_below(r, 256));
      break;
    case 5:
    case 6: po_set(r); break;
    default: po_put(r, po_letter(r));
  }
}

static void po_items(po_maker *r, size_t count, int depth) {
  while (count-- > 0) {
    switch (po_below(r, 16)) {
      case 0:
      case 1:
      case 2:
        if (depth == 0) break;
        po_put(r, '(');
        if (!po_chance(r, 25)) po_items(r, po_below(r, 4), depth - 1);
        if (!po_chance(r, 2)) po_put(r, ')');
        break;
      case 3:
        po_put(r, '%');
        po_put(r, (char)('0' + (po_chance(r, 95) ? 1 + po_below(r, 3) : po_below(r, 10))));
        break;
      case 4:
        po_put(r, '%');
        po_put(r, po_chance(r, 50) ? 'f' : 'b');
        if (r->bytes[r->length - 1] == 'f') {
          if (!po_chance(r, 3)) po_set(r);
        } else if (po_chance(r, 60)) {
          po_put(r, '(');
          po_put(r, ')');
        } else {
          po_put(r, po_letter(r));
          if (!po_chance(r, 5)) po_put(r, po_letter(r));
        }
        break;
      default:
        po_single(r);
        if (po_chance(r, 45)) po_put(r, po_pick(r, "*+-?"));
    }
  }
}

static void po_pattern(po_maker *r) {
  if (po_chance(r, 1)) { // at and past the limits on captures and on open choices
    static const char *const parts[] = {"()", "(a", "a?", "a*", ".-", "(", "a+", "(a?)", "%1", "%"};
    const char *part = parts[po_below(r, 10)];
    size_t count = po_chance(r, 50) ? 30 + po_below(r, 5) : 195 + po_below(r, 10);
    while (count-- > 0) {
      for (const char *c = part; *c != 0; c++) po_put(r, *c);
    }
    po_items(r, po_below(r, 3), 1);
    return;
  }
  if (po_chance(r, 15)) po_put(r, '^');
  po_items(r, po_chance(r, 80) ? po_below(r, 5) : po_below(r, 12), 3);
  if (po_chance(r, 12)) po_put(r, '$');
  if (po_chance(r, 10)) {
    for (size_t count = 1 + po_below(r, 3); count > 0 && r->length > 0; count--) {
      size_t at = po_below(r, r->length);
      switch (po_below(r, 3)) {
        case 0: r->bytes[at] = po_pick(r, "%[]()^$*+-?.1bf"); break;
        case 1: r->length = at; break;
        default: r->bytes[at] = (char)po_below(r, 256);
      }
    }
  }
}

static void po_subject(po_maker *r, const char *pattern, size_t pattern_length) {
  size_t pieces = po_chance(r, 95) ? po_below(r, 7) : po_below(r, 60);
  if (po_chance(r, 1)) pieces = po_below(r, 4000);
  while (pieces-- > 0) {
    size_t from = r->length;
    switch (po_below(r, 6)) {
      case 0:
        for (size_t i = 0; i < pattern_length && r->length - from < 12; i++) {
          if (strchr("%[](+-*?^$", pattern[i]) == NULL) po_put(r, pattern[i]);
        }
        break;
      case 1: {
        char c = po_letter(r);
        for (size_t count = po_below(r, 8); count > 0; count--) po_put(r, c);
        break;
      }
      case 2:
        for (size_t count = 1 + po_below(r, 6); count > 0; count--) po_put(r, po_pick(r, "()"));
        break;
      case 3: // a repetition, for back references
        for (size_t count = po_below(r, 4), i = 0; i < count && from >= count; i++) {
          po_put(r, r->bytes[from - count + i]);
        }
        break;
      default:
        for (size_t count = po_below(r, 6); count > 0; count--) po_put(r, po_letter(r));
    }
  }
}

static void po_filling(po_maker *r) {
  for (size_t count = po_below(r, 5); count > 0; count--) {
    if (po_chance(r, 45)) {
      po_put(r, '%');
      po_put(r, po_chance(r, 90) ? (char)('0' + po_below(r, 3)) : po_pick(r, "%%9a("));
    } else {
      po_put(r, po_letter(r));
    }
  }
  if (po_chance(r, 2)) po_put(r, '%');
}

static void po_start(po_maker *r, char *bytes, size_t capacity) {
  r->bytes = bytes;
  r->length = 0;
  r->capacity = capacity;
}

static po_value po_made(po_maker *r) { return (po_value){.kind = PO_STRING, .bytes = r->bytes, .length = r->length}; }

// An integer, or what may stand for one.
static po_value po_position(po_maker *r, size_t length, size_t percent) {
  static const int64_t far[] = {INT64_MAX, INT64_MIN, INT64_MIN + 1, INT32_MAX, -1000};
  po_value value = {.kind = PO_NONE};
  if (!po_chance(r, percent)) return value;
  value.kind = PO_INTEGER;
  value.integer = (int64_t)po_below(r, length + 6) - 2;
  if (po_chance(r, 25)) value.integer = -value.integer;
  if (po_chance(r, 3)) value.integer = far[po_below(r, 5)];
  switch (po_below(r, 40)) {
    case 0: value.kind = PO_NIL; break;
    case 1:
      value.kind = PO_NUMBER;
      value.number = (double)value.integer + (po_chance(r, 50) ? 0.5 : 0);
      break;
    case 2: {
      const char *format = po_chance(r, 80) ? "%d" : "x%d";
      value.kind = PO_STRING;
      value.length = (size_t)snprintf(value.small, sizeof value.small, format, (int)value.integer);
      break;
    }
    case 3: value.kind = PO_BOOLEAN;
  }
  return value;
}

// Now and then something else in the place of a string.
static po_value po_other(po_maker *r, po_value value) {
  if (!po_chance(r, 1)) return value;
  po_value other = {.kind = PO_NIL + (int)po_below(r, 4), .integer = (int64_t)po_below(r, 200), .number = 1.25};
  return other;
}

void po_make_pair(po_pair *pair, uint64_t seed, uint64_t index) {
  // Where one class of characters ends and another begins.
  static const char edges[] = "\0\x08\t\r\x0e\x1f !/09:@AFGZ[`afgz{~\x7f\x80\xff";
  static const struct {
    const char *letters;
    size_t count;
  } alphabets[] = {{"ab", 2}, {"abc", 3}, {"a", 1}, {"ab1 ", 4}, {"aB_.-", 5}, {"a\0b", 3},
                   {"\0\x80\xff~", 4}, {"a(b)", 4}, {"xyz09 %", 7}, {"]^-a%", 5}, {edges, sizeof edges - 1}};
  po_maker r = {.state = seed * 0xd1342543de82ef95 + index};
  po_next(&r);
  size_t alphabet = po_below(&r, sizeof alphabets / sizeof *alphabets);
  r.letters = alphabets[alphabet].letters;
  r.letter_count = alphabets[alphabet].count;

  po_start(&r, pair->pattern_bytes, sizeof pair->pattern_bytes);
  po_pattern(&r);
  po_value pattern = po_made(&r);
  po_start(&r, pair->subject_bytes, sizeof pair->subject_bytes);
  po_subject(&r, pattern.bytes, pattern.length);
  po_value subject = po_made(&r);
  po_start(&r, pair->replacement_bytes, sizeof pair->replacement_bytes);
  po_filling(&r);
  pair->replacement = po_other(&r, po_made(&r));
  if (po_chance(&r, 50)) {
    pair->replacement = (po_value){.kind = PO_REPLACEMENT, .integer = 1 + (int64_t)po_below(&r, PO_REPLACEMENTS)};
  }
  pair->init = po_position(&r, subject.length, 50);
  pair->limit = po_position(&r, subject.length, 30);
  pair->plain = (po_value){.kind = PO_NONE};
  if (pair->init.kind != PO_NONE && po_chance(&r, 30)) {
    pair->plain.kind = PO_BOOLEAN;
    pair->plain.integer = po_chance(&r, 70);
  }
  pair->pattern = po_other(&r, pattern);
  pair->subject = po_other(&r, subject);
}
