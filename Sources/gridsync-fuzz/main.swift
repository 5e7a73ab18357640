import Foundation
import HostileDecoders
import LibFuzzer

// libFuzzer over one decoder, named by GRIDSYNC_FUZZ_DECODER; the arguments are libFuzzer's. `scripts/fuzz` builds
// this with the sanitizer and runs it for each decoder in turn.
let name = ProcessInfo.processInfo.environment["GRIDSYNC_FUZZ_DECODER"] ?? ""
guard let decoder = HostileDecoder(rawValue: name) else {
    for decoder in HostileDecoder.allCases { print(decoder.rawValue) }
    exit(64)
}
let chosen = decoder
HostileDecoder.prepare()

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(
    LLVMFuzzerRunDriver(&count, &arguments) { data, size in
        if let breach = chosen.breach(Array(UnsafeBufferPointer(start: data, count: size))) { fatalError(breach) }
        return 0
    })
