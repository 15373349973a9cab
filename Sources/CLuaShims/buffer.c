#include "internal.h"

#include <stdlib.h>

int sy_append(sy_buf *buf, const void *bytes, size_t length) {
  if (length > buf->capacity - buf->length) {
    size_t capacity = buf->capacity < 256 ? 256 : buf->capacity;
    while (capacity - buf->length < length) {
      if (capacity > SIZE_MAX / 2) return 0;
      capacity *= 2;
    }
    if (buf->state != NULL && sy_refuses(buf->state)) return 0;
    uint8_t *grown = realloc(buf->bytes, capacity);
    if (grown == NULL) return 0;
    buf->bytes = grown;
    buf->capacity = capacity;
  }
  if (length > 0) memcpy(buf->bytes + buf->length, bytes, length);
  buf->length += length;
  return 1;
}

int sy_append_text(sy_buf *buf, const char *text) { return sy_append(buf, text, strlen(text)); }

// A buffer that once held something large does not keep the room for it.
void sy_trim(sy_buf *buf) {
  if (buf->capacity > SY_KEPT_CAPACITY) sy_drop(buf);
}

void sy_drop(sy_buf *buf) {
  free(buf->bytes);
  buf->bytes = NULL;
  buf->length = buf->capacity = 0;
}
