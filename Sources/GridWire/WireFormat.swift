/// The two ways in which every message is written: protobuf, and its canonical JSON.
package enum WireFormat: String, CaseIterable, Sendable {
    case protobuf, json

    package var contentType: String {
        switch self {
        case .protobuf: "application/x-protobuf"
        case .json: "application/json"
        }
    }

    /// Reads a `Content-Type`, parameters ignored; nil for a type that is not spoken here.
    package init?(contentType: some StringProtocol) {
        // As nearly everybody writes them.
        if let format = WireFormat.allCases.first(where: { $0.contentType == contentType }) {
            self = format
            return
        }
        switch WireFormat.mediaType(contentType) {
        case "application/x-protobuf", "application/protobuf": self = .protobuf
        case "application/json": self = .json
        default: return nil
        }
    }

    /// The format of a request's body; a body without a type is taken for protobuf.
    package static func ofRequest(contentType: String?) throws(WireError) -> WireFormat {
        guard let contentType else { return .protobuf }
        guard let format = WireFormat(contentType: contentType) else {
            throw WireError(.unsupportedType, "send application/x-protobuf or application/json")
        }
        return format
    }

    /// The format of an answer: of those that `Accept` names the one it likes best, else that of the request.
    ///
    /// Preference goes by `q` (RFC 9110, section 12.5.1), among equals by the order in which they stand.
    package static func ofAnswer(accept: String?, request: WireFormat) -> WireFormat {
        var best: (format: WireFormat, quality: Double)?
        for entry in (accept ?? "").split(separator: ",") {
            guard let format = WireFormat(contentType: entry) else { continue }
            let quality = WireFormat.quality(of: entry)
            if quality > (best?.quality ?? 0) { best = (format, quality) }
        }
        return best?.format ?? request
    }

    private static func mediaType(_ text: some StringProtocol) -> String {
        String(text.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }).lowercased()
    }

    private static func quality(of entry: Substring) -> Double {
        for parameter in entry.split(separator: ";").dropFirst() {
            let bare = String(parameter.filter { $0 != " " }).lowercased()
            if bare.hasPrefix("q=") { return Double(bare.dropFirst(2)) ?? 0 }
        }
        return 1
    }
}
