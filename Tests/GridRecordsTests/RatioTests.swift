import Testing

@testable import GridRecords

@Suite("Rates with their denominators")
struct RatioTests {
    @Test(
        "a rate is rounded half away from zero, only when it is printed",
        arguments: [
            (176, 178, 1, "98.9"), (176, 178, 3, "98.876"), (999, 1000, 1, "99.9"), (949, 1000, 1, "94.9"),
            (5, 88, 1, "5.7"), (-9, 19, 2, "-47.37"), (-4, 10, 1, "-40.0"), (1, 8, 1, "12.5"), (1, 8, 0, "13"),
            (-1, 8, 0, "-13"), (0, 3, 1, "0.0"), (-1, 1_000_000, 1, "0.0"), (178, 178, 1, "100.0"),
            (13, 8, 1, "162.5"), (183, 593, 1, "30.9"), (Int.max, 1, 0, "922337203685477580700"),
        ])
    func printing(numerator: Int, denominator: Int, decimals: Int, expected: String) throws {
        let ratio = try #require(Ratio(numerator, of: denominator))
        #expect(ratio.percent(decimals: decimals) == expected)
    }

    @Test("a part smaller than its whole never reads 100", arguments: [1_000, 10_000, 1_000_000, Int.max])
    func neverWhole(denominator: Int) throws {
        let ratio = try #require(Ratio(denominator - 1, of: denominator))
        for decimals in 0...3 { #expect(!ratio.percent(decimals: decimals).hasPrefix("100")) }
        #expect(ratio.percent() == "99.9")
    }

    @Test("there is no rate without a denominator")
    func noDenominator() {
        #expect(Ratio(0, of: 0) == nil)
        #expect(Ratio(1, of: -1) == nil)
    }

    @Test("rates are compared exactly, also where floating point would not tell them apart")
    func comparison() throws {
        let near = try #require(Ratio(Int.max - 2, of: Int.max - 1))
        let far = try #require(Ratio(Int.max - 1, of: Int.max))
        #expect(near < far)
        let half = try #require(Ratio(1, of: 2))
        let quarters = try #require(Ratio(2, of: 4))
        #expect(half == quarters && half.hashValue == quarters.hashValue && half.text != quarters.text)
        #expect(try #require(Ratio(-1, of: 3)) < half)
    }
}
