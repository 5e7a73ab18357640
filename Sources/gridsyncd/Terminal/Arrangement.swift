/// Global options may stand before or after the subcommand: all are moved behind it.
enum Arrangement {
    private static let flags: Set<String> = ["--json"]
    private static let options: Set<String> = ["--data", "--lang"]
    /// Options whose value is taken as it stands, whatever it looks like.
    private static let literal: Set<String> = ["--value", "--note", "--reason"]

    static func arranged(_ arguments: [String]) -> [String] {
        let (rest, globals, tail) = parted(arguments)
        return rest + globals + tail
    }

    static func withoutGlobals(_ arguments: [String]) -> [String] {
        let (rest, _, tail) = parted(arguments)
        return rest + tail
    }

    /// The arguments without the global options, these, and what begins with `--`.
    private static func parted(_ arguments: [String]) -> (rest: [String], globals: [String], tail: [String]) {
        var rest: [String] = []
        var globals: [String] = []
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            if argument == "--" {
                return (rest, globals, Array(arguments[(index - 1)...]))
            }
            if literal.contains(argument), index < arguments.count {
                rest += [argument, arguments[index]]
                index += 1
            } else if flags.contains(argument) {
                globals.append(argument)
            } else if options.contains(argument) {
                globals.append(argument)
                if index < arguments.count {
                    globals.append(arguments[index])
                    index += 1
                }
            } else if options.contains(where: { argument.hasPrefix($0 + "=") }) {
                globals.append(argument)
            } else {
                rest.append(argument)
            }
        }
        return (rest, globals, [])
    }

    static func contains(_ flag: String, in arguments: [String]) -> Bool {
        arguments.prefix { $0 != "--" }.contains(flag)
    }

    /// The value of the last such option, before any reading of the arguments as a whole.
    static func value(of option: String, in arguments: [String]) -> String? {
        var found: String?
        for (index, argument) in arguments.enumerated() {
            if argument == option, index + 1 < arguments.count { found = arguments[index + 1] }
            if argument.hasPrefix(option + "=") { found = String(argument.dropFirst(option.count + 1)) }
        }
        return found
    }
}
