using System.Runtime.InteropServices;

namespace Pipeline.LoadTests.Kept;

/// <summary>What figures depend on; no name of a host or of a person.</summary>
/// <param name="Processor">The model, as the system says it, with the core's generation where that is known.</param>
/// <param name="Cores">Processors that the system shows.</param>
/// <param name="Runtime">Of .NET.</param>
/// <param name="System">The operating system's kernel.</param>
/// <param name="Architecture">X64 or Arm64.</param>
internal sealed record Machine(string Processor, int Cores, string Runtime, string System, string Architecture)
{
    private const string ProcessorFile = "/proc/cpuinfo";

    /// <summary>This machine.</summary>
    public static Machine Current { get; } = new(
        ProcessorModel.Read(File.Exists(ProcessorFile) ? File.ReadAllText(ProcessorFile) : ""),
        Environment.ProcessorCount,
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSDescription}, kernel {Environment.OSVersion.Version.ToString(3)}",
        RuntimeInformation.ProcessArchitecture.ToString());

    /// <summary>The name of its folder: <c>amd-epyc-zen4-2-cores</c>.</summary>
    public string Slug => $"{ProcessorModel.ToSlug(Processor)}-{Cores}-{(Cores == 1 ? "core" : "cores")}";
}
