import GridRecords
import Testing

@testable import gridsync

@Suite("Messages")
struct TextsTests {
    private func places(_ text: String) -> Set<Int> { Set((0...9).filter { text.contains("{\($0)}") }) }

    @Test("every message is there in both languages, with the same places to fill", arguments: Message.allCases)
    func complete(message: Message) {
        let texts = message.texts
        #expect(!texts.english.isEmpty)
        #expect(!texts.chinese.isEmpty)
        #expect(places(texts.english) == places(texts.chinese))
        #expect(texts.english.unicodeScalars.allSatisfy { $0.value < 0x2E80 })
    }

    @Test("places are filled in order, and what is filled in is not filled again")
    func filling() {
        #expect(Message.conflictTitle.text(.english, "hazard", "level", "r") == "hazard · level · record r")
        #expect(Message.exported.text(.chinese, "3", "f") == "已把 3 个变更集写入 f")
    }

    @Test("the option decides the language, then the environment as POSIX orders it, then English")
    func language() {
        #expect(Language(arguments: ["--lang", "zh"], environment: ["LANG": "en_US.UTF-8"]) == .chinese)
        #expect(Language(arguments: ["x", "--lang=en"], environment: ["LANG": "zh_CN.UTF-8"]) == .english)
        #expect(Language(arguments: [], environment: ["LANG": "zh_CN.UTF-8"]) == .chinese)
        #expect(Language(arguments: [], environment: ["LC_ALL": "C", "LANG": "zh_CN"]) == .english)
        #expect(Language(arguments: [], environment: ["LC_ALL": "", "LANG": "zh_CN"]) == .chinese)
        #expect(Language(arguments: [], environment: [:]) == .english)
        #expect(Language(option: "fr") == nil)
    }

    @Test(
        "the codes of the protocol have a Chinese sentence",
        arguments: [
            "out_of_scope", "unknown_context", "depends", "invalid_field", "unknown_field", "missing_field", "guarded",
            "record_deleted", "too_large", "erased", "recovered", "forked", "internal", "unauthorized", "revoked",
            "gap", "store_busy", "conflict_moved", "unreachable", "not_a_hub",
        ])
    func codes(code: String) { #expect(ErrorTexts.chinese(code) != nil) }
}
