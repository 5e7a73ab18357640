import Foundation
import GridRecords

extension Language {
    /// From `--lang` where it is given and known, else from the locale of the environment, else English.
    init(arguments: [String], environment: [String: String]) {
        self = Language(option: Language.option(in: arguments)) ?? Language(environment: environment)
    }

    /// Reads `zh`, `en`, and longer tags that begin with them.
    init?(option: String?) {
        guard let tag = option?.lowercased().split(whereSeparator: { "-_.".contains($0) }).first else { return nil }
        self.init(rawValue: String(tag))
    }

    /// The first of LC_ALL, LC_MESSAGES and LANG that is set decides, as POSIX has it.
    private init(environment: [String: String]) {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        self = Language(option: locale) ?? .english
    }

    private static func option(in arguments: [String]) -> String? {
        for (index, argument) in arguments.enumerated() {
            if argument.hasPrefix("--lang=") { return String(argument.dropFirst("--lang=".count)) }
            if argument == "--lang", index + 1 < arguments.count { return arguments[index + 1] }
            if argument == "--" { return nil }
        }
        return nil
    }

    /// The language of this process, for the texts of `--help`.
    static let ofProcess = Language(
        arguments: CommandLine.arguments, environment: ProcessInfo.processInfo.environment)
}
