import Foundation
import GridHub
import GridRecords

/// One administrative command: through the daemon that runs on the data directory, or, with none, on the store
/// itself.
struct Administration {
    let data: DataDirectory
    let language: Language

    /// Seconds to wait for a daemon that is just starting or ending.
    private static let patience = 5

    /// The lines of the answer, each the JSON text that the hub wrote.
    ///
    /// - Parameter mayCreate: whether a data directory that is not there is made.
    func run(_ command: String, _ arguments: JSONValue, mayCreate: Bool = false) async throws -> [String] {
        let end = ContinuousClock.now + .seconds(Administration.patience)
        while true {
            let answered = try await data.withSocketPath { path in
                try SocketClient.ask(path, command: command, arguments: arguments)
            }
            if let answered { return answered }
            guard mayCreate || data.hasStore else {
                throw Failure(
                    "no_store", "there is no hub in \(data.path)",
                    hint: "name its directory with --data, or begin one with: gridsyncd serve --data DIR")
            }
            do throws(Failure) {
                // The files of the office, as `serve` finds them.
                let catalogue = ProcessInfo.processInfo.environment["GRIDSYNCD_CATALOGUE"]
                let opened = try OpenHub(data: data, options: HubOptions(catalogue: catalogue))
                defer { opened.close() }
                return try await opened.perform(command, arguments).map(\.text)
            } catch {
                guard error.code == "store_busy", ContinuousClock.now < end else { throw error }
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }
}
