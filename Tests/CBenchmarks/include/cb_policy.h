#ifndef SWITCHYARD_CB_POLICY_H
#define SWITCHYARD_CB_POLICY_H

#include <stddef.h>
#include <stdint.h>

/// A policy whose `route` is asked by C.
typedef struct cb_policy cb_policy;

/// The call that it is asked about.
typedef struct cb_request {
  const char *_Nonnull call_id;
  const char *_Nonnull tool_name;
  const char *_Nonnull session_id;
  const char *_Nonnull turn_id;
} cb_request;

/// Loads a policy from the text of a chunk that returns its `route`. Returns NULL if it cannot be loaded.
cb_policy *_Nullable cb_policy_new(const char *_Nonnull source);
void cb_policy_free(cb_policy *_Nonnull policy);
/// Asks `times` times, within the given limits each. Returns how often the answer was "background"; -1 after an error.
int64_t cb_policy_route(cb_policy *_Nonnull policy, cb_request request, int64_t times, int64_t instructions,
                        int64_t nanoseconds);

#endif
