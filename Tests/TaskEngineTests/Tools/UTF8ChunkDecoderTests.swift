import TaskEngine
import Testing

@Suite("Text that arrives in chunks")
struct UTF8ChunkDecoderTests {
  private static let sample = "aé€🙂z"

  @Test("cut into three at any two places, it comes out as it went in, in whole characters")
  func everyCut() {
    let bytes = Array(Self.sample.utf8)
    for first in 0...bytes.count {
      for second in first...bytes.count {
        var decoder = UTF8ChunkDecoder()
        let pieces = [
          decoder.decode(bytes[..<first]), decoder.decode(bytes[first..<second]), decoder.decode(bytes[second...]),
          decoder.finish(),
        ]
        #expect(pieces.joined() == Self.sample, "cut at \(first) and \(second)")
        #expect(!pieces.joined().contains("\u{FFFD}"))
      }
    }
  }

  @Test("what can become no character is not waited for", arguments: [0x80, 0xC0, 0xC1, 0xF5, 0xFF] as [UInt8])
  func neverValid(byte: UInt8) {
    var decoder = UTF8ChunkDecoder()
    #expect(decoder.decode([0x61, byte]) == "a\u{FFFD}")
  }

  @Test("an unfinished character is replaced at the end, and nothing is left over")
  func unfinished() {
    var decoder = UTF8ChunkDecoder()
    #expect(decoder.decode([0x61, 0xE2, 0x82]) == "a")
    #expect(decoder.finish() == "\u{FFFD}")
    #expect(decoder.finish() == "")
  }
}
