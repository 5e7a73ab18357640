// The central daemon.

await Program.run(Array(CommandLine.arguments.dropFirst()))
