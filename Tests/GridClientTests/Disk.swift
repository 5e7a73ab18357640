import Foundation
import GridStore
import GridStoreSQLite

/// Directories of one test, gone with it.
final class Disk {
    private let root: URL

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("gridclient-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    func device(_ name: String) throws -> SQLiteDeviceStore {
        try SQLiteDeviceStore(directory: root.appendingPathComponent(name).path, create: true)
    }

    func hub(_ name: String) throws -> SQLiteHubStore {
        try SQLiteHubStore(directory: root.appendingPathComponent(name).path, create: true)
    }

    /// What somebody does who copies a directory, with everything in it.
    func copy(_ name: String, as other: String) throws {
        try FileManager.default.copyItem(at: root.appendingPathComponent(name), to: root.appendingPathComponent(other))
    }
}
