import Testing

@testable import gridsync_conform

@Suite("Steps of several replicas")
struct DottedSuiteTests {
    private func run(_ steps: [String]) -> String {
        let line = #"{"suite":"dvv","steps":["# + steps.joined(separator: ",") + "]}"
        let reply = Conformance.reply(to: Array(line.utf8))
        return reply.hasPrefix(#"{"r":["#) ? String(reply.dropFirst(6).dropLast(2)) : reply
    }

    private func write(_ value: String, _ place: String, _ more: String = #""ctx":"none""#) -> String {
        #"{"op":"write","at":"\#(place)","value":"\#(value)",\#(more)}"#
    }

    private func observe(_ place: String) -> String { #"{"op":"observe","at":"\#(place)"}"# }

    @Test("an unknown replica is empty")
    func empty() {
        #expect(run([observe("x")]) == #"{"values":[],"context":{},"dots":[]}"#)
    }

    @Test("a blind write leaves siblings, one that saw them replaces them")
    func writing() {
        let blind = [write("a", "x"), write("b", "x"), #"{"op":"read","at":"x","save":"s"}"#]
        #expect(
            run(blind + [observe("x")])
                == #"{"values":["a","b"],"context":{"x":2},"dots":[["x",1,"a"],["x",2,"b"]]}"#)
        #expect(
            run(blind + [write("c", "x"), write("d", "x", #""ctx":{"saved":"s"}"#), observe("x")])
                == #"{"values":["c","d"],"context":{"x":4},"dots":[["x",3,"c"],["x",4,"d"]]}"#)
        #expect(
            run(blind + [#"{"op":"delete","at":"x","ctx":{"vv":{},"dots":[["x",2]]}}"#, observe("x")])
                == #"{"values":["a"],"context":{"x":2},"dots":[["x",1,"a"]]}"#)
    }

    @Test("an acknowledgement covers what was seen and the new dot, the full context all")
    func acknowledging() {
        let begin = [
            write("a", "x"), write("b", "x", #""ctx":"none","save_ack":"ack","save_full":"full""#),
        ]
        #expect(
            run(begin + [write("c", "x", #""ctx":{"saved":"ack"}"#), observe("x")])
                == #"{"values":["a","c"],"context":{"x":3},"dots":[["x",1,"a"],["x",3,"c"]]}"#)
        #expect(
            run(begin + [write("c", "x", #""ctx":{"saved":"full"}"#), observe("x")])
                == #"{"values":["c"],"context":{"x":3},"dots":[["x",3,"c"]]}"#)
        #expect(
            run(begin + [write("c", "y", #""ctx":{"saved":"ack"}"#), observe("y")])
                == #"{"values":["c"],"context":{"y":1},"dots":[["y",1,"c"]],"loose":[["x",2]]}"#)
    }

    @Test("an old state that arrives late brings nothing back")
    func late() {
        #expect(
            run([
                write("a", "x"), #"{"op":"snapshot","at":"x","name":"n"}"#, write("b", "x", #""ctx":{"vv":{"x":1}}"#),
                #"{"op":"sync","from":"x","to":"y"}"#, #"{"op":"deliver","snapshot":"n","to":"y"}"#, observe("y"),
            ]) == #"{"values":["b"],"context":{"x":2},"dots":[["x",2,"b"]]}"#)
    }

    @Test("what a wiped replica writes is not taken for what it wrote before")
    func wipe() {
        let exchange = #"{"op":"exchange","a":"x","b":"y"}"#
        #expect(
            run([
                write("a", "x"), write("b", "x"), exchange, #"{"op":"wipe","at":"x"}"#, observe("x"), write("c", "x"),
                exchange, observe("y"),
            ])
                == #"{"values":[],"context":{},"dots":[]},"#
                + #"{"values":["a","b","c"],"context":{"x":2,"x#2":1},"dots":[["x",1,"a"],["x",2,"b"],["x#2",1,"c"]]}"#)
    }

    @Test("what a restored replica had told others comes back, and what it writes is new")
    func restore() {
        #expect(
            run([
                write("a", "x"), #"{"op":"snapshot","at":"x","name":"n"}"#, write("b", "x"),
                #"{"op":"sync","from":"x","to":"y"}"#, #"{"op":"restore","at":"x","snapshot":"n"}"#, write("c", "x"),
                #"{"op":"exchange","a":"x","b":"y"}"#, observe("x"),
            ]) == #"{"values":["a","b","c"],"context":{"x":2,"x#2":1},"dots":[["x",1,"a"],["x",2,"b"],["x#2",1,"c"]]}"#)
    }

    @Test("a clone writes beside its original")
    func clone() {
        #expect(
            run([
                write("a", "x"), #"{"op":"clone","from":"x","to":"z"}"#, write("b", "x"), write("c", "z"),
                #"{"op":"exchange","a":"x","b":"z"}"#, observe("z"),
            ]) == #"{"values":["a","b","c"],"context":{"x":2,"x#2":1},"dots":[["x",1,"a"],["x",2,"b"],["x#2",1,"c"]]}"#)
    }

    @Test("no incarnation takes a name that a replica of the request has")
    func names() {
        #expect(
            run([
                write("a", "x"), #"{"op":"wipe","at":"x"}"#, write("b", "x"), write("c", "x#2"),
                #"{"op":"sync","from":"x","to":"x#2"}"#, observe("x#2"),
            ]) == #"{"values":["b","c"],"context":{"x#2":1,"x#3":1},"dots":[["x#2",1,"c"],["x#3",1,"b"]]}"#)
    }

    @Test("a context at the last counter sends the writer into its next incarnation")
    func exhausted() {
        let context = #""ctx":{"vv":{"x":18446744073709551615}}"#
        #expect(
            run([write("a", "x", context), observe("x")])
                == #"{"values":["a"],"context":{"x":18446744073709551615,"x#2":1},"dots":[["x#2",1,"a"]]}"#)
    }
}
