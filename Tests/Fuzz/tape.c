#include "fuzz.h"

// The input is a tape, or nonsense: what the host hands over is checked, and what it means comes back.

static const char program[] = "return ...";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_open(size & 1);
  int64_t function = fuzz_load(program, sizeof program - 1);
  fuzz_call(function, data, size);
  int status = fuzz_call(function, NULL, 0);
  if (status != SY_OK) fuzz_fail("the next call does not work");
  fuzz_release(function);
  fuzz_close();
  return 0;
}
