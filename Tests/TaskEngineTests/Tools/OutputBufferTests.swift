import TaskEngine
import Testing

@Suite("What is kept of a long output")
struct OutputBufferTests {
  private func filled(_ chunks: [[UInt8]], head: Int, tail: Int) -> OutputBuffer {
    var buffer = OutputBuffer(head: head, tail: tail)
    for chunk in chunks {
      buffer.append(chunk)
    }
    return buffer
  }

  @Test("an output within the limits is kept whole")
  func short() {
    let buffer = filled([Array("hello ".utf8), Array("world".utf8)], head: 6, tail: 5)
    #expect(buffer.text == "hello world")
    #expect(buffer.cutBytes == 0)
  }

  @Test("one byte too many is cut from the middle, and the text says so")
  func marked() {
    let buffer = filled([Array("hello, world".utf8)], head: 5, tail: 5)
    #expect(buffer.text == "hello\n[2 bytes cut]\nworld")
    #expect(buffer.text == "hello" + OutputBuffer.marker(cutBytes: 2) + "world")
    #expect(buffer.cutBytes == 2)
  }

  @Test("for every small length, limit and chunk size, the first and the last bytes are kept")
  func exhaustive() {
    for length in 0...12 {
      let bytes = (0..<length).map { UInt8(ascii: "a") + UInt8($0) }
      for head in 0...4 {
        for tail in 0...4 {
          for size in 1...5 {
            let chunks = stride(from: 0, to: length, by: size).map { Array(bytes[$0..<min($0 + size, length)]) }
            let buffer = filled(chunks, head: head, tail: tail)
            let cut = max(0, length - head - tail)
            var expected = String(decoding: bytes, as: UTF8.self)
            if cut > 0 {
              expected =
                String(decoding: bytes.prefix(head), as: UTF8.self) + OutputBuffer.marker(cutBytes: cut)
                + String(decoding: bytes.suffix(tail), as: UTF8.self)
            }
            #expect(buffer.text == expected, "length \(length), head \(head), tail \(tail), chunks of \(size)")
            #expect(buffer.cutBytes == cut)
          }
        }
      }
    }
  }

  @Test("a cut never leaves half a character, at any place in it", arguments: ["é", "€", "🙂"])
  func characters(character: String) {
    let bytes = Array(String(repeating: character, count: 8).utf8)
    for head in 0...(2 * character.utf8.count) {
      for tail in 0...(2 * character.utf8.count) {
        let buffer = filled([bytes], head: head, tail: tail)
        let size = character.utf8.count
        let (first, last) = (head / size, tail / size)
        let cut = bytes.count - (first + last) * size
        #expect(buffer.cutBytes == cut)
        #expect(
          buffer.text
            == String(repeating: character, count: first) + OutputBuffer.marker(cutBytes: cut)
            + String(repeating: character, count: last)
        )
      }
    }
  }

  @Test("bytes that are no text are replaced, not dropped")
  func invalid() {
    #expect(filled([[0x61, 0xFF, 0x62]], head: 8, tail: 8).text == "a\u{FFFD}b")
  }

  @Test("a character that lies across head and tail survives if nothing was cut")
  func acrossTheSeam() {
    #expect(filled([Array("a€b".utf8)], head: 2, tail: 3).text == "a€b")
  }
}
