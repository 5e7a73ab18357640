import GridRecords
import Testing

@testable import gridsyncd

@Suite("Area files")
struct AreaFileTests {
    private func rows(_ text: String) throws -> [JSONValue] { try AreaFile(bytes: Array(text.utf8)).rows }

    @Test("columns in any order, a byte order mark, both line ends and quotes are read")
    func reads() throws {
        let text =
            "\u{FEFF}level,code,name,parent,predecessors\r\ngrid,1,\"a, \"\"b\"\"\nc\",0,7; 8\r\n\r\nvillage,2,乙,,\n"
        let rows = try rows(text)
        #expect(rows.count == 2)
        #expect(rows[0]["name"]?.string == "a, \"b\"\nc")
        #expect(rows[0]["predecessors"]?.array?.compactMap(\.string) == ["7", "8"])
        #expect(rows[1]["parent"] == nil)
    }

    @Test(
        "mistakes are named with their line",
        arguments: [
            ("", "empty"), ("code,name,level\n", "parent"), ("code,name,level,parent,x\n", "x"),
            ("code,name,level,parent,code\n", "twice"), ("code,name,level,parent\n1,a,grid\n", "line 2"),
            ("code,name,level,parent\n1,a,grid,\n1,b,grid,\n", "line 3"),
            ("code,name,level,parent\n1,a,street,\n", "line 2"),
            ("code,name,level,parent\n,a,grid,\n", "line 2"), ("code,name,level,parent\n1,,grid,\n", "line 2"),
            ("code,name,level,parent\n1,\"a,grid,\n", "line 2"), ("code,name,level,parent\n1,\"a\"b,grid,\n", "line 2"),
            ("code,name,level,parent,valid_from\n1,a,grid,,2026-02-30\n", "line 2"),
            ("code,name,level,parent\n1,\"a\nb\",grid,\n2,b,x,\n", "line 4"),
        ])
    func refuses(text: String, named: String) throws {
        do {
            _ = try rows(text)
            Issue.record("read: \(text)")
        } catch let failure as Failure {
            #expect(failure.exitCode == 65)
            #expect(failure.message.contains(named), "\(failure.message)")
        }
    }

    @Test("a file that is not there ends with 66, one that is not UTF-8 with 65")
    func files() {
        #expect { try AreaFile(path: "/nonexistent/areas.csv") } throws: { ($0 as? Failure)?.exitCode == 66 }
        #expect { try AreaFile(bytes: [0x63, 0xFF, 0x0A]) } throws: { ($0 as? Failure)?.exitCode == 65 }
    }
}
