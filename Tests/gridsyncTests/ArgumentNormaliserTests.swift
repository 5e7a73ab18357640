import Testing

@testable import gridsync

@Suite("ArgumentNormaliser")
struct ArgumentNormaliserTests {
    private func normalise(_ arguments: String...) -> [String] {
        ArgumentNormaliser(grammar: .gridsync).normalise(arguments)
    }

    @Test("a global option may stand at any place")
    func globals() {
        let expected = ["show", "--json", "--store=/s", "--", "ID"]
        #expect(normalise("--json", "--store", "/s", "show", "ID") == expected)
        #expect(normalise("show", "--json", "--store", "/s", "ID") == expected)
        #expect(normalise("show", "ID", "--json", "--store=/s") == expected)
        #expect(normalise("--json", "show", "ID", "--store", "/s") == expected)
    }

    @Test("a value that looks like an option stays a value")
    func valuesLikeOptions() {
        #expect(
            normalise("conflicts", "resolve", "ID", "--value", "-5", "--note", "--json")
                == ["conflicts", "resolve", "--value=-5", "--note=--json", "--", "ID"])
        #expect(normalise("--device-clock", "-10y", "status") == ["status", "--device-clock=-10y"])
    }

    @Test("an option without its value is left for the parser to complain about")
    func missingValue() {
        #expect(normalise("status", "--store") == ["status", "--store"])
        #expect(normalise("status", "--store", "--json") == ["status", "--store", "--json"])
    }

    @Test("after -- everything is a word")
    func terminator() {
        #expect(normalise("set", "ID", "--", "--json", "-x=1") == ["set", "--", "ID", "--json", "-x=1"])
    }

    @Test("fields with equals signs, elements and negative numbers pass unchanged")
    func fields() {
        #expect(
            normalise("set", "ID", "amount=-5", "parties/+={\"name\":\"a=b\"}", "parties/p1=", "--seen", "t")
                == ["set", "--seen=t", "--", "ID", "amount=-5", "parties/+={\"name\":\"a=b\"}", "parties/p1="])
    }

    @Test("a group without a command of its own means its list")
    func groups() {
        #expect(normalise("conflicts") == ["conflicts", "list"])
        #expect(
            normalise("--json", "conflicts", "--kind", "hazard") == ["conflicts", "list", "--json", "--kind=hazard"])
        #expect(normalise("quarantined", "retry", "a:1") == ["quarantined", "retry", "--", "a:1"])
        #expect(normalise("outbox", "export", "f") == ["outbox", "export", "--", "f"])
        #expect(normalise("outbox", "--json") == ["outbox", "list", "--json"])
    }

    @Test("several areas may follow one option, and words of the command do not become areas")
    func areas() {
        #expect(normalise("conflicts", "--area", "1", "2") == ["conflicts", "list", "--area=1", "--area=2"])
        #expect(normalise("conflicts", "--area", "1", "list") == ["conflicts", "list", "--area=1"])
        #expect(
            normalise("new", "--area", "33", "hazard", "level=2") == ["new", "--area=33", "--", "hazard", "level=2"])
        #expect(
            normalise("new", "hazard", "--area", "33", "level=2") == ["new", "--area=33", "--", "hazard", "level=2"])
    }

    @Test("help and nothing at all stay what they are")
    func help() {
        #expect(normalise() == [])
        #expect(normalise("--help") == ["--help"])
        #expect(normalise("help", "conflicts", "resolve") == ["help", "conflicts", "resolve"])
        #expect(normalise("--generate-completion-script", "bash") == ["--generate-completion-script", "bash"])
    }
}

@Suite("FieldArgument and ClockOffset")
struct ArgumentValueTests {
    @Test("the first equals sign ends the path")
    func firstSign() throws {
        let field = try #require(FieldArgument("parties/+={\"a\":\"=\"}"))
        #expect(field.path == "parties/+")
        #expect(field.value == "{\"a\":\"=\"}")
        #expect(FieldArgument("level") == nil)
        #expect(FieldArgument("=2") == nil)
    }

    @Test("nothing after an element's equals sign removes it, after a field's it is empty text")
    func removal() {
        #expect(FieldArgument("parties/p1=")?.isRemoval == true)
        #expect(FieldArgument("summary=")?.isRemoval == false)
    }

    @Test("a clock offset has a sign or none, digits and a unit")
    func offsets() {
        #expect(ClockOffset("+3h")?.milliseconds == 10_800_000)
        #expect(ClockOffset("-10y")?.milliseconds == -315_360_000_000)
        #expect(ClockOffset("+5m")?.milliseconds == 300_000)
        #expect(ClockOffset("2d")?.milliseconds == 172_800_000)
        for wrong in ["", "+", "h", "+h", "3", "+3w", "+-3h", "３h", "+99999999999999999999y", "+10001y"] {
            #expect(ClockOffset(wrong) == nil, "\(wrong)")
        }
        #expect(ClockOffset("+10000y") != nil)
    }
}
