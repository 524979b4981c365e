using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.DataPath.Stages;

/// <summary>Packets of a batch that are framed and wait for encryption.</summary>
internal sealed class SealStage(int capacity) : JobStage<SealJob>(capacity)
{
    private readonly Item[] _items = new Item[capacity];

    /// <summary>The packet at <paramref name="index"/>.</summary>
    public PacketBuffer Packet(int index) => _items[index].Packet;

    /// <summary>The SA that seals the packet at <paramref name="index"/> in this round.</summary>
    public OutboundSa Sa(int index) => _items[index].Sa;

    /// <summary>The SAs that protect the packet at <paramref name="index"/>; null when the packet is ready to go once it is sealed.</summary>
    public OutboundBundle? Bundle(int index) => _items[index].Bundle;

    /// <summary>Takes a framed packet over; its job is <see cref="JobStage{TJob}.NextJob"/>.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="sa">The SA that seals it in this round.</param>
    /// <param name="bundle">The SAs that protect it, or null when nothing is left to do for it after this round.</param>
    public void Add(PacketBuffer packet, OutboundSa sa, OutboundBundle? bundle) =>
        _items[AddJob(sa.Transform)] = new Item(packet, sa, bundle);

    /// <summary>Forgets the packets: their owner is now somebody else.</summary>
    public void Clear()
    {
        Array.Clear(_items, 0, Count);
        ClearJobs();
    }

    /// <inheritdoc/>
    protected override PacketTransform TransformOf(int index) => _items[index].Sa.Transform;

    /// <inheritdoc/>
    protected override void Execute(PacketTransform transform, Span<SealJob> jobs) => transform.Seal(jobs);

    private readonly record struct Item(PacketBuffer Packet, OutboundSa Sa, OutboundBundle? Bundle);
}
