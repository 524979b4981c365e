using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.DataPath;

/// <summary>Packets of a batch that are framed and wait for encryption.</summary>
internal sealed class SealStage(int capacity) : JobStage<SealJob>(capacity)
{
    private readonly PacketBuffer[] _packets = new PacketBuffer[capacity];
    private readonly OutboundBundle[] _bundles = new OutboundBundle[capacity];

    /// <summary>The packet at <paramref name="index"/>.</summary>
    public PacketBuffer Packet(int index) => _packets[index];

    /// <summary>The SAs that protect the packet at <paramref name="index"/>.</summary>
    public OutboundBundle Bundle(int index) => _bundles[index];

    /// <summary>Takes a framed packet over.</summary>
    public void Add(in SealJob job, PacketTransform transform, PacketBuffer packet, OutboundBundle bundle)
    {
        int index = AddJob(job, transform);
        _packets[index] = packet;
        _bundles[index] = bundle;
    }

    /// <summary>Forgets the packets: their owner is now somebody else.</summary>
    public void Clear()
    {
        Array.Clear(_packets, 0, Count);
        Array.Clear(_bundles, 0, Count);
        ClearJobs();
    }

    /// <inheritdoc/>
    protected override void Execute(PacketTransform transform, Span<SealJob> jobs) => transform.Seal(jobs);
}
