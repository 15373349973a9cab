// Descriptors: reading keys while serving wake-ups, writing everything, restoring settings.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "editor.h"

int swed_wake_open(int ends[2]) { return pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0 ? 0 : errno; }

void swed_wake_write(int fd) {
  int saved = errno;
  char byte = 0;
  while (write(fd, &byte, 1) < 0 && errno == EINTR) continue;
  errno = saved;
}

static void drain(int fd) {
  char bytes[64];
  for (;;) {
    ssize_t count = read(fd, bytes, sizeof bytes);
    if (count <= 0 && !(count < 0 && errno == EINTR)) return;
  }
}

bool swed_wake_wait(int fd, int timeout_ms) {
  struct pollfd source = {fd, POLLIN, 0};
  int ready;
  while ((ready = poll(&source, 1, timeout_ms)) < 0 && errno == EINTR) continue;
  drain(fd);
  return ready > 0;
}

/// Waits for a byte of input: 1, 0 at the end of input, -1 when a wake-up ends the line.
static int read_byte(swed_editor *editor, unsigned char *byte) {
  for (;;) {
    struct pollfd sources[2] = {{editor->options.wake, POLLIN, 0}, {editor->options.input, POLLIN, 0}};
    if (poll(sources, 2, -1) < 0) {
      if (errno == EINTR) continue;
      return 0;
    }
    if (sources[0].revents != 0) {
      drain(editor->options.wake);
      editor->ending = editor->callbacks.wake(editor->callbacks.context, editor);
      if (editor->ending != SWED_CONTINUE) {
        const LineInfoW *info = el_wline(editor->line);
        editor->was_empty = info->lastchar == info->buffer;
        swed_leave(editor, editor->ending == SWED_INTERRUPT ? "^C" : "");
        errno = ECANCELED;
        return -1;
      }
      continue;
    }
    if (sources[1].revents == 0) continue;
    // One byte at a time: what is typed ahead belongs to whichever program reads the terminal next.
    ssize_t count = read(editor->options.input, byte, 1);
    if (count == 1) return 1;
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    return 0;
  }
}

/// What ends a piece of pasted text.
static const char paste_end[] = "\33[201~";

wchar_t *swed_read_paste(swed_editor *editor) {
  size_t size = 0, capacity = 1024, matched = 0;
  char *bytes = malloc(capacity);
  while (bytes != NULL && matched < sizeof paste_end - 1) {
    unsigned char byte;
    if (read_byte(editor, &byte) != 1) {
      free(bytes);
      return NULL;
    }
    if (byte == (unsigned char)paste_end[matched]) {
      matched++;
      continue;
    }
    // Not the end after all. Its only ESC is its first byte, so that what was passed over can be no beginning of it;
    // the ESC itself is no text, and neither are other control characters.
    size_t kept = matched > 1 ? matched - 1 : 0;
    if (size + kept + 2 > capacity) {
      char *larger = realloc(bytes, capacity *= 2);
      if (larger == NULL) {
        free(bytes);
        return NULL;
      }
      bytes = larger;
    }
    for (size_t i = 0; i < kept; i++) bytes[size++] = paste_end[i + 1];
    matched = byte == (unsigned char)paste_end[0] ? 1 : 0;
    if (matched > 0) continue;
    // Terminals send a newline as the key that makes one.
    if (byte == '\r') byte = '\n';
    if ((byte >= 0x20 && byte != 0x7F) || byte == '\t' || byte == '\n') bytes[size++] = (char)byte;
  }
  if (bytes == NULL) return NULL;
  // A last newline would only be an empty row.
  while (size > 0 && bytes[size - 1] == '\n') size--;
  bytes[size] = 0;
  wchar_t *text = swed_decode(bytes);
  free(bytes);
  return text;
}

int swed_read_character(EditLine *line, wchar_t *character) {
  swed_editor *editor = NULL;
  el_wget(line, EL_CLIENTDATA, &editor);
  unsigned char byte;
  int outcome = read_byte(editor, &byte);
  if (outcome != 1) return outcome;
  char bytes[5] = {(char)byte};
  int size = byte >= 0xF0 && byte < 0xF5 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 1;
  if (byte >= 0xF5) size = 1;
  for (int i = 1; i < size; i++) {
    outcome = read_byte(editor, &byte);
    if (outcome != 1) return outcome;
    bytes[i] = (char)byte;
  }
  wchar_t *decoded = swed_decode(bytes);
  if (decoded == NULL) return 0;
  *character = decoded[0];
  free(decoded);
  return 1;
}

static ssize_t write_all(void *cookie, const char *bytes, size_t length) {
  int fd = *(const int *)cookie;
  size_t written = 0;
  while (written < length) {
    ssize_t count = write(fd, bytes + written, length - written);
    if (count >= 0) {
      written += (size_t)count;
    } else if (errno == EAGAIN) {
      struct pollfd target = {fd, POLLOUT, 0};
      poll(&target, 1, -1);
    } else if (errno != EINTR) {
      // The terminal is gone. Saying that all was written keeps libedit from trying for ever; the end of
      // input, which comes with it, ends the line.
      return (ssize_t)length;
    }
  }
  return (ssize_t)length;
}

static int close_stream(void *cookie) {
  free(cookie);
  return 0;
}

FILE *swed_output_stream(int fd) {
  int *cookie = malloc(sizeof *cookie);
  if (cookie == NULL) return NULL;
  *cookie = fd;
  FILE *stream = fopencookie(cookie, "w", (cookie_io_functions_t){.write = write_all, .close = close_stream});
  if (stream == NULL) {
    free(cookie);
    return NULL;
  }
  // One write for an erased, printed and redrawn line: nothing flickers.
  setvbuf(stream, NULL, _IOFBF, 1 << 14);
  return stream;
}

// The settings to go back to. A descriptor of -1 says there are none; it is published last and
// withdrawn first, so that a signal handler sees both or neither.
static _Atomic int remembered_fd = -1;
static struct termios remembered;
// Where the terminal was asked to mark what is pasted, else -1.
static _Atomic int marking_fd = -1;
static const char mark_pastes[] = "\33[?2004h", leave_pastes[] = "\33[?2004l";

void swed_report_pastes(swed_editor *editor, bool on) {
  if (!editor->reports_pastes) return;
  fputs(on ? mark_pastes : leave_pastes, editor->output);
  marking_fd = on ? editor->options.output : -1;
}

void swed_remember_terminal(int fd) {
  static atomic_flag registered = ATOMIC_FLAG_INIT;
  if (remembered_fd != -1 || tcgetattr(fd, &remembered) != 0) return;
  remembered_fd = fd;
  if (!atomic_flag_test_and_set(&registered)) atexit(swed_restore_terminal);
}

void swed_forget_terminal(int fd) {
  int expected = fd;
  atomic_compare_exchange_strong(&remembered_fd, &expected, -1);
}

void swed_restore_terminal(void) {
  int saved = errno, fd = remembered_fd;
  if (fd != -1) tcsetattr(fd, TCSANOW, &remembered);
  int marking = atomic_exchange(&marking_fd, -1);
  if (marking != -1) (void)!write(marking, leave_pastes, sizeof leave_pastes - 1);
  errno = saved;
}

int swed_terminal_columns(int fd) {
  struct winsize size;
  return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
