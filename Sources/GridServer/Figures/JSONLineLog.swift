import GridRecords
package import Logging

/// Log lines as JSON objects, one a line, each value escaped: nothing that a caller sends can begin a line.
package struct JSONLineLog: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    private let label: String
    /// RFC 3339, now.
    private let time: @Sendable () -> String
    /// Takes one line without its end.
    private let write: @Sendable (String) -> Void

    package init(
        label: String, level: Logger.Level, time: @escaping @Sendable () -> String,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.label = label
        self.logLevel = level
        self.time = time
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var members: [String: JSONValue] = [:]
        for (key, value) in metadata { members[key] = .string("\(value)") }
        for (key, value) in event.metadata ?? [:] { members[key] = .string("\(value)") }
        members["at"] = .string(time())
        members["level"] = .string(event.level.rawValue)
        members["source"] = .string(label)
        members["message"] = .string("\(event.message)")
        write(JSONValue.object(members).text)
    }
}
