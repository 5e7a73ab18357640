internal import CSimulatedDisk
import GridStore
import GridStoreSQLite
import Synchronization

/// One process on a simulated disk: the files as its stores see them, until it is killed.
final class DiskProcess: StoreFiles, @unchecked Sendable {
    private let disk: DiskHandle
    private let mount: OpaquePointer
    /// The locks that are held, by path; they go with the process.
    private let locks = Mutex<Set<String>>([])

    init(_ disk: DiskHandle) {
        self.disk = disk
        guard let mount = gridsync_mount_create(disk.pointer) else {
            preconditionFailure("there is no memory for a disk")
        }
        self.mount = mount
    }

    deinit { gridsync_mount_release(mount) }

    func exists(_ path: String) -> Bool { gridsync_mount_exists(mount, path) != 0 }

    /// Every directory is there.
    func createDirectory(_ path: String) throws(StoreError) {}

    func create(_ path: String) throws(StoreError) { try check("create", path, gridsync_mount_make_file(mount, path)) }

    func synchronize(directory: String) throws(StoreError) {
        try check("fsync", directory, gridsync_mount_sync_directory(mount, directory))
    }

    func publish(_ path: String, as name: String, in directory: String) throws(StoreError) {
        try check("fsync", path, gridsync_mount_sync(mount, path))
        try check("rename", name, gridsync_mount_rename(mount, path, name))
        try synchronize(directory: directory)
    }

    func settle(_ path: String, in directory: String) throws(StoreError) {
        guard exists(path) else { return }
        try check("write", path, gridsync_mount_rewrite(mount, path))
        try synchronize(directory: directory)
    }

    func remove(_ path: String) throws(StoreError) {
        let result = gridsync_mount_remove(mount, path)
        if Int(result) != gridsync_disk_missing { try check("remove", path, result) }
    }

    func size(_ path: String) throws(StoreError) -> Int64 {
        var bytes: UInt64 = 0
        try check("stat", path, gridsync_mount_size(mount, path, &bytes))
        return Int64(bytes)
    }

    /// Nobody takes another's word here: whoever opens a store settles it.
    func noteSettled(_ path: String, under lock: any ExchangeLease) {}

    func isSettled(_ path: String, in directory: String) -> Bool { false }

    /// Does not wait: there is nobody who could let go meanwhile.
    func lock(directory: String, name: String, waitMilliseconds: Int) throws(StoreError) -> any ExchangeLease {
        let path = "\(directory)/\(name)"
        try check("lock", path, gridsync_mount_make_file(mount, path))
        guard locks.withLock({ $0.insert(path).inserted }) else {
            throw StoreError(.busy, operation: "lock \(path)", detail: "held by this process", hint: "wait for it")
        }
        return DiskLease { [weak self] in _ = self?.locks.withLock { $0.remove(path) } }
    }

    func databaseName(_ path: String) -> String {
        var text = "file:"
        for byte in path.utf8 {
            let isPlain = (0x61...0x7A).contains(byte) || (0x2D...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            if isPlain {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += byte < 16 ? "%0" : "%"
                text += String(byte, radix: 16)
            }
        }
        return text + "?vfs=" + String(cString: gridsync_mount_name(mount))
    }

    private func check(_ operation: String, _ path: String, _ result: Int32) throws(StoreError) {
        switch Int(result) {
        case gridsync_disk_done: return
        case gridsync_disk_full:
            throw StoreError(.full, operation: operation, detail: "\(path): no space left", hint: "free space")
        case gridsync_disk_missing:
            throw StoreError(.missing, operation: operation, detail: "\(path): no such file")
        case gridsync_disk_ended:
            throw StoreError(.io, operation: operation, detail: "\(path): this process was killed")
        default:
            throw StoreError(.io, operation: operation, detail: "\(path): input/output error")
        }
    }
}

/// A lock on a simulated disk; also ends when it is let go.
private final class DiskLease: ExchangeLease {
    private let letGo: Mutex<(@Sendable () -> Void)?>

    init(_ letGo: @escaping @Sendable () -> Void) { self.letGo = Mutex(letGo) }

    func end() {
        let letGo = letGo.withLock { held in
            defer { held = nil }
            return held
        }
        letGo?()
    }

    deinit { end() }
}
