import GridCausality
import GridRecords

/// A small kind with a field of every shape, for tests of entry and validation.
enum TestCatalogue {
    static func make() throws -> Catalogue { try Catalogue(json: try JSONValue(parsing: text)) }

    static func kind() throws -> KindDefinition {
        guard let kind = try make().kind("thing") else { throw CatalogueError(reason: "no kind") }
        return kind
    }

    static let text = """
        {"kinds":[{"id":"thing","label":{"zh":"物","en":"Thing"},"fields":[
        {"id":"name","label":{"zh":"名","en":"Name"},"type":"text","required":true,"max_length":5,"policy":"latest"},
        {"id":"count","label":{"zh":"数","en":"Count"},"type":"int","minimum":0,"maximum":100,"policy":"latest"},
        {"id":"size","label":{"zh":"大小","en":"Size"},"type":"decimal","decimal_places":2,"minimum":0,"maximum":10,"policy":"latest"},
        {"id":"price","label":{"zh":"价","en":"Price"},"type":"money","policy":"review"},
        {"id":"open","label":{"zh":"开","en":"Open"},"type":"bool","default":{"value":false},"required":true,"policy":"assert"},
        {"id":"day","label":{"zh":"日","en":"Day"},"type":"date","policy":"latest"},
        {"id":"at","label":{"zh":"时","en":"At"},"type":"timestamp","default":{"now":1},"policy":"once"},
        {"id":"by","label":{"zh":"人","en":"By"},"type":"text","default":{"author":true},"policy":"once"},
        {"id":"level","label":{"zh":"级","en":"Level"},"type":"code","policy":"greatest","codes":[
          {"code":"1","zh":"低","en":"low"},{"code":"2","zh":"高","en":"high"},{"code":"3","zh":"旧","en":"old","retired":true}]},
        {"id":"detail","label":{"zh":"细","en":"Detail"},"type":"text","required_when":{"field":"level","codes":["2"]},"policy":"latest"},
        {"id":"grids","label":{"zh":"格","en":"Grids"},"type":"codes","default":{"area":true},"policy":"elements"},
        {"id":"needs","label":{"zh":"需","en":"Needs"},"type":"codes","policy":"elements","codes":[
          {"code":"a","zh":"甲","en":"A"},{"code":"b","zh":"乙","en":"B"}]},
        {"id":"place","label":{"zh":"点","en":"Place"},"type":"point","policy":"review"},
        {"id":"other","label":{"zh":"他","en":"Other"},"type":"reference","policy":"latest"},
        {"id":"owner","label":{"zh":"主","en":"Owner"},"type":"composite","policy":"review","parts":[
          {"id":"name","label":{"zh":"名","en":"Name"},"type":"text","required":true,"policy":"review"},
          {"id":"phone","label":{"zh":"话","en":"Phone"},"type":"text","policy":"review"}]},
        {"id":"items","label":{"zh":"项","en":"Items"},"type":"set","of":"composite","policy":"elements","parts":[
          {"id":"text","label":{"zh":"文","en":"Text"},"type":"text","policy":"review"},
          {"id":"status","label":{"zh":"状","en":"Status"},"type":"code","separate":true,"required":true,"default":{"value":"open"},
           "policy":"latest","codes":[{"code":"open","zh":"开","en":"open"},{"code":"fixed","zh":"好","en":"fixed"}]}]},
        {"id":"checks","label":{"zh":"查","en":"Checks"},"type":"set","of":"composite","policy":"elements","codes":[
          {"code":"F01","zh":"一","en":"one"},{"code":"F02","zh":"二","en":"two"}],"parts":[
          {"id":"answer","label":{"zh":"答","en":"Answer"},"type":"code","separate":true,"required":true,"policy":"latest",
           "codes":[{"code":"no","zh":"否","en":"no"},{"code":"yes","zh":"是","en":"yes"}]}]},
        {"id":"friends","label":{"zh":"友","en":"Friends"},"type":"set","of":"reference","policy":"elements"},
        {"id":"phones","label":{"zh":"话","en":"Phones"},"type":"list","of":"text","sensitivity":"personal","policy":"elements"},
        {"id":"tags","label":{"zh":"签","en":"Tags"},"type":"set","of":"text","policy":"elements"},
        {"id":"log","label":{"zh":"志","en":"Log"},"type":"entries","of":"composite","policy":"entries","parts":[
          {"id":"result","label":{"zh":"果","en":"Result"},"type":"text","required":true,"policy":"once"}]},
        {"id":"photos","label":{"zh":"照","en":"Photos"},"type":"set","of":"attachment","policy":"elements",
         "guards":[{"action":"clear","roles":["township"]}]},
        {"id":"id_type","label":{"zh":"证","en":"Document"},"type":"code","policy":"review","codes":[
          {"code":"111","zh":"身份证","en":"card"},{"code":"414","zh":"护照","en":"passport"}]},
        {"id":"id_no","label":{"zh":"号","en":"Number"},"type":"text","sensitivity":"sealed","document_type":"id_type","max_length":30,"policy":"review"},
        {"id":"worked_out","label":{"zh":"算","en":"Worked out"},"type":"int","derived":true,"policy":"latest"}
        ]}]}
        """

    /// 2026-03-01T09:30:00+08:00.
    static let now = Timestamp(milliseconds: 1_772_328_600_000, offsetMinutes: 480)

    /// Surroundings that mint `e1`, `e2` … and seal into a box of one byte.
    static func surroundings(elements: [String: [String]] = [:], shown: [String: FieldValue] = [:])
        -> Entry.Surroundings
    {
        var minted = 0
        return Entry.Surroundings(
            author: WorkerID("w1"), area: AreaCode("330102001001"), now: now,
            mintElement: {
                minted += 1
                return "e\(minted)"
            },
            seal: {
                SealedValue(lastFour: $0.lastFour, isChecksumValid: $0.isChecksumValid, token: [], box: [1])
            },
            elements: { elements[$0] ?? [] }, shown: { shown[$0.text] })
    }
}
