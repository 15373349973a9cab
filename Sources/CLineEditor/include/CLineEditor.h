// What the console needs from C: a line editor over libedit that other threads can print above,
// signals delivered to a descriptor, and the display width of text.
//
// A `swed_editor` belongs to one thread at a time. Only `swed_wake_write` and
// `swed_restore_terminal` may be called from anywhere, a signal handler included.

#ifndef SWITCHYARD_CLINEEDITOR_H
#define SWITCHYARD_CLINEEDITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// A line editor on a terminal, or on any other pair of descriptors (then it only reads lines).
typedef struct swed_editor swed_editor;

/// How reading a line ended.
typedef enum swed_result {
  /// A line was entered; it is in `*line`.
  SWED_LINE = 0,
  /// End of input: Ctrl-D on an empty line, or the input was closed.
  SWED_END_OF_INPUT = 1,
  /// The wake callback asked for an interruption; something had been typed.
  SWED_INTERRUPTED = 2,
  /// The wake callback asked for an interruption; nothing had been typed.
  SWED_INTERRUPTED_EMPTY = 3,
  /// Out of memory.
  SWED_FAILED = 4,
} swed_result;

/// What to do with the line being typed after a wake-up.
typedef enum swed_wake_action {
  SWED_CONTINUE = 0,
  SWED_INTERRUPT = 1,
  /// As `SWED_INTERRUPT`, but without showing `^C`.
  SWED_STOP = 2,
} swed_wake_action;

/// Both are called on the thread that is inside `swed_read_line`.
typedef struct swed_callbacks {
  void *_Nullable context;
  /// The wake descriptor became readable (it has been drained).
  swed_wake_action (*wake)(void *_Nullable context, swed_editor *editor);
  /// Tab was typed: `line` is UTF-8, `cursor` a byte offset into it.
  void (*complete)(void *_Nullable context, swed_editor *editor, const char *line, size_t cursor);
} swed_callbacks;

/// What to open an editor on. The descriptors stay the caller's and must outlive the editor.
typedef struct swed_options {
  int input;
  int output;
  int error;
  /// Reading end of the wake pipe, non-blocking.
  int wake;
  /// Entries that history recall and search hold.
  int history_limit;
  /// The kind of terminal; NULL for that of the environment's TERM.
  const char *_Nullable terminal;
} swed_options;

/// Opens an editor and remembers the terminal's settings for `swed_restore_terminal`.
/// Returns NULL with `errno` set: EBUSY when an editor is open already (there can be one in a process),
/// else when memory or descriptors run out.
swed_editor *_Nullable swed_open(swed_options options, swed_callbacks callbacks);

/// Restores the terminal and frees the editor.
void swed_close(swed_editor *editor);

/// Whether both input and output are terminals, that is whether lines are edited and not only read.
bool swed_is_interactive(const swed_editor *editor);

/// Reads one line, blocking the calling thread. `prompt` is UTF-8 and may contain escape sequences
/// that take no room. On `SWED_LINE`, `*line` is UTF-8 without its newline, to be freed with `free`.
swed_result swed_read_line(swed_editor *editor, const char *prompt, char *_Nullable *_Nonnull line);

/// Adds an entry to what recall and search offer. Not inside a callback.
void swed_add_history(swed_editor *editor, const char *entry);

// The next six may be called only inside a callback.

/// Writes `length` bytes, a newline at their end included, above the line being typed.
void swed_print_above(swed_editor *editor, const char *text, size_t length);

/// Changes the prompt in place.
void swed_set_prompt(swed_editor *editor, const char *prompt);

/// Takes up the terminal's new size, sets raw mode again if someone else changed it (a shell after
/// Ctrl-Z does), and redraws.
void swed_terminal_changed(swed_editor *editor);

/// Leaves the line as it is on the screen, gives the terminal its settings back, stops the process, and shows the
/// line anew when it goes on.
void swed_suspend(swed_editor *editor);

/// Replaces the `characters` Unicode scalars before the cursor by `text`.
void swed_replace_before_cursor(swed_editor *editor, size_t characters, const char *text);

/// Rings the bell.
void swed_beep(swed_editor *editor);

/// Restores the settings of the terminal the last opened editor is on, without waiting for output.
/// Async-signal-safe; also registered with `atexit`.
void swed_restore_terminal(void);

/// Creates a close-on-exec pipe, `ends[0]` for reading, both ends non-blocking.
/// Returns 0 or an `errno`.
int swed_wake_open(int ends[_Nonnull 2]);

/// Makes the reading end readable. Async-signal-safe; a full pipe is fine, it is readable already.
void swed_wake_write(int fd);

/// Blocks until `fd` is readable or its other end is closed, or `timeout_ms` (-1: for ever) have
/// passed, and drains it. Returns whether it came to that before the time was over.
bool swed_wake_wait(int fd, int timeout_ms);

/// From now on each of the `count` signals writes its number as one byte to `*fd`, to be read from
/// (non-blocking, never closed), and SIGPIPE does nothing. Handlers, unlike
/// `SIG_IGN`, are not inherited by programs that are run. Returns 0 or an `errno`; EBUSY when already
/// started.
int swed_signals_start(const int *signals, int count, int *fd);

/// Restores what `swed_signals_start` replaced and writes a byte of 0.
void swed_signals_stop(void);

/// Stops the process as SIGTSTP does that nobody catches, and returns when it goes on; at once, if nothing could make
/// it go on again.
void swed_stop_process(void);

/// Runs `body` on a new detached thread, on which signals are delivered or not. A process whose other
/// threads all block signals (libdispatch's do) needs one that takes them. Returns 0 or an `errno`.
int swed_thread_start(void (*body)(void *_Nullable), void *_Nullable context, bool takes_signals);

/// Terminal columns a Unicode scalar takes: 0, 1 or 2, and -1 when it is not printable. The tables are
/// those of the C.UTF-8 locale whatever the process's locale is.
int swed_scalar_width(uint32_t scalar);

/// A terminal's width in columns, or 0 when `fd` is none or does not know.
int swed_terminal_columns(int fd);

#pragma clang assume_nonnull end

#endif
