import GridRecords
import Testing

@testable import GridConsole

@Suite("Templates, texts and style of the console")
struct PaperTests {
    @Test("every text that a template names is there in both languages, and nothing goes out unescaped")
    func texts() throws {
        let paper = try Paper()
        for (name, text) in BuiltInTemplates.files where name.hasSuffix(".mustache") {
            #expect(!text.contains("{{{") && !text.contains("{{&"), "\(name)")
            for match in text.matches(of: #/\{\{t\.([a-z_]+)\}\}/#) {
                let key = String(match.output.1)
                #expect(paper.word(key, .chinese) != nil, "\(name): \(key)")
                #expect(paper.word(key, .english) != nil, "\(name): \(key)")
            }
        }
    }

    @Test("no template asks for a script, a style of its own or anything from elsewhere")
    func foreign() {
        for (name, text) in BuiltInTemplates.files {
            for forbidden in ["<script", "style=", "onclick", "http:", "https:", "@import", "url("] {
                #expect(!text.contains(forbidden), "\(name): \(forbidden)")
            }
        }
    }

    @Test("money, times, spans and clocks read as people say them")
    func words() throws {
        let catalogue = Catalogue(version: "v", kinds: [])
        let chinese = ValueWords(catalogue: catalogue, paper: try Paper(), language: .chinese)
        let english = ValueWords(catalogue: catalogue, paper: try Paper(), language: .english)
        #expect(english.time("2026-03-05T18:00:12+08:00") == "2026-03-05 18:00")
        #expect(english.span(3 * 86_400_000 + 7_200_000) == "3 d 2 h")
        #expect(chinese.span(59_000) == "0 分")
        #expect(english.clock(1_999) == "right")
        #expect(english.clock(-30_000) == "30 s behind")
        #expect(chinese.clock(86_400_000) == "快 1 天 0 小时")
        #expect(chinese.value(true, kind: "x", path: "deleted") == "删除")
        #expect(english.value(.null, kind: "x", path: "y") == "–")
        #expect(english.value(["removed": true], kind: "x", path: "y") == "(removed)")
    }
}
