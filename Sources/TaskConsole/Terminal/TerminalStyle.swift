/// When to colour, as `--color` takes it.
package enum ColorChoice: String, Sendable, CaseIterable {
  /// When the output is a terminal that can, and `NO_COLOR` is not set.
  case auto
  /// Always.
  case always
  /// Never.
  case never
}

/// Colours by meaning. Without colour, every style leaves its text as it is.
package struct TerminalStyle: Sendable, Equatable {
  /// What a piece of text means.
  package enum Role: Sendable, CaseIterable {
    /// A task started.
    case started
    /// A task went to the background.
    case detached
    /// A task's tool returned.
    case completed
    /// A task failed.
    case failed
    /// A task was cancelled.
    case cancelled
    /// Something about the policy.
    case policy
    /// The prompt.
    case prompt
    /// Of less importance.
    case dim
    /// An error message.
    case error

    // The eight basic colours only: their shades are the user's choice and fit light and dark.
    fileprivate var parameters: String {
      switch self {
      case .started: "36"
      case .detached: "33"
      case .completed: "32"
      case .failed: "31"
      case .cancelled: "35"
      case .policy: "34"
      case .prompt: "1"
      case .dim: "2"
      case .error: "1;31"
      }
    }
  }

  /// Whether text is coloured.
  package let isColored: Bool

  /// - Parameter isColored: Whether text is coloured.
  package init(isColored: Bool) { self.isColored = isColored }

  /// Decides from the option, the environment and the output. An explicit option wins over `NO_COLOR`
  /// (no-color.org), of which an empty value counts as not set.
  ///
  /// - Parameters:
  ///   - choice: The value of `--color`.
  ///   - environment: The process's environment.
  ///   - isTerminal: Whether the output is a terminal.
  package init(choice: ColorChoice, environment: [String: String], isTerminal: Bool) {
    switch choice {
    case .always: isColored = true
    case .never: isColored = false
    case .auto:
      let refuses = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
      let terminal = environment["TERM"] ?? ""
      isColored = isTerminal && !refuses && !terminal.isEmpty && terminal != "dumb"
    }
  }

  /// `text` in the colour of `role`.
  package func callAsFunction(_ role: Role, _ text: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(role.parameters)m\(text)\u{1B}[0m" : text
  }
}
