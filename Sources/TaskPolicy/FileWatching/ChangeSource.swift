/// Where a watcher learns of changes. Used by one thread at a time, under the watcher's lock.
protocol ChangeSource: Sendable {
  /// Readable when something may have changed; `nil` if only looking helps.
  var descriptor: Int32? { get }

  /// How often to look if there is no descriptor.
  var interval: Duration? { get }

  /// Replaces the set of watched files; returns what cannot be watched.
  mutating func watch(_ paths: Set<String>) -> [FileWatcherError]

  /// Takes what has happened since the last call; true if any of it concerns a watched file.
  mutating func takeChanges() -> Bool

  /// Gives back what the source holds; it is not used again.
  mutating func close()
}
