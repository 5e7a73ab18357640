import ArgumentParser
import GridRecords

struct Areas: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "areas", abstract: "The tree of areas.", subcommands: [Import.self])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Takes in areas from a CSV file.",
            discussion: "Columns: code,name,level,parent[,valid_from,valid_to,predecessors]; predecessors by ';'.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The CSV file.") var file: String

        func run() async throws {
            let rows = try AreaFile(path: file).rows
            let lines = try await global.ask("areas.import", ["rows": .array(rows)], mayCreate: true)
            let count = lines.first.flatMap { try? JSONValue(parsing: $0) }?["areas"] ?? .integer(Int64(rows.count))
            global.output.lines([JSONValue.object(["areas": count]).text], columns: ["areas"], empty: ("", ""))
        }
    }
}

struct Workers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workers", abstract: "People who work with the system.",
        subcommands: [Add.self, Assign.self, Disable.self, List.self])
    static let columns = ["worker", "name", "role", "areas", "disabled"]

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "Adds a person.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The name.") var name: String
        @Option(help: "worker, village, township, department, supervisor, auditor or admin.") var role: String
        @Option(parsing: .upToNextOption, help: "One or more area codes.") var area: [String]

        func validate() throws { try Workers.check(role: role, areas: area) }

        func run() async throws {
            try await global.show(
                "workers.add", ["name": .string(name), "role": .string(role), "areas": .texts(area)], mayCreate: true,
                columns: Workers.columns)
        }
    }

    struct Assign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "assign", abstract: "Replaces all areas of a person.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The worker's id.") var worker: String
        @Option(parsing: .upToNextOption, help: "One or more area codes.") var area: [String]

        func run() async throws {
            try await global.show(
                "workers.assign", ["worker": .string(worker), "areas": .texts(area)], columns: Workers.columns)
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "disable", abstract: "Ends a person's access on all devices.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The worker's id.") var worker: String

        func run() async throws {
            try await global.show("workers.disable", ["worker": .string(worker)], columns: Workers.columns)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Everybody.")
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await global.show(
                "workers.list", columns: Workers.columns,
                empty: (
                    "Nobody yet: gridsyncd workers add NAME --role worker --area CODE",
                    "还没有人员:gridsyncd workers add 姓名 --role worker --area 网格"
                ))
        }
    }

    static func check(role: String, areas: [String]) throws {
        let roles = ["worker", "village", "township", "department", "supervisor", "auditor", "admin"]
        guard roles.contains(role) else {
            throw ValidationError("the role is one of \(roles.joined(separator: ", ")), not \(role).")
        }
        guard !areas.isEmpty else { throw ValidationError("name one or more areas with --area.") }
    }
}

struct Devices: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices", abstract: "Enrolled devices.",
        subcommands: [Code.self, List.self, Revoke.self, Confirm.self])

    struct Code: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "code", abstract: "Issues a code for one enrolment, good for 24 hours.")
        @OptionGroup var global: GlobalOptions
        @Option(help: "The worker's id.") var worker: String

        func run() async throws {
            try await global.show("devices.code", ["worker": .string(worker)], columns: ["code", "expires_at"])
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "All devices and when they last spoke.")
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await global.show(
                "devices.list",
                columns: [
                    "device", "worker", "last_sync", "unsent", "clock_offset_ms", "version", "revoked", "alarms",
                ],
                empty: ("No devices yet: gridsyncd devices code --worker W", "还没有设备:gridsyncd devices code --worker 人员")
            )
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke", abstract: "Ends a device's access at once, and its descendants'.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The device's id.") var device: String

        func run() async throws {
            try await global.show("devices.revoke", ["device": .string(device)], columns: ["device", "revoked"])
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "confirm",
            abstract: "Lets a device speak again after a restore without its ledger, or a second descent.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The device's id.") var device: String

        func run() async throws {
            try await global.show("devices.confirm", ["device": .string(device)], columns: ["device", "confirmed"])
        }
    }
}
