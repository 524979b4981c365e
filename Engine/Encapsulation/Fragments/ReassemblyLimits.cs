namespace Pipeline.Engine.Encapsulation.Fragments;

/// <summary>How much a <see cref="Reassembly"/> holds back, and for how long.</summary>
public sealed record ReassemblyLimits
{
    /// <summary>The most datagrams that wait for fragments; one more pushes the oldest out.</summary>
    public int MaximumDatagramCount { get; init; } = 256;

    /// <summary>The most fragments of one datagram: 64 cover 65,535 bytes in pieces of 1,024.</summary>
    public int MaximumFragmentCount { get; init; } = 64;

    /// <summary>The most bytes that wait, all datagrams together; more push the oldest out.</summary>
    public int MaximumBytes { get; init; } = 4 << 20;

    /// <summary>How long a datagram waits after its first fragment: RFC 1122 §3.3.2 and RFC 8200 §4.5 say up to 60 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);
}
