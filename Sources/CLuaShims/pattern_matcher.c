#include "patterns.h"

// One match attempt. Where the pattern leaves a choice, the way that was not taken is put on a stack; what does not
// match goes back to the last of them.

typedef struct sy_choice {
  enum {
    SY_OPENED,   // a capture: going back undoes it
    SY_CLOSED,   // likewise
    SY_OPTIONAL, // `?` took its character: go on without it
    SY_GREEDY,   // `*` and `+` took all they could: go on with one less
    SY_LAZY      // `-` took nothing yet: take one more
  } kind;
  int capture;
  const char *s;          // where the rest was tried
  const char *least;      // of SY_GREEDY: where the first character after the least repetitions is
  const char *item, *end; // of SY_LAZY
  const char *rest;       // the pattern after the repeated item
} sy_choice;

// How far the match is.
typedef struct sy_cursor {
  const char *s, *p;
  int depth;
  sy_choice choices[SY_CHOICES];
} sy_cursor;

static sy_choice *sy_choose(sy_matcher *m, sy_cursor *at, int kind) {
  if (at->depth == SY_CHOICES) sy_complain(m, "pattern too complex");
  sy_choice *choice = &at->choices[at->depth++];
  choice->kind = kind;
  return choice;
}

static int sy_open_capture(sy_matcher *m, sy_cursor *at) {
  int position = at->p[1] == ')';
  if (m->count == SY_CAPTURES) return sy_complain(m, "too many captures");
  m->captures[m->count++] = (sy_capture){at->s, position ? SY_POSITION_CAPTURE : SY_OPEN_CAPTURE};
  sy_choose(m, at, SY_OPENED);
  at->p += position ? 2 : 1;
  return 1;
}

static int sy_close_capture(sy_matcher *m, sy_cursor *at) {
  int last = m->count - 1;
  while (last >= 0 && m->captures[last].length != SY_OPEN_CAPTURE) last--;
  if (last < 0) return sy_complain(m, "invalid pattern capture");
  m->captures[last].length = at->s - m->captures[last].start;
  sy_choose(m, at, SY_CLOSED)->capture = last;
  at->p++;
  return 1;
}

static int sy_back_reference(sy_matcher *m, sy_cursor *at) {
  int index = at->p[1] - '1';
  if (index < 0 || index >= m->count || m->captures[index].length == SY_OPEN_CAPTURE) {
    return sy_complain(m, "invalid capture index %%%d", index + 1);
  }
  const sy_capture *capture = &m->captures[index];
  if (capture->length < 0 || capture->length > m->subject_end - at->s) return 0;
  if (!sy_same(m, at->s, capture->start, (size_t)capture->length)) return 0;
  at->s += capture->length;
  at->p += 2;
  return 1;
}

// %bxy
static int sy_balanced(sy_matcher *m, sy_cursor *at) {
  if (m->pattern_end - at->p < 4) return sy_complain(m, "malformed pattern (missing arguments to '%%b')");
  const char *s = at->s, *counted = s;
  char open = at->p[2], close = at->p[3];
  if (s == m->subject_end || *s != open) return 0;
  size_t depth = 1;
  while (depth > 0 && ++s < m->subject_end) {
    if (*s == close) {
      depth--;
    } else if (*s == open) {
      depth++;
    }
    if (s - counted == SY_STRIDE) {
      sy_step(m, SY_STRIDE);
      counted = s;
    }
  }
  sy_step(m, (size_t)(s - counted));
  if (depth > 0) return 0;
  at->s = s + 1;
  at->p += 4;
  return 1;
}

// %f[set]: the subject is taken to have a zero before its beginning and after its end.
static int sy_frontier(sy_matcher *m, sy_cursor *at) {
  const char *set = at->p + 2;
  if (*set != '[') return sy_complain(m, "missing '[' after '%%f' in pattern");
  const char *end = sy_item_end(m, set);
  sy_step(m, 2 * (size_t)(end - set) / SY_BYTES_PER_STEP);
  char before = at->s == m->subject ? 0 : at->s[-1], after = at->s == m->subject_end ? 0 : *at->s;
  if (sy_set_has(set, end - 1, before) || !sy_set_has(set, end - 1, after)) return 0;
  at->p = end;
  return 1;
}

// An item that matches one character, and how often it may. A choice is made only if the item matches at all: how
// many are open decides which patterns are too complex.
static int sy_item(sy_matcher *m, sy_cursor *at) {
  const char *item = at->p, *end = sy_item_end(m, item), *s = at->s;
  int matches = sy_item_matches(m, s, item, end);
  char suffix = *end;
  sy_choice *choice;
  switch (suffix) {
    case '*':
    case '?':
    case '-':
      at->p = end + 1;
      if (!matches) return 1;
      break;
    case '+':
      at->p = end + 1;
      if (!matches) return 0;
      break;
    default:
      at->p = end;
      at->s = s + 1;
      return matches;
  }
  choice = sy_choose(m, at, suffix == '?' ? SY_OPTIONAL : suffix == '-' ? SY_LAZY : SY_GREEDY);
  choice->rest = end + 1;
  choice->item = item;
  choice->end = end;
  if (suffix == '?') {
    at->s = s + 1;
  } else if (suffix != '-') {
    choice->least = suffix == '+' ? s + 1 : s;
    at->s = sy_item_run(m, s + 1, item, end, 1);
  }
  choice->s = suffix == '?' ? s : at->s;
  return 1;
}

// Matches the next item; 0 when it does not.
static int sy_advance(sy_matcher *m, sy_cursor *at) {
  switch (*at->p) {
    case '(': return sy_open_capture(m, at);
    case ')': return sy_close_capture(m, at);
    case '$':
      if (at->p + 1 < m->pattern_end) break;
      at->p++;
      return at->s == m->subject_end;
    case '%': {
      char kind = at->p[1];
      if (kind == 'b') return sy_balanced(m, at);
      if (kind == 'f') return sy_frontier(m, at);
      if (kind >= '0' && kind <= '9') return sy_back_reference(m, at);
    }
  }
  return sy_item(m, at);
}

// Goes back to the last choice that has another way; 0 when there is none.
static int sy_retreat(sy_matcher *m, sy_cursor *at) {
  for (; at->depth > 0; at->depth--) {
    sy_choice *choice = &at->choices[at->depth - 1];
    switch (choice->kind) {
      case SY_OPENED: m->count--; continue;
      case SY_CLOSED: m->captures[choice->capture].length = SY_OPEN_CAPTURE; continue;
      case SY_OPTIONAL: at->depth--; break;
      case SY_GREEDY:
        if (choice->s == choice->least) continue;
        choice->s--;
        break;
      case SY_LAZY:
        if (!sy_item_matches(m, choice->s, choice->item, choice->end)) continue;
        choice->s++;
        break;
    }
    at->s = choice->s;
    at->p = choice->rest;
    return 1;
  }
  return 0;
}

const char *sy_match_at(sy_matcher *m, const char *s) {
  sy_cursor at;
  at.s = s;
  at.p = m->pattern;
  at.depth = 0;
  m->count = 0;
  sy_step(m, 1);
  while (at.p != m->pattern_end) {
    sy_step(m, 1);
    if (!sy_advance(m, &at) && !sy_retreat(m, &at)) return NULL;
  }
  return at.s;
}
