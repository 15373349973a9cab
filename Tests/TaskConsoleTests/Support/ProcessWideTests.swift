import Testing

// The line editor (libedit and terminfo keep global state) and signals are things a process has only once.
@Suite("Terminal and signals: one test at a time", .serialized)
enum ProcessWideTests {}
