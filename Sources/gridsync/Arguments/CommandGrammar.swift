/// What the normaliser must know of the commands to tell options, their values and words apart.
struct CommandGrammar: Sendable {
    /// Commands with commands of their own, each with these and the one that is meant when none is named.
    let groups: [String: Group]
    /// Options that are followed by a value, in their long form.
    let valued: Set<String>
    /// Options that take one or more values, up to the next option.
    let repeated: Set<String>
    /// Options that stand for the whole program; they belong to every command.
    let global: Set<String>

    struct Group: Sendable {
        let commands: Set<String>
        let fallback: String
    }

    static let gridsync = CommandGrammar(
        groups: [
            "conflicts": Group(
                commands: ["list", "show", "resolve", "merged", "reopen", "assign"], fallback: "list"),
            "quarantined": Group(commands: ["list", "edit", "retry", "withdraw"], fallback: "list"),
            "outbox": Group(commands: ["list", "export"], fallback: "list"),
            "report": Group(commands: ["build", "show", "fetch"], fallback: "build"),
        ],
        valued: [
            "--store", "--lang", "--device-clock", "--hub", "--code", "--ca", "--area", "--seen", "--where", "--limit",
            "--kind", "--take", "--value", "--note", "--take-changeset", "--format", "--reason",
            "--period", "--cutoff", "--level", "--scope", "--facts-from", "--number", "--template",
            "--report-template", "--campaign", "--month",
        ],
        repeated: ["--area"],
        global: ["--store", "--lang", "--device-clock", "--json"])
}
