#include "patterns.h"

// Items that match one character.

enum { ZERO = 1, CNTRL = 2, DIGIT = 4, LOWER = 8, PUNCT = 16, SPACE = 32, UPPER = 64, HEX = 128 };

static const uint8_t sy_kinds[256] = {
    [0] = CNTRL | ZERO, [1 ... 8] = CNTRL, [9 ... 13] = CNTRL | SPACE, [14 ... 31] = CNTRL, [' '] = SPACE,
    ['!' ... '/'] = PUNCT, ['0' ... '9'] = DIGIT | HEX, [':' ... '@'] = PUNCT, ['A' ... 'F'] = UPPER | HEX,
    ['G' ... 'Z'] = UPPER, ['[' ... '`'] = PUNCT, ['a' ... 'f'] = LOWER | HEX, ['g' ... 'z'] = LOWER,
    ['{' ... '~'] = PUNCT, [127] = CNTRL,
};

// What a letter after '%' stands for; its capital stands for all other characters. The manual does not know `%z` any
// more, the stock library does.
#define SY_CLASS(small, capital, kinds) [small] = (kinds), [capital] = (kinds)
static const uint8_t sy_classes[256] = {
    SY_CLASS('a', 'A', LOWER | UPPER), SY_CLASS('c', 'C', CNTRL), SY_CLASS('d', 'D', DIGIT),
    SY_CLASS('g', 'G', LOWER | UPPER | DIGIT | PUNCT), SY_CLASS('l', 'L', LOWER), SY_CLASS('p', 'P', PUNCT),
    SY_CLASS('s', 'S', SPACE), SY_CLASS('u', 'U', UPPER), SY_CLASS('w', 'W', LOWER | UPPER | DIGIT),
    SY_CLASS('x', 'X', HEX), SY_CLASS('z', 'Z', ZERO),
};

static inline int sy_is_negated(char letter) { return letter < 'a'; }

static inline int sy_class_has(char letter, char c) {
  uint8_t kinds = sy_classes[(uint8_t)letter];
  if (kinds == 0) return letter == c;
  return ((sy_kinds[(uint8_t)c] & kinds) != 0) != sy_is_negated(letter);
}

// `bracket` is the set's last. A range may take the '%' of an escape as its end, and what is then read as an escape
// the bracket itself: sets mean what the stock library makes of them.
int sy_set_has(const char *set, const char *bracket, char c) {
  int inside = set[1] != '^';
  for (const char *at = set + (inside ? 1 : 2); at < bracket; at++) {
    if (*at == '%') {
      if (sy_class_has(*++at, c)) return inside;
    } else if (at[1] == '-' && at + 2 < bracket) {
      if ((uint8_t)at[0] <= (uint8_t)c && (uint8_t)c <= (uint8_t)at[2]) return inside;
      at += 2;
    } else if (*at == c) {
      return inside;
    }
  }
  return !inside;
}

static const char *sy_set_end(sy_matcher *m, const char *set) {
  const char *at = set + (set[1] == '^' ? 2 : 1), *counted = at;
  do { // a bracket that comes first is a member
    if (at == m->pattern_end) sy_complain(m, "malformed pattern (missing ']')");
    at += *at == '%' && at + 1 < m->pattern_end ? 2 : 1;
    if (at - counted >= SY_STRIDE) {
      sy_step(m, SY_STRIDE / SY_BYTES_PER_STEP);
      counted = at;
    }
  } while (*at != ']');
  return at + 1;
}

const char *sy_long_item_end(sy_matcher *m, const char *item) {
  if (*item == '[') return sy_set_end(m, item);
  if (item + 1 == m->pattern_end) sy_complain(m, "malformed pattern (ends with '%%')");
  return item + 2;
}

int sy_long_item_matches(sy_matcher *m, char c, const char *item, const char *end) {
  if (*item == '%') return sy_class_has(item[1], c);
  sy_step(m, (size_t)(end - item) / SY_BYTES_PER_STEP);
  return sy_set_has(item, end - 1, c);
}

static const char *sy_class_run(const char *s, const char *limit, char letter, int wanted) {
  uint8_t kinds = sy_classes[(uint8_t)letter];
  int with = wanted != sy_is_negated(letter);
  while (s < limit && ((sy_kinds[(uint8_t)*s] & kinds) != 0) == with) s++;
  return s;
}

static const char *sy_byte_run(const char *s, const char *limit, char c, int wanted) {
  if (!wanted) {
    const char *found = memchr(s, c, (size_t)(limit - s));
    return found != NULL ? found : limit;
  }
  while (s < limit && *s == c) s++;
  return s;
}

const char *sy_item_run(sy_matcher *m, const char *s, const char *item, const char *end, int wanted) {
  if (*item == '.') return wanted ? m->subject_end : s;
  int is_set = *item == '[', is_class = *item == '%' && sy_classes[(uint8_t)item[1]] != 0;
  // What looking at one character costs, in parts of a step.
  size_t cost = SY_BYTES_PER_STEP + (is_set ? (size_t)(end - item) : 0);
  if (!is_set && !is_class && !wanted) cost = 1;
  size_t stride = SY_STRIDE * SY_BYTES_PER_STEP / cost + 1;
  for (;;) {
    const char *from = s, *limit = (size_t)(m->subject_end - s) < stride ? m->subject_end : s + stride;
    sy_step(m, cost / SY_BYTES_PER_STEP); // for the one that ends the run: to look it up in a long set takes long
    if (is_set) {
      while (s < limit && sy_set_has(item, end - 1, *s) == wanted) s++;
    } else if (is_class) {
      s = sy_class_run(s, limit, item[1], wanted);
    } else {
      s = sy_byte_run(s, limit, *item == '%' ? item[1] : *item, wanted);
    }
    sy_step(m, (size_t)(s - from) * cost / SY_BYTES_PER_STEP);
    if (s < limit || s == m->subject_end) return s;
  }
}
