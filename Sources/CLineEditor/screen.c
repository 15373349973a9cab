// Where prompt and line are on the screen. libedit keeps this to itself, so its rules for laying out a
// line (`re_addc` and `re_putc` in its refresh.c) are followed here.

#define _GNU_SOURCE
#include <string.h>
#include <wctype.h>

#include "editor.h"

typedef struct {
  int row;
  int column;
} position;

typedef struct {
  position at;
  int columns;
  int rows;
} layout;

static void next_row(layout *screen) {
  screen->at.column = 0;
  // libedit drops the first row of a line that is taller than the screen.
  if (screen->at.row + 1 < screen->rows) screen->at.row++;
}

static void put(layout *screen, int width) {
  if (width > 0 && screen->at.column + width > screen->columns) next_row(screen);
  screen->at.column += width > 0 ? width : 0;
  if (screen->at.column >= screen->columns) next_row(screen);
}

static void put_several(layout *screen, int count) {
  for (int i = 0; i < count; i++) put(screen, 1);
}

static void add(layout *screen, wchar_t c) {
  if (c == L'\t') {
    do put(screen, 1);
    while (screen->at.column % 8 != 0);
  } else if (c == L'\n') {
    next_row(screen);
  } else if (c < 0x100 && iswcntrl((wint_t)c)) {
    put_several(screen, 2);  // ^X
  } else if (iswprint((wint_t)c)) {
    put(screen, wcwidth(c));
  } else {
    put_several(screen, c > 0xFFFF ? 8 : 7);  // \U+1234
  }
}

/// Where the cursor is, counted from the first character of the prompt.
static position cursor_position(swed_editor *editor) {
  layout screen = {{0, 0}, 80, 24};
  el_wget(editor->line, EL_GETTC, "co", &screen.columns);
  el_wget(editor->line, EL_GETTC, "li", &screen.rows);
  if (screen.columns < 2) screen.columns = 80;
  if (screen.rows < 1) screen.rows = 24;
  bool literal = false;
  for (const wchar_t *p = editor->prompt; *p != 0; p++) {
    if (*p == SWED_LITERAL) {
      literal = !literal;
    } else if (!literal) {
      put(&screen, wcwidth(*p));
    }
  }
  const LineInfoW *info = el_wline(editor->line);
  for (const wchar_t *p = info->buffer; p < info->cursor; p++) add(&screen, *p);
  if (info->cursor < info->lastchar) {
    int width = wcwidth(*info->cursor);
    if (width > 1 && screen.at.column + width > screen.columns) next_row(&screen);
  }
  return screen.at;
}

/// The terminal's string for a capability, NULL when it has none.
static const char *capability(swed_editor *editor, const char *name) {
  char *value = NULL;
  if (el_wget(editor->line, EL_GETTC, name, &value) != 0 || value == NULL || *value == 0) return NULL;
  return value;
}

/// Writes a capability without its padding (`$<50>`), which no terminal of today needs.
static void put_capability(swed_editor *editor, const char *value) {
  while (*value != 0) {
    const char *end = value[0] == '$' && value[1] == '<' ? strchr(value, '>') : NULL;
    if (end != NULL) {
      value = end + 1;
    } else {
      fputc(*value++, editor->output);
    }
  }
}

bool swed_can_report_pastes(swed_editor *editor) { return capability(editor, "cd") != NULL; }

void swed_erase(swed_editor *editor) {
  position cursor = cursor_position(editor);
  const char *up = capability(editor, "up"), *clear = capability(editor, "cd");
  // What "screen" (and so tmux) names as "up" scrolls the screen down when it is at the top, where a
  // terminal that has become narrower may have put the cursor. This does not.
  if (clear != NULL && strncmp(clear, "\33[J", 3) == 0) up = "\33[A";
  if (clear != NULL && (cursor.row == 0 || up != NULL)) {
    fputc('\r', editor->output);
    for (int i = 0; i < cursor.row; i++) put_capability(editor, up);
    put_capability(editor, clear);
  } else if (cursor.row == 0) {
    // A terminal that can do nothing: blank what is before the cursor; what is after it stays.
    fprintf(editor->output, "\r%*s\r", cursor.column, "");
  } else {
    fputs("\r\n", editor->output);
  }
}

void swed_print_above(swed_editor *editor, const char *text, size_t length) {
  if (!editor->interactive) {
    fwrite(text, 1, length, editor->output);
    fflush(editor->output);
    return;
  }
  swed_erase(editor);
  fwrite(text, 1, length, editor->output);
  el_wset(editor->line, EL_REFRESH);
  fflush(editor->output);
}

void swed_leave(swed_editor *editor, const char *mark) {
  if (!editor->interactive) return;
  swed_erase(editor);
  const LineInfoW *info = el_wline(editor->line);
  el_cursor(editor->line, (int)(info->lastchar - info->cursor));
  el_wset(editor->line, EL_REFRESH);
  fprintf(editor->output, "%s\r\n", mark);
  fflush(editor->output);
}

void swed_suspend(swed_editor *editor) {
  if (!editor->interactive) {
    swed_stop_process();
    return;
  }
  const LineInfoW *info = el_wline(editor->line);
  int after = (int)(info->lastchar - info->cursor);
  swed_leave(editor, "");
  swed_report_pastes(editor, false);
  fflush(editor->output);
  el_wset(editor->line, EL_PREP_TERM, 0);
  swed_stop_process();
  el_wset(editor->line, EL_PREP_TERM, 1);
  swed_report_pastes(editor, true);
  // The terminal may have another size now; what it shows is the shell's.
  el_resize(editor->line);
  el_cursor(editor->line, -after);
  el_wset(editor->line, EL_REFRESH);
  fflush(editor->output);
}

void swed_terminal_changed(swed_editor *editor) {
  if (!editor->interactive) return;
  // libedit believes the mode it set last; leaving and entering makes it look again.
  el_wset(editor->line, EL_PREP_TERM, 0);
  el_wset(editor->line, EL_PREP_TERM, 1);
  // After this the position is that of the new width: terminals of today rewrap what they show.
  el_resize(editor->line);
  swed_erase(editor);
  el_wset(editor->line, EL_REFRESH);
  fflush(editor->output);
}
