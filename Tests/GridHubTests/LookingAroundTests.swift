import GridCatalogueFile
import GridRecords
import Testing

@Suite("Fields that look around")
struct LookingAroundTests {
    @Test("a field whose policy names another field of its kind looks around, and one that does not keeps to itself")
    func named() throws {
        let catalogue = try CatalogueFiles.load()
        var looking: [String] = []
        for kind in catalogue.kinds {
            let ids = Set(kind.fields.map(\.id))
            for field in kind.fields {
                let path = try #require(Path(field.id))
                let isLooking = catalogue.looksAround(at: path, of: kind.id)
                // `normalise` says how text is compared; one of its ways is called as a field is.
                let names = field.policy.parameters.contains { $0 != "normalise" && ids.contains($1) && $1 != field.id }
                #expect(isLooking || !names, "\(kind.id).\(field.id) \(field.policy.parameters)")
                if isLooking { looking.append("\(kind.id).\(field.id)") }
            }
        }
        #expect(looking.contains("resident.sex"))
        #expect(!looking.contains("hazard.outcome"))
    }
}
