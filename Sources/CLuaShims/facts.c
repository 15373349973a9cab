#include "internal.h"

#include <stdlib.h>

sy_facts *sy_facts_new(uint32_t count, sy_teller tell) {
  if (count > SY_MOST_FACTS) return NULL;
  sy_facts *facts = calloc(1, sizeof *facts + count * sizeof *facts->told);
  if (facts == NULL) return NULL;
  facts->count = count;
  facts->tell = tell;
  return facts;
}

void sy_facts_free(sy_facts *facts) {
  free(facts->text);
  free(facts);
}

uint64_t sy_facts_begin(sy_facts *facts) {
  if (facts->capacity > SY_KEPT_CAPACITY) {
    free(facts->text);
    facts->text = NULL;
    facts->capacity = 0;
  }
  facts->length = 0;
  facts->is_short = 0;
  memset(facts->told, 0, facts->count * sizeof *facts->told);
  return facts->wanted;
}

int sy_facts_grow(sy_facts *facts, size_t length) {
  size_t capacity = facts->capacity < 256 ? 256 : facts->capacity;
  while (capacity - facts->length < length) {
    if (capacity > SIZE_MAX / 2) return 0;
    capacity *= 2;
  }
  char *grown = realloc(facts->text, capacity);
  if (grown == NULL) return 0;
  facts->text = grown;
  facts->capacity = capacity;
  return 1;
}

void sy_push_fact(lua_State *L, sy_facts *facts, uint32_t index) {
  const sy_fact *fact = &facts->told[index];
  facts->wanted |= (uint64_t)1 << index;
  if (fact->tag == SY_TAG_NIL) facts->tell(facts->context, index);
  if (facts->is_short) {
    sy_of(L)->hint = SY_MEMORY;
    sy_error(L, "no memory for what the call is about");
  }
  switch (fact->tag) {
    case SY_TAG_FALSE: lua_pushboolean(L, 0); break;
    case SY_TAG_TRUE: lua_pushboolean(L, 1); break;
    case SY_TAG_STRING:
      if (fact->length > 4096) sy_charge(L, fact->length / 64);
      lua_pushlstring(L, facts->text + fact->offset, fact->length);
      break;
    default: lua_pushnil(L);
  }
}
