import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Calls back when one of a set of files changes, appears or goes, in whatever way it was saved.
///
/// Saving in place, renaming a new file over the old one, deleting and writing again, and pointing a symbolic
/// link elsewhere all count. The watcher has a thread of its own; a change is one callback however many
/// events it makes.
package final class FileWatcher: Sendable {
  private let loop: WatchLoop

  /// Starts watching; nothing yet.
  /// - Parameter onChange: Called on the watcher's thread, one call at a time, 50 ms after the last of a
  ///   burst of changes, and at least every 500 ms of a burst that does not end.
  /// - Throws: If the system has no more watchers, descriptors or threads to give.
  package convenience init(onChange: @escaping @Sendable () -> Void) throws(FileWatcherError) {
    #if os(Linux)
      try self.init(source: InotifySource(), onChange: onChange)
    #else
      try self.init(source: PollingSource(), onChange: onChange)
    #endif
  }

  /// Starts watching with a given source of changes, which it then owns.
  init(source: any ChangeSource, onChange: @escaping @Sendable () -> Void) throws(FileWatcherError) {
    loop = try WatchLoop(source: source, onChange: onChange)
  }

  deinit {
    stop()
  }

  /// Replaces the set of watched files. They need not exist. From any thread.
  ///
  /// Changes made after this returns are seen. So read a file after it is watched, or look once more after.
  /// - Returns: What cannot be watched, and why; the rest is.
  @discardableResult
  package func watch(_ paths: Set<String>) -> [FileWatcherError] {
    loop.watch(paths)
  }

  /// Watches one more file.
  package func watch(also path: String) {
    loop.watch(also: path)
  }

  /// Ends watching, for good. From any thread, the callback's too, and more than once.
  ///
  /// It does not wait for a callback that is running; none begins after it.
  package func stop() {
    loop.stop()
  }
}
