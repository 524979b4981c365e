using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace Pipeline.LoadTests.Micro;

/// <summary>How micro-benchmarks run: short, in this process, with what they allocate.</summary>
/// <remarks>In this process, because a generated project would not see the internals that are measured.</remarks>
internal static class ShortConfig
{
    /// <summary>Makes the configuration.</summary>
    public static IConfig Create() => ManualConfig.CreateEmpty()
        .AddJob(Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddExporter(MarkdownExporter.GitHub)
        .AddLogger(ConsoleLogger.Default);
}
