namespace Pipeline.Engine.Ports.Pcap;

/// <summary>A capture file that is not what it says it is; the message names the byte and what is wrong with it.</summary>
/// <remarks>An exception and not a drop reason: the file is chosen by whoever runs the program, and reading ends here.</remarks>
public sealed class PcapFormatException : Exception
{
    /// <param name="offset">Where in the file, in bytes from its start.</param>
    /// <param name="problem">What is wrong there, as a clause: <c>the block is shorter than its header</c>.</param>
    public PcapFormatException(long offset, string problem)
        : base($"byte {offset}: {problem}")
    {
        Offset = offset;
    }

    /// <summary>Where in the file, in bytes from its start.</summary>
    public long Offset { get; }
}
