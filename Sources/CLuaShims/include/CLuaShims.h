#ifndef SWITCHYARD_CLUASHIMS_H
#define SWITCHYARD_CLUASHIMS_H

// Everything that may call Lua's raising functions. Lua raises by longjmp, so no Swift frame may stand between
// a raise and the lua_pcall that catches it; these functions run Lua under lua_pcall and return status codes.

#include "sy_call.h"
#include "sy_coverage.h"
#include "sy_facts.h"
#include "sy_host.h"
#include "sy_lock.h"
#include "sy_shared.h"
#include "sy_state.h"
#include "sy_tape.h"

#endif
