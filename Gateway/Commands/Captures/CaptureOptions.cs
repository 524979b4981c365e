using Pipeline.Engine.Sa;

namespace Pipeline.Gateway.Commands.Captures;

/// <summary>What a <c>pcap</c> command is asked to do.</summary>
/// <param name="Direction">Outbound to protect, inbound to unprotect.</param>
/// <param name="SaFile">The SAs.</param>
/// <param name="Input">The capture to read.</param>
/// <param name="Output">The capture to write.</param>
/// <param name="AllowLegacy">True to accept weak algorithms.</param>
internal sealed record CaptureOptions(SaDirection Direction, string SaFile, string Input, string Output, bool AllowLegacy)
{
    /// <summary>Refuses an output that is one of the inputs.</summary>
    /// <exception cref="BadInputException">It is.</exception>
    public void CheckFiles()
    {
        string output = InputFile.Resolve(Output);
        if (output == InputFile.Resolve(Input))
        {
            throw new BadInputException($"--out: {Output} is also the input; name another file");
        }

        if (output == InputFile.Resolve(SaFile))
        {
            throw new BadInputException($"--out: {Output} is also the SA file; name another file");
        }
    }
}
