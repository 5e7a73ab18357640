import GridCausality
import GridRecords
import GridStore
import Testing

@testable import GridSimulatedDisk

@Suite("A simulated disk")
struct SimulatedDiskTests {
    @Test("a store is there again after it was closed, and after its process was killed")
    func reopening() throws {
        let disk = SimulatedDisk(seed: 1)
        let hub = try disk.openHubStore()
        try hub.write { try $0.put("shelf", "key", [1]) }
        try hub.close()
        let again = try disk.openHubStore()
        try again.write { try $0.put("shelf", "key", [2]) }
        disk.crash(powerCut: false)
        #expect(throws: StoreError.self) { try again.write { try $0.put("shelf", "key", [3]) } }
        let last = try disk.openHubStore()
        #expect(try last.read { try $0.document("shelf", "key") } == [2])
        #expect(try last.integrityFindings() == [])
    }

    @Test("what opening the writing connection, one write and closing it costs")
    func cost() throws {
        let disk = SimulatedDisk(seed: 1)
        let device = try disk.openDeviceStore()
        try device.write { try $0.put("shelf", "key", [1]) }
        let clock = ContinuousClock()
        let before = disk.figures
        let took = try clock.measure {
            for number in 0..<1000 { try device.write { try $0.put("shelf", "key", [UInt8(number % 256)]) } }
        }
        let after = disk.figures
        let calls = DiskFigures.Call.allCases.map { "\($0) \((after.count($0) - before.count($0)) / 1000)" }
        print("a write of a device: \(took / 1000), calls \(calls)")
        let reads = try clock.measure {
            for _ in 0..<1000 { _ = try device.read { try $0.document("shelf", "key") } }
        }
        print("a read of a device: \(reads / 1000)")
    }
}
