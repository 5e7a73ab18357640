import GridRecords
import Testing

@Suite("Masking personal values")
struct MaskingTests {
    @Test(
        "a name keeps its family name, a telephone its ends, an address its building",
        arguments: [
            ("王小明", Masking.Rule.name, "王**"), ("王明", .name, "王**"), ("欧阳修", .name, "欧阳**"), ("", .name, ""),
            ("13812345678", .phone, "138****5678"), ("0578-2123456", .phone, "057****3456"), ("110", .phone, "****"),
            ("解放路12号3幢501室", .address, "解放路12号3幢**"), ("中山街8号楼2单元301", .address, "中山街8号楼**"),
            ("大洋路5号2楼", .address, "大洋路5号**"), ("李家村", .address, "李家村**"), ("", .address, "**"),
        ])
    func rules(text: String, rule: Masking.Rule, masked: String) {
        #expect(Masking.masked(text, by: rule) == masked)
    }

    @Test("one's own area is read whole; elsewhere a sealed number says nothing and other personal values are gone")
    func areas() {
        let label = Label(chinese: "号", english: "Number")
        let sealed = FieldDefinition(
            id: "n", label: label, type: .text, policy: .init(.review), sensitivity: .sealed)
        let value = FieldValue.sealed(SealedValue(lastFour: "002X", isChecksumValid: true, token: [1], box: [2]))
        #expect(Masking.shown(value, as: sealed, isOwnArea: true) == value)
        #expect(Masking.shown(value, as: sealed, isOwnArea: false)?.json.text == "{\"sealed\":true}")
        let personal = FieldDefinition(
            id: "p", label: label, type: .text, policy: .init(.review), sensitivity: .personal)
        #expect(Masking.shown(.text("secret"), as: personal, isOwnArea: false) == nil)
        let open = FieldDefinition(id: "o", label: label, type: .text, policy: .init(.review))
        #expect(Masking.shown(.text("open"), as: open, isOwnArea: false) == .text("open"))
    }

    @Test("the parts of a composite are masked one by one")
    func composites() {
        let label = Label(chinese: "主", english: "Owner")
        let name = FieldDefinition(
            id: "name", label: label, type: .text, policy: .init(.review), sensitivity: .personal, masking: .name)
        let owner = FieldDefinition(
            id: "owner", label: label, type: .composite, policy: .init(.review), sensitivity: .personal, parts: [name])
        let value = FieldValue.composite(
            Composite([.init(name: "name", value: .text("王小明")), .init(name: "later", value: .text("x"))]))
        #expect(Masking.shown(value, as: owner, isOwnArea: false)?.json.text == "{\"name\":\"王**\"}")
    }
}
