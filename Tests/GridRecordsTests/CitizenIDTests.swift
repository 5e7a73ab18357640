import GridRecords
import Testing

@Suite("Identity numbers of GB 11643")
struct CitizenIDTests {
    @Test("the number of the standard passes, and any one digit changed fails")
    func singleErrors() {
        let number = Array("11010519491231002X".utf8)
        #expect(CitizenID.check("11010519491231002X") == .valid)
        for position in 0..<17 {
            for digit in UInt8(0x30)...0x39 where digit != number[position] {
                var changed = number
                changed[position] = digit
                #expect(CitizenID.check(String(decoding: changed, as: UTF8.self)) != .valid)
            }
        }
    }

    @Test("the check character is that of the standard's weights, for all remainders")
    func weights() {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let characters = Array("10X98765432")
        var state: UInt64 = 1
        for _ in 0..<2000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let body = Digits.padded(Int(state >> 11) % 100_000_000_000_000_000, 17)
            let sum = zip(body.utf8, weights).reduce(0) { $0 + Int($1.0 - 0x30) * $1.1 }
            #expect(CitizenID.checkCharacter(of: body) == characters[sum % 11])
        }
    }

    @Test(
        "what is no number is told apart",
        arguments: [
            ("110105491231002", CitizenID.Verdict.obsolete), ("11010519490229002X", .noSuchDate),
            ("110105194912310021", .wrongCheckCharacter), ("11010519491231002x", .malformed), ("", .malformed),
            ("1101051949123100２X", .malformed), ("11010519491231002XX", .malformed), ("A1010519491231002X", .malformed),
        ])
    func verdicts(number: String, verdict: CitizenID.Verdict) {
        #expect(CitizenID.check(number) == verdict)
    }

    @Test("full-width characters, small x and spaces are read as what they mean")
    func normalised() {
        #expect(CitizenID.normalised(" １１０１０５ 19491231 002ｘ") == "11010519491231002X")
        #expect(CitizenID.normalised("11010519491231002x") == "11010519491231002X")
    }

    @Test("nothing but digits has a check character")
    func bodies() {
        #expect(CitizenID.checkCharacter(of: "") == nil)
        #expect(CitizenID.checkCharacter(of: "12a") == nil)
        #expect(CitizenID.checkCharacter(of: "0794") == "0")
    }

    @Test("birth date, sex and age come from where the standard has them")
    func parts() throws {
        #expect(CitizenID.birthDate(of: "11010519491231002X")?.text == "1949-12-31")
        #expect(CitizenID.sex(lastFour: "002X") == "2")
        #expect(CitizenID.sex(lastFour: "0011") == "1")
        #expect(CitizenID.sex(lastFour: "1") == nil)
        let born = try #require(CalendarDate(text: "2012-02-29"))
        #expect(CitizenID.age(born: born, on: try #require(CalendarDate(text: "2026-02-28"))) == 13)
        #expect(CitizenID.age(born: born, on: try #require(CalendarDate(text: "2026-03-01"))) == 14)
    }

    @Test("permits of the same shape are checked, passports are not")
    func documents() {
        #expect(SealedNumber("11010519491231002X", documentType: nil).isChecksumValid == true)
        #expect(SealedNumber("E1234567", documentType: "111").isChecksumValid == false)
        #expect(SealedNumber("E1234567", documentType: nil).isChecksumValid == nil)
        #expect(SealedNumber("E1234567", documentType: "414").isChecksumValid == nil)
        #expect(SealedNumber("830000199201300022", documentType: "553").isChecksumValid != nil)
    }
}
