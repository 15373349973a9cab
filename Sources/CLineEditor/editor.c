#define _GNU_SOURCE
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "editor.h"

static swed_editor *owner(EditLine *line) {
  swed_editor *editor = NULL;
  el_wget(line, EL_CLIENTDATA, &editor);
  return editor;
}

static wchar_t *show_prompt(EditLine *line) { return owner(line)->prompt; }

static unsigned char complete(EditLine *line, wint_t key) {
  (void)key;
  swed_editor *editor = owner(line);
  const LineInfoW *info = el_wline(line);
  size_t before = (size_t)(info->cursor - info->buffer), length = (size_t)(info->lastchar - info->buffer);
  char *text = swed_encode(info->buffer, length), *head = swed_encode(info->buffer, before);
  if (text != NULL && head != NULL) {
    editor->callbacks.complete(editor->callbacks.context, editor, text, strlen(head));
  }
  free(text);
  free(head);
  return CC_REFRESH;
}

/// As in other shells: end of input on an empty line, else the character under the cursor goes.
/// libedit's own prints "^D".
static unsigned char delete_or_end(EditLine *line, wint_t key) {
  (void)key;
  const LineInfoW *info = el_wline(line);
  if (info->lastchar == info->buffer) return CC_EOF;
  if (info->cursor == info->lastchar) return CC_ERROR;
  el_cursor(line, 1);
  el_wdeletestr(line, 1);
  return CC_REFRESH;
}

/// What is pasted is text, whatever keys it would be: newlines are part of it.
static unsigned char paste(EditLine *line, wint_t key) {
  (void)key;
  swed_editor *editor = owner(line);
  wchar_t *text = swed_read_paste(editor);
  if (text == NULL) return CC_EOF;
  bool is_taken = text[0] == 0 || el_winsertstr(line, text) == 0;
  free(text);
  return is_taken ? CC_REFRESH : CC_ERROR;
}

static void bind_keys(EditLine *line) {
  static const wchar_t *const keys[][2] = {
      {L"^I", L"swed-complete"},
      {L"^D", L"swed-delete-or-end"},
      {L"^R", L"em-inc-search-prev"},
      {L"^W", L"ed-delete-prev-word"},
      {L"^U", L"vi-kill-line-prev"},
      {L"\\e[3~", L"ed-delete-next-char"},
      {L"\\e[1~", L"ed-move-to-beg"},
      {L"\\e[4~", L"ed-move-to-end"},
      {L"\\e[H", L"ed-move-to-beg"},
      {L"\\e[F", L"ed-move-to-end"},
      {L"\\e[1;5C", L"em-next-word"},
      {L"\\e[1;5D", L"ed-prev-word"},
      {L"\\e[1;3C", L"em-next-word"},
      {L"\\e[1;3D", L"ed-prev-word"},
      {L"\\e[200~", L"swed-paste"},
  };
  el_wset(line, EL_ADDFN, L"swed-complete", L"Complete the word", complete);
  el_wset(line, EL_ADDFN, L"swed-delete-or-end", L"Delete, or end the input", delete_or_end);
  el_wset(line, EL_ADDFN, L"swed-paste", L"Insert what is pasted", paste);
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    el_wset(line, EL_BIND, keys[i][0], keys[i][1], NULL);
  }
}

/// Terminfo, below libedit, keeps the terminal it speaks to in globals.
static atomic_flag is_open = ATOMIC_FLAG_INIT;

swed_editor *swed_open(swed_options options, swed_callbacks callbacks) {
  if (atomic_flag_test_and_set(&is_open)) {
    errno = EBUSY;
    return NULL;
  }
  swed_editor *editor = calloc(1, sizeof *editor);
  if (editor == NULL) {
    atomic_flag_clear(&is_open);
    return NULL;
  }
  editor->options = options;
  editor->callbacks = callbacks;
  editor->interactive = isatty(options.input) && isatty(options.output);
  editor->prompt = swed_decode("");
  // libedit reads through `swed_read_character` only; the stream is there because it asks for one.
  editor->input = fopen("/dev/null", "re");
  editor->output = swed_output_stream(options.output);
  editor->error = swed_output_stream(options.error);
  editor->history = history_winit();
  locale_t locale = swed_utf8_locale();
  locale_t previous = locale == (locale_t)0 ? (locale_t)0 : uselocale(locale);
  if (editor->prompt != NULL && editor->input != NULL && editor->output != NULL && editor->error != NULL &&
      editor->history != NULL) {
    if (editor->interactive) swed_remember_terminal(options.input);
    editor->line = el_init_fd("switchyard", editor->input, editor->output, editor->error, options.input,
                              options.output, options.error);
  }
  if (editor->line != NULL) {
    HistEventW event;
    history_w(editor->history, &event, H_SETSIZE, options.history_limit);
    el_wset(editor->line, EL_CLIENTDATA, editor);
    el_wset(editor->line, EL_SIGNAL, 0);
    if (options.terminal != NULL) el_wset(editor->line, EL_TERMINAL, options.terminal);
    el_wset(editor->line, EL_EDITOR, L"emacs");
    el_wset(editor->line, EL_GETCFN, swed_read_character);
    el_wset(editor->line, EL_PROMPT_ESC, show_prompt, SWED_LITERAL);
    el_wset(editor->line, EL_HIST, history_w, editor->history);
    bind_keys(editor->line);
    editor->reports_pastes = editor->interactive && swed_can_report_pastes(editor);
  }
  if (previous != (locale_t)0) uselocale(previous);
  if (editor->line == NULL) {
    int saved = errno != 0 ? errno : ENOMEM;
    swed_close(editor);
    errno = saved;
    return NULL;
  }
  return editor;
}

void swed_close(swed_editor *editor) {
  if (editor->line != NULL) el_end(editor->line);
  if (editor->history != NULL) history_wend(editor->history);
  if (editor->input != NULL) fclose(editor->input);
  if (editor->output != NULL) fclose(editor->output);
  if (editor->error != NULL) fclose(editor->error);
  if (editor->interactive) swed_forget_terminal(editor->options.input);
  free(editor->prompt);
  free(editor);
  atomic_flag_clear(&is_open);
}

bool swed_is_interactive(const swed_editor *editor) { return editor->interactive; }

static bool install_prompt(swed_editor *editor, const char *prompt) {
  wchar_t *decoded = swed_decode_prompt(prompt);
  if (decoded == NULL) return false;
  free(editor->prompt);
  editor->prompt = decoded;
  return true;
}

static swed_result finish(swed_editor *editor, const wchar_t *text, int count, char **line) {
  if (editor->ending == SWED_CONTINUE && (text == NULL || count <= 0)) {
    // Ctrl-D leaves the cursor after the prompt.
    if (editor->interactive) fputs("\r\n", editor->output);
    fflush(editor->output);
    return SWED_END_OF_INPUT;
  }
  if (editor->ending != SWED_CONTINUE) return editor->was_empty ? SWED_INTERRUPTED_EMPTY : SWED_INTERRUPTED;
  size_t length = (size_t)count;
  if (text[length - 1] == L'\n' || text[length - 1] == L'\r') length--;
  *line = swed_encode(text, length);
  return *line == NULL ? SWED_FAILED : SWED_LINE;
}

swed_result swed_read_line(swed_editor *editor, const char *prompt, char **line) {
  *line = NULL;
  if (!install_prompt(editor, prompt)) return SWED_FAILED;
  editor->ending = SWED_CONTINUE;
  editor->was_empty = true;
  locale_t locale = swed_utf8_locale();
  locale_t previous = locale == (locale_t)0 ? (locale_t)0 : uselocale(locale);
  // libedit shows the prompt first, and what is typed before raw mode is set would be echoed twice.
  if (editor->interactive) el_wset(editor->line, EL_PREP_TERM, 1);
  swed_report_pastes(editor, true);
  int count = 0;
  const wchar_t *text = el_wgets(editor->line, &count);
  swed_report_pastes(editor, false);
  fflush(editor->output);
  swed_result result = finish(editor, text, count, line);
  if (previous != (locale_t)0) uselocale(previous);
  return result;
}

void swed_add_history(swed_editor *editor, const char *entry) {
  wchar_t *decoded = swed_decode(entry);
  if (decoded == NULL) return;
  HistEventW event;
  history_w(editor->history, &event, H_ENTER, decoded);
  free(decoded);
}

void swed_set_prompt(swed_editor *editor, const char *prompt) {
  wchar_t *decoded = swed_decode_prompt(prompt);
  bool is_same = decoded == NULL || wcscmp(decoded, editor->prompt) == 0;
  free(decoded);
  if (is_same) return;
  if (editor->interactive) swed_erase(editor);
  install_prompt(editor, prompt);
  if (editor->interactive) el_wset(editor->line, EL_REFRESH);
  fflush(editor->output);
}

void swed_replace_before_cursor(swed_editor *editor, size_t characters, const char *text) {
  wchar_t *decoded = swed_decode(text);
  if (decoded == NULL) return;
  // libedit deletes nothing when asked for more than there is, and 0 would mean nothing to do.
  if (characters > 0) el_wdeletestr(editor->line, (int)characters);
  if (decoded[0] != 0) el_winsertstr(editor->line, decoded);
  free(decoded);
}

void swed_beep(swed_editor *editor) { el_beep(editor->line); }
