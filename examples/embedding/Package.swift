// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "embedding",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "switchyard", path: "../..")],
  targets: [
    .executableTarget(
      name: "EmbeddingExample",
      dependencies: [
        .product(name: "TaskEngine", package: "switchyard"),
        .product(name: "BuiltinTools", package: "switchyard"),
        .product(name: "TaskPolicy", package: "switchyard"),
      ]
    )
  ]
)
