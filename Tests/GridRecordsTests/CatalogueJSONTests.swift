import GridRecords
import Testing

@Suite("Catalogues in JSON")
struct CatalogueJSONTests {
    @Test("reading what was written gives the same catalogue, and equal contents have equal versions")
    func roundTrip() throws {
        let catalogue = try TestCatalogue.make()
        #expect(try Catalogue(json: catalogue.json) == catalogue)
        let rewritten = Catalogue(kinds: catalogue.kinds)
        #expect(try Catalogue(json: rewritten.json) == rewritten)
        #expect(rewritten.kinds == catalogue.kinds)
        #expect(catalogue.version.utf8.count == 32)
        #expect(Catalogue.version(of: catalogue.json) == catalogue.version)
    }

    @Test("the version that the hub gave stands, whatever an older device understands")
    func versions() throws {
        var members = try #require(try TestCatalogue.make().json.object)
        members["version"] = "v9"
        #expect(try Catalogue(json: .object(members)).version == "v9")
    }

    @Test("a device leaves out the fields that it does not understand and passes them on")
    func lenient() throws {
        let text = """
            {"later":1,"version":"v","kinds":[{"id":"k","label":{"zh":"类","en":"K"},"fields":[
            {"id":"a","label":{"zh":"甲","en":"A"},"type":"text","policy":"latest","colour":"red"},
            {"id":"b","label":{"zh":"乙","en":"B"},"type":"hologram","policy":"latest"}]}]}
            """
        let json = try JSONValue(parsing: text)
        #expect(throws: CatalogueError.self) { try Catalogue(json: json) }
        let catalogue = try Catalogue(json: json, reading: .lenient)
        #expect(catalogue.kind("k")?.fields.map(\.id) == ["a"])
        #expect(catalogue.json == json)
    }

    @Test("a line of the listing has what a program that enters data needs")
    func lines() throws {
        let level = try #require(try TestCatalogue.kind().field("level"))
        #expect(
            level.line(kind: "thing", language: .chinese).text
                == """
                {"codes":[{"code":"1","label":"低"},{"code":"2","label":"高"},{"code":"3","label":"旧","retired":true}],\
                "field":"level","kind":"thing","label":"级","policy":"greatest","required":false,\
                "sensitivity":"internal","type":"code"}
                """)
        let items = try #require(try TestCatalogue.kind().field("items"))
        #expect(
            items.line(kind: "thing", language: .english)["parts"]?.array?.map { $0["field"] } == ["text", "status"])
    }

    @Test("the hash is FNV-1a of 128 bits")
    func hash() {
        #expect(ContentHash.hexadecimal(of: []) == "6c62272e07bb014262b821756295c58d")
        #expect(ContentHash.hexadecimal(of: "a".utf8) == "d228cb696f1a8caf78912b704e4a8964")
    }
}
