import ArgumentParser
import GridClient
import GridRecords

/// A command that works on a device's store.
protocol FieldCommand: ParsableCommand {
    var globals: GlobalOptions { get }
    /// Does the work, prints its result, and says what the process is to end with.
    func perform(in session: Session) async throws(ClientError) -> Int32
}

/// Options that every command takes, at any place of the command line.
struct GlobalOptions: ParsableArguments {
    @Option(help: help(.optionStore, "DIR")) var store: String?
    @Flag(help: help(.optionJSON)) var json = false
    @Option(help: help(.optionLanguage, "zh|en")) var lang: String?
    @Option(name: .customLong("device-clock"), help: .hidden) var deviceClock: String?
}

/// The text of a message in the language of this process.
func localised(_ message: Message) -> String { message.text(.ofProcess) }

func help(_ message: Message, _ valueName: String? = nil) -> ArgumentHelp {
    ArgumentHelp(stringLiteral: localised(message)).naming(valueName)
}

extension ArgumentHelp {
    fileprivate func naming(_ valueName: String?) -> ArgumentHelp {
        var help = self
        help.valueName = valueName
        return help
    }
}

/// `FIELD=VALUE` arguments as entries.
func fieldEntries(_ arguments: [String], in session: Session) throws(ClientError) -> [FieldEntry] {
    let language = session.console.language
    var entries: [FieldEntry] = []
    for argument in arguments {
        guard let field = FieldArgument(argument) else {
            throw .usage(
                Message.errorNoField.text(language, argument), hint: Message.errorNoFieldHint.text(language))
        }
        entries.append(FieldEntry(path: field.path, value: field.isRemoval ? .removed : .text(field.value)))
    }
    return entries
}

/// `FIELD=VALUE` filters as pairs.
func filters(_ arguments: [String], in session: Session) throws(ClientError) -> [(field: String, value: String)] {
    var filters: [(field: String, value: String)] = []
    for argument in arguments {
        guard let field = FieldArgument(argument) else {
            throw .usage(
                Message.errorWhere.text(session.console.language, argument), hint: session.console.text(.usageHint))
        }
        filters.append((field.path, field.value))
    }
    return filters
}

extension Console {
    /// `{"id","dot"}`, with `duplicates` where others seem to be the same; people are told on standard error.
    func created(_ written: Written, besides others: [DuplicateCandidate]) {
        guard isJSON, !others.isEmpty, case .object(var members) = written.json else {
            self.written([written])
            for other in others {
                let fields = other.fields.joined(separator: ", ")
                remark(Message.maybeDuplicate.text(language, other.id, fields))
            }
            return
        }
        members["duplicates"] = .array(others.map(\.json))
        lines([JSONValue.object(members).text])
    }

    /// One `{"id","dot"}` a line.
    func written(_ written: [Written]) {
        lines(written.map { isJSON ? $0.json.text : "\(text(.saved)) \($0.id)  \($0.dot)" })
    }
}
