import ScenarioRunner

/// A folder with every outcome, in names and texts that want escaping.
enum Mixture {
  static func write(in folder: borrowing ScenarioFolder) throws {
    try folder.write(
      "a.scenario.lua",
      #"""
      describe("a <b> & \"q\" #slow", function()
        it("passes # TODO \\ here", function() end)
        it("fails", function()
          print("log \27[31m \0 ]]> <x>")
          assert.same({ a = { b = 1 } }, { a = { b = 2 } })
        end)
        it("errs\nover lines", function() error("bad\27 \239\191\191 thing\nsecond, line: 100%") end)
        it("raises a table", function() error({ code = 1 }) end)
        pending("later, one day")
      end)
      """#
    )
    try folder.write("b.scenario.lua", "\nit(")
  }
}
