/// Brings a command line into the one order that the parser reads without doubt: command, options, `--`, words.
///
/// People put the global options anywhere and give values that look like options (`--note --json`, `--value -5`).
/// Every option that takes a value is written as `--option=value` here, so that its value is never read as an option,
/// and every word comes after `--`. What is not understood is left for the parser to complain about.
struct ArgumentNormaliser: Sendable {
    let grammar: CommandGrammar

    private enum Token {
        case option(String)
        case word(String)
    }

    /// The arguments without the program's name, in order.
    func normalise(_ arguments: [String]) -> [String] {
        // The parser's own switches (`--generate-completion-script bash`) are answered as they stand.
        let generators = ["--generate-completion-script", "--experimental-dump-help", "---completion"]
        if let first = arguments.first, generators.contains(where: { first.hasPrefix($0) }) { return arguments }

        var options: [String] = []
        var words: [String] = []
        for token in tokens(of: arguments) {
            switch token {
            case .option(let text): options.append(text)
            case .word(let text): words.append(text)
            }
        }
        let path = commandPath(&words)
        return path + options + (words.isEmpty ? [] : ["--"] + words)
    }

    private func tokens(of arguments: [String]) -> [Token] {
        var tokens: [Token] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                tokens += rest.map { .word($0) }
                break
            }
            guard argument.hasPrefix("-"), argument.count > 1 else {
                tokens.append(.word(argument))
                continue
            }
            guard grammar.valued.contains(argument), let value = value(after: argument, in: &rest) else {
                tokens.append(.option(argument))
                continue
            }
            tokens.append(.option("\(argument)=\(value)"))
            guard grammar.repeated.contains(argument) else { continue }
            while let next = rest.first, isFurtherValue(next, words: tokens) {
                tokens.append(.option("\(argument)=\(next)"))
                rest.removeFirst()
            }
        }
        return tokens
    }

    /// The value of an option; nil where there is none, so that the parser says so.
    ///
    /// A global option does not swallow another option: `--store --json` lacks its directory. The clock's offset may
    /// begin with one dash.
    private func value(after option: String, in rest: inout ArraySlice<String>) -> String? {
        guard let next = rest.first else { return nil }
        if grammar.global.contains(option) || option == "--area", next.hasPrefix("--") { return nil }
        rest.removeFirst()
        return next
    }

    /// Codes go on until an option, a `FIELD=VALUE`, or a word that the command still lacks.
    private func isFurtherValue(_ next: String, words tokens: [Token]) -> Bool {
        let words = tokens.compactMap { if case .word(let word) = $0 { word } else { nil } }
        guard let command = words.first, !next.hasPrefix("-"), !next.contains("=") else { return false }
        if command == "new" { return words.count > 1 }
        return !(words.count == 1 && grammar.groups[command]?.commands.contains(next) == true)
    }

    /// Takes the command, and the command within a group, off the words.
    private func commandPath(_ words: inout [String]) -> [String] {
        guard !words.isEmpty else { return [] }
        let command = words.removeFirst()
        guard let group = grammar.groups[command] else {
            // `help` explains the commands named after it.
            if command == "help" {
                defer { words = [] }
                return [command] + words
            }
            return [command]
        }
        guard let second = words.first, group.commands.contains(second) else { return [command, group.fallback] }
        words.removeFirst()
        return [command, second]
    }
}
