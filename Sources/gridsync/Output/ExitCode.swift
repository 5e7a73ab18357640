import ArgumentParser
import GridClient
import GridRecords
import GridStore

/// What the process ends with, after `sysexits.h`.
enum Exit {
    static let done: Int32 = 0
    static let different: Int32 = 1
    static let usage: Int32 = 64
    static let badData: Int32 = 65
    static let missing: Int32 = 66
    static let cannotCreate: Int32 = 73
    static let inputOutput: Int32 = 74
}

extension ClientError {
    /// Wrong usage, in the words of this program.
    static func usage(_ message: String, hint: String) -> ClientError {
        ClientError(code: "usage", message: message, hint: hint, exitCode: Exit.usage)
    }

    /// Any error as one with a code.
    static func from(_ error: any Error, language: Language) -> ClientError {
        switch error {
        case let error as ClientError: error
        case let error as StoreError: ClientError(error)
        default:
            ClientError(code: "internal", message: Message.errorInternal.text(language, "\(error)"), exitCode: 1)
        }
    }
}
