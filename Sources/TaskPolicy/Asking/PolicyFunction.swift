/// The functions that a policy may define.
enum PolicyFunction: String, CaseIterable {
  case route
  case deliveryMode = "delivery_mode"
  case continuePolicy = "continue_policy"
  case permission

  /// The names of its parameters.
  var parameters: [String] {
    switch self {
    case .route, .permission: ["request", "tasks"]
    case .deliveryMode, .continuePolicy: ["task", "result", "tasks"]
    }
  }
}
