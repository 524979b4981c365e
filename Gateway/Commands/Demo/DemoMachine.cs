using System.Runtime.InteropServices;

namespace Pipeline.Gateway.Commands.Demo;

/// <summary>What a rate depends on and a reader of it must know.</summary>
/// <param name="Processors">Logical processors that the process may use.</param>
/// <param name="Architecture">Their instruction set.</param>
/// <param name="OperatingSystem">As it calls itself.</param>
/// <param name="Runtime">The .NET version.</param>
internal sealed record DemoMachine(int Processors, string Architecture, string OperatingSystem, string Runtime)
{
    /// <summary>This machine.</summary>
    public static DemoMachine Current { get; } = new(
        Environment.ProcessorCount,
        RuntimeInformation.ProcessArchitecture.ToString(),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);
}
