#include "patterns.h"

const char *sy_capture_text(sy_matcher *m, int index, const char *start, const char *end, size_t *length) {
  if (index >= m->count) {
    if (index != 0) sy_complain(m, "invalid capture index %%%d", index + 1);
    *length = (size_t)(end - start);
    return start;
  }
  const sy_capture *capture = &m->captures[index];
  if (capture->length == SY_OPEN_CAPTURE) sy_complain(m, "unfinished capture");
  if (capture->length == SY_POSITION_CAPTURE) {
    lua_pushinteger(m->L, capture->start - m->subject + 1);
    return NULL;
  }
  *length = (size_t)capture->length;
  return capture->start;
}

void sy_push_capture(sy_matcher *m, int index, const char *start, const char *end) {
  size_t length;
  const char *text = sy_capture_text(m, index, start, end, &length);
  if (text == NULL) return;
  sy_step(m, 1 + length / SY_BYTES_PER_STEP);
  lua_pushlstring(m->L, text, length);
}

int sy_push_captures(sy_matcher *m, const char *start, const char *end) {
  int count = m->count == 0 && start != NULL ? 1 : m->count;
  if (!lua_checkstack(m->L, count)) sy_complain(m, "stack overflow (too many captures)");
  for (int i = 0; i < count; i++) sy_push_capture(m, i, start, end);
  return count;
}
