using Pipeline.Engine.Packets;

namespace Pipeline.Engine.Ports;

/// <summary>What one port dropped, by reason; both threads of the port may count.</summary>
internal sealed class PortDrops
{
    private readonly long[] _counts = new long[(int)Enum.GetValues<DropReason>().Max() + 1];

    /// <summary>Packets dropped for this reason so far.</summary>
    public long this[DropReason reason] => Interlocked.Read(ref _counts[(int)reason]);

    /// <summary>Counts one packet.</summary>
    public void Count(DropReason reason) => Interlocked.Increment(ref _counts[(int)reason]);
}
