#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

// The input is JSON text, or not. What is decoded is encoded to a text that decodes to the same again.

static const char program[] =
    "local text = ...\n"
    "local ok, value = pcall(json.decode, text)\n"
    "if not ok then assert(value:find('line %d+ column %d+')) return end\n"
    "local once = json.encode(value)\n"
    "local twice = json.encode(json.decode(once))\n"
    "assert(once == twice, once)\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 4096) return 0;
  fuzz_open(size & 1);
  int64_t function = fuzz_load(program, sizeof program - 1);
  uint8_t tape[4096 + 5];
  int status = fuzz_call(function, tape, fuzz_put_string(tape, data, size));
  if (status == SY_RUNTIME) fuzz_fail("a text is not the same after it was decoded and encoded");
  // The same bytes as the host gives them, decoded on their way in.
  tape[0] = SY_TAG_JSON;
  fuzz_call(function, tape, size + 5);
  fuzz_release(function);
  fuzz_close();
  return 0;
}
