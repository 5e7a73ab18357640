import Foundation
import GridGoverning
import GridRecords

extension PaperSheet {
    /// A line as it is; a text or a file under its name, the file in base 64 (RFC 4648, section 4).
    var json: JSONValue {
        switch self {
        case .line(let line): line
        case .text(let text): ["text": .string(text)]
        case .file(let bytes): ["file": .string(Data(bytes).base64EncodedString())]
        }
    }
}
