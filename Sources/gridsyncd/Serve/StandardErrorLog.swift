import Foundation
import GridRecords
import GridServer
import Logging

/// Log lines on standard error.
enum StandardErrorLog {
    static func logger(level: Logger.Level) -> Logger {
        Logger(label: "gridsyncd") { label in
            JSONLineLog(
                label: label, level: level,
                time: { Timestamp.shanghai(milliseconds: WallClock.now()).text },
                write: { Output.write($0 + "\n", to: .standardError) })
        }
    }

    /// For packages whose lines tell an operator nothing.
    static let silent = Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }
}
