import GridCausality
import Testing

@testable import GridClient

@Suite("Dots of a copy that took a new name")
struct DotTranslationTests {
    private let old = ReplicaID(high: 0, low: 1)
    private let new = ReplicaID(high: 0, low: 2)
    private let other = ReplicaID(high: 0, low: 3)

    @Test("a context covers after the change what it covered before, under the new names")
    func covering() {
        var translation = DotTranslation(old: old, common: 3, new: new)
        // Counter 5 was withdrawn and is not issued again.
        let issued: [UInt64] = [4, 6, 7]
        let dots = issued.map { translation.add($0) }
        #expect(dots.map(\.counter) == [1, 2, 3])
        for seen: UInt64 in 0...8 {
            let context = VersionVector([.init(replica: old, counter: seen), .init(replica: other, counter: 9)])
            let translated = translation.translated(context)
            for counter: UInt64 in 1...3 {
                #expect(translated.covers(Dot(replica: old, counter: counter)) == (counter <= seen))
            }
            for (counter, dot) in zip(issued, dots) { #expect(translated.covers(dot) == (counter <= seen)) }
            #expect(translated[other] == 9)
            #expect(translated[old] == min(seen, 3))
        }
    }
}
