// The core, answerable from outside: one JSON request a line in, one JSON reply a line out.

import Foundation

var pending: [UInt8] = []
var chunk = [UInt8](repeating: 0, count: 65_536)

func answer(_ line: [UInt8]) {
    FileHandle.standardOutput.write(Data((Conformance.reply(to: line) + "\n").utf8))
}

while true {
    let count = read(0, &chunk, chunk.count)
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { break }
    pending += chunk[..<count]
    var start = 0
    while let end = pending[start...].firstIndex(of: UInt8(ascii: "\n")) {
        answer(Array(pending[start..<end]))
        start = end + 1
    }
    pending.removeFirst(start)
}
if !pending.isEmpty { answer(pending) }
