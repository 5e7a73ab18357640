import GridClient
import GridRecords

/// How an error looks on standard error.
enum ErrorReport {
    static func text(_ error: ClientError, console: Console) -> String {
        let hint = error.hint.isEmpty ? ErrorHints.usual(error.code, console.language) : error.hint
        let hinted = ClientError(code: error.code, message: error.message, hint: hint, exitCode: error.exitCode)
        return console.isJSON ? json(hinted).text : people(hinted, console: console)
    }

    /// `{"error":{"code","message","hint"}}`
    static func json(_ error: ClientError) -> JSONValue {
        ["error": ["code": .string(error.code), "message": .string(error.message), "hint": .string(error.hint)]]
    }

    private static func people(_ error: ClientError, console: Console) -> String {
        let sentence =
            if console.language == .chinese, let chinese = ErrorTexts.chinese(error.code), error.message.isPlainASCII {
                "\(chinese)(\(error.message))"
            } else {
                error.message
            }
        let code = console.style.alarming(error.code)
        let hint = error.hint.isEmpty ? "" : "\n" + Message.hint.text(console.language, error.hint)
        return "gridsync: \(code): \(sentence)\(hint)"
    }
}

extension String {
    fileprivate var isPlainASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}
