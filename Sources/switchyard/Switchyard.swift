import ArgumentParser

@main
struct Switchyard: AsyncParsableCommand {
  mutating func run() async throws { print("switchyard") }
}
