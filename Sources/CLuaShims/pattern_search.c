#include "patterns.h"

// Where in the subject a match begins.

int sy_same(sy_matcher *m, const char *a, const char *b, size_t length) {
  // Most texts differ early, and only what was compared is to be paid.
  for (size_t part; length > 0; a += part, b += part, length -= part) {
    part = length < 64 ? length : 64;
    sy_step(m, part / SY_BYTES_PER_STEP);
    if (memcmp(a, b, part) != 0) return 0;
  }
  return 1;
}

// Whether the pattern has no special character. The closing ones mean nothing by themselves.
int sy_is_plain(sy_matcher *m) {
  sy_step(m, (size_t)(m->pattern_end - m->pattern) / SY_BYTES_PER_STEP);
  for (const char *p = m->pattern; p < m->pattern_end; p++) {
    switch (*p) {
      case '^': case '$': case '*': case '+': case '?': case '.': case '(': case '[': case '%': case '-': return 0;
    }
  }
  return 1;
}

const char *sy_search_plain(sy_matcher *m, const char *s) {
  size_t length = (size_t)(m->pattern_end - m->pattern);
  if (length == 0) return s;
  if (length > (size_t)(m->subject_end - s)) return NULL;
  const char *limit = m->subject_end - length + 1; // it cannot begin there
  while (s < limit) {
    size_t stretch = SY_STRIDE * SY_BYTES_PER_STEP;
    if (stretch > (size_t)(limit - s)) stretch = (size_t)(limit - s);
    const char *found = memchr(s, *m->pattern, stretch);
    sy_step(m, 1 + (found != NULL ? (size_t)(found - s) : stretch) / SY_BYTES_PER_STEP);
    if (found == NULL) {
      s += stretch;
    } else if (found[length - 1] == m->pattern[length - 1] && sy_same(m, found, m->pattern, length)) {
      return found;
    } else {
      s = found + 1;
    }
  }
  return NULL;
}

// The end of the item that the first character of every match matches, or NULL when it cannot be told. It makes no
// difference to errors: what comes after the item is not looked at where it does not match.
static const char *sy_first_item(sy_matcher *m, const char **item) {
  const char *p = m->pattern;
  for (int i = 0; i < SY_CAPTURES && *p == '('; i++) p += p[1] == ')' ? 2 : 1;
  if (p == m->pattern_end || *p == '(' || *p == ')' || (*p == '$' && p + 1 == m->pattern_end)) return NULL;
  if (*p == '%' && (p[1] == 'b' || p[1] == 'f' || (p[1] >= '0' && p[1] <= '9'))) return NULL;
  const char *end = sy_item_end(m, p);
  if (*end == '*' || *end == '?' || *end == '-') return NULL;
  *item = p;
  return end;
}

const char *sy_search(sy_matcher *m, const char **start, const char *last, int anchored) {
  const char *item = NULL, *item_end = anchored ? NULL : sy_first_item(m, &item);
  for (const char *s = *start;; s++) {
    if (item_end != NULL) {
      s = sy_item_run(m, s, item, item_end, 0);
      if (s == m->subject_end) return NULL;
    }
    const char *end = sy_match_at(m, s);
    if (end != NULL && end != last) {
      *start = s;
      return end;
    }
    if (anchored || s == m->subject_end) return NULL;
  }
}
