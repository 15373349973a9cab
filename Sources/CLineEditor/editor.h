// Shared by the files of this module; not seen by Swift.

#ifndef SWITCHYARD_EDITOR_H
#define SWITCHYARD_EDITOR_H

#include <histedit.h>
#include <locale.h>
#include <stdio.h>
#include <wchar.h>

#include "CLineEditor.h"

struct swed_editor {
  EditLine *line;
  HistoryW *history;
  FILE *input;
  FILE *output;
  FILE *error;
  swed_options options;
  swed_callbacks callbacks;
  bool interactive;
  wchar_t *prompt;
  bool reports_pastes;
  swed_wake_action ending;
  bool was_empty;
};

/// The delimiter of what takes no room in a prompt (libedit's EL_PROMPT_ESC).
#define SWED_LITERAL L'\1'

/// UTF-8 whatever the user's locale is, for one thread: the process's locale stays as it is, since
/// Lua's string functions and other libraries follow it.
locale_t swed_utf8_locale(void);

/// Both return memory to free, NULL when there is none. Malformed input becomes U+FFFD.
wchar_t *swed_decode(const char *text);
char *swed_encode(const wchar_t *text, size_t length);

/// The prompt as libedit wants it, to be freed.
wchar_t *swed_decode_prompt(const char *prompt);

/// Reads a character for libedit, serving wake-ups meanwhile.
int swed_read_character(EditLine *line, wchar_t *character);

/// Reads a piece of pasted text up to its end; NULL when a wake-up or the end of the input ended it.
wchar_t *swed_read_paste(swed_editor *editor);

/// Whether the terminal is one that can mark what is pasted; those that clear to the end of the screen do, or take no
/// notice of being asked.
bool swed_can_report_pastes(swed_editor *editor);

/// Whether the terminal marks what is pasted: only while a line is typed, since other programs would see the marks.
void swed_report_pastes(swed_editor *editor, bool on);

/// Removes prompt and line from the screen, or moves below them where the terminal cannot.
void swed_erase(swed_editor *editor);

/// Puts the cursor below prompt and line, which stay, with `mark` after them.
void swed_leave(swed_editor *editor, const char *mark);

/// A stream that writes everything to `fd`, also when someone made it non-blocking.
FILE *swed_output_stream(int fd);

/// Remembers, or forgets, the settings of the terminal for `swed_restore_terminal`.
void swed_remember_terminal(int fd);
void swed_forget_terminal(int fd);

#endif
