#ifndef SWITCHYARD_FUZZ_H
#define SWITCHYARD_FUZZ_H

#include "CLuaShims.h"

// A state with a host around it that answers, fails, waits and calls back. Its limits are small, so that each input takes
// little time.

#define FUZZ_INSTRUCTIONS 20000
#define FUZZ_MEMORY (2 << 20)
#define FUZZ_OBJECT_SIZE 17

extern sy_state *fuzz_state;

void fuzz_open(int deterministic);
void fuzz_close(void);

/// Compiles text and returns the function's id, or 0 if it is no Lua.
int64_t fuzz_load(const void *text, size_t length);
/// Calls a function within the limits, and checks that they held.
int fuzz_call(int64_t function, const void *tape, size_t length);
/// Runs a function as a coroutine, ending each of its waits in another way.
void fuzz_run(int64_t function);
/// Undoes what the last call changed in the shared table, takes out what is left, and puts it back.
void fuzz_move_shared(void);
/// Lets go of a function, and of all that the last call left.
void fuzz_release(int64_t function);
void fuzz_release_result(void);
/// Ends the program with a sentence, which libFuzzer takes for a finding.
void fuzz_fail(const char *what);
/// Appends a string to a tape.
size_t fuzz_put_string(uint8_t *tape, const void *bytes, size_t length);
/// Appends an object: `thing` with this handle.
size_t fuzz_put_object(uint8_t *tape, int64_t handle);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
