#include "fuzz.h"

// The input is Lua text, which is given an object that dies with the call. Whatever it says, the limits hold, and the state works after it.

static const char probe[] = "assert(('x'):rep(3) == 'xxx' and getmetatable('') == false and io == nil and debug == nil) "
                            "assert(json.encode(json.decode('[1,{}]')) == '[1,{}]') return 1";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_open(size & 1);
  int64_t works = fuzz_load(probe, sizeof probe - 1);
  int64_t function = fuzz_load(data, size);
  if (function != 0) {
    // Twice: what the first call reads of its object, the second is told.
    uint8_t tape[FUZZ_OBJECT_SIZE];
    size_t length = fuzz_put_object(tape, 2);
    fuzz_call(function, tape, length);
    fuzz_call(function, tape, length);
    fuzz_run(function);
    fuzz_move_shared();
    fuzz_release(function);
  }
  sy_collect(fuzz_state);
  // Scripts may replace what the probe uses in their globals; that is an error, and nothing else may be.
  int status = fuzz_call(works, NULL, 0);
  if (status != SY_OK && status != SY_RUNTIME && status != SY_INSTRUCTIONS) fuzz_fail("the next call does not work");
  fuzz_release(works);
  fuzz_close();
  return 0;
}
