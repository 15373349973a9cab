#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "editor.h"

#define REPLACEMENT 0xFFFD

locale_t swed_utf8_locale(void) {
  // Leaked on purpose: one for the life of the process. Two threads that race here each get a valid one.
  static _Atomic(locale_t) shared;
  locale_t locale = shared;
  if (locale == (locale_t)0) {
    locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (locale == (locale_t)0) locale = newlocale(LC_CTYPE_MASK, "en_US.UTF-8", (locale_t)0);
    if (locale == (locale_t)0) locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    shared = locale;
  }
  return locale;
}

int swed_scalar_width(uint32_t scalar) {
  if (scalar >= 0x20 && scalar < 0x7F) return 1;
  locale_t locale = swed_utf8_locale();
  locale_t previous = locale == (locale_t)0 ? (locale_t)0 : uselocale(locale);
  int width = wcwidth((wchar_t)scalar);
  if (previous != (locale_t)0) uselocale(previous);
  return width;
}

/// Decodes one scalar from `length` > 0 bytes and says how many of them it took.
static wchar_t decode_one(const unsigned char *bytes, size_t length, size_t *taken) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  unsigned char lead = bytes[0];
  *taken = 1;
  if (lead < 0x80) return lead;
  size_t size = lead >= 0xC2 && lead < 0xE0 ? 2 : (lead & 0xF0) == 0xE0 ? 3 : lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
  if (size == 0 || size > length) return REPLACEMENT;
  uint32_t scalar = lead & (0x7F >> size);
  for (size_t i = 1; i < size; i++) {
    if ((bytes[i] & 0xC0) != 0x80) return REPLACEMENT;
    scalar = scalar << 6 | (bytes[i] & 0x3F);
  }
  if (scalar < least[size] || scalar > 0x10FFFF || (scalar >= 0xD800 && scalar < 0xE000)) return REPLACEMENT;
  *taken = size;
  return (wchar_t)scalar;
}

wchar_t *swed_decode(const char *text) {
  size_t length = strlen(text);
  wchar_t *decoded = calloc(length + 1, sizeof *decoded);
  if (decoded == NULL) return NULL;
  size_t count = 0;
  for (size_t at = 0, taken; at < length; at += taken) {
    decoded[count++] = decode_one((const unsigned char *)text + at, length - at, &taken);
  }
  return decoded;
}

char *swed_encode(const wchar_t *text, size_t length) {
  unsigned char *encoded = malloc(length * 4 + 1), *end = encoded;
  if (encoded == NULL) return NULL;
  for (size_t i = 0; i < length; i++) {
    uint32_t c = (uint32_t)text[i];
    if (c < 0x80) {
      *end++ = (unsigned char)c;
    } else if (c < 0x800) {
      *end++ = (unsigned char)(0xC0 | c >> 6);
      *end++ = (unsigned char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      *end++ = (unsigned char)(0xE0 | c >> 12);
      *end++ = (unsigned char)(0x80 | (c >> 6 & 0x3F));
      *end++ = (unsigned char)(0x80 | (c & 0x3F));
    } else {
      *end++ = (unsigned char)(0xF0 | c >> 18);
      *end++ = (unsigned char)(0x80 | (c >> 12 & 0x3F));
      *end++ = (unsigned char)(0x80 | (c >> 6 & 0x3F));
      *end++ = (unsigned char)(0x80 | (c & 0x3F));
    }
  }
  *end = 0;
  return (char *)encoded;
}

/// Characters that the escape sequence at `text` (which begins with ESC) takes.
static size_t escape_length(const wchar_t *text) {
  size_t length = 1;
  if (text[1] == L'[') {
    for (length = 2; text[length] >= 0x20 && text[length] < 0x40; length++) continue;
    return text[length] == 0 ? length : length + 1;
  }
  return text[1] == 0 ? length : 2;
}

// libedit ties what takes no room to the visible character after it: two such runs in a row, or one at
// the end, are lost. So runs are merged, and one at the end goes before the space that ends the prompt
// (a space is added if there is none).
wchar_t *swed_decode_prompt(const char *prompt) {
  wchar_t *plain = swed_decode(prompt);
  if (plain == NULL) return NULL;
  size_t length = wcslen(plain), count = 0, pending = 0;
  wchar_t *result = calloc(length * 3 + 4, sizeof *result), *run = calloc(length + 1, sizeof *run);
  if (result == NULL || run == NULL) {
    free(plain);
    free(result);
    free(run);
    return NULL;
  }
  for (size_t at = 0; at < length;) {
    if (plain[at] == L'\33') {
      size_t taken = escape_length(plain + at);
      wmemcpy(run + pending, plain + at, taken);
      pending += taken;
      at += taken;
      continue;
    }
    wchar_t visible = plain[at++];
    // A prompt is one row of printable characters: libedit would miscount anything else.
    if (swed_scalar_width((uint32_t)visible) < 1) continue;
    if (pending > 0) {
      result[count++] = SWED_LITERAL;
      wmemcpy(result + count, run, pending);
      count += pending;
      result[count++] = SWED_LITERAL;
      pending = 0;
    }
    result[count++] = visible;
  }
  if (pending > 0) {
    if (count > 0 && result[count - 1] == L' ') count--;
    if (count > 0 && result[count - 1] == SWED_LITERAL) {
      count--;
    } else {
      result[count++] = SWED_LITERAL;
    }
    wmemcpy(result + count, run, pending);
    count += pending;
    result[count++] = SWED_LITERAL;
    result[count++] = L' ';
  }
  result[count] = 0;
  free(plain);
  free(run);
  return result;
}
