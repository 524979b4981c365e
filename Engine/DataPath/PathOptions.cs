using Pipeline.Engine.DataPath.Negotiation;
using Pipeline.Engine.Encapsulation.Fragments;

namespace Pipeline.Engine.DataPath;

/// <summary>The bounds of one path of one shard.</summary>
public sealed record PathOptions
{
    /// <summary>Packets that the cipher works on at once.</summary>
    public int BatchPackets { get; init; } = 64;

    /// <summary>Flows whose decision is remembered.</summary>
    public int FlowCacheEntries { get; init; } = 4096;

    /// <summary>Where the identifications of IPv6 fragments begin; paths with the same addresses begin far apart.</summary>
    public uint FirstIdentification { get; init; }

    /// <summary>ICMP messages to senders of packets that are too big, a second at most.</summary>
    public int IcmpPerSecond { get; init; } = 100;

    /// <summary>Bounds for packets that wait for SAs.</summary>
    public HoldOptions Hold { get; init; } = new();

    /// <summary>Bounds for packets that wait for fragments.</summary>
    public ReassemblyLimits Reassembly { get; init; } = new();
}
