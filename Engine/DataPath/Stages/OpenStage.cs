using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath.Stages;

/// <summary>Packets of a batch that wait for verification and decryption.</summary>
internal sealed class OpenStage(int capacity) : JobStage<OpenJob>(capacity)
{
    private readonly IpPacket[] _headers = new IpPacket[capacity];
    private readonly Item[] _items = new Item[capacity];

    /// <summary>The job at <paramref name="index"/>, with its verdict once the stage ran.</summary>
    public ref readonly OpenJob Job(int index) => ref JobAt(index);

    /// <summary>The packet at <paramref name="index"/>.</summary>
    public PacketBuffer Packet(int index) => _items[index].Packet;

    /// <summary>True for a packet that came by <see cref="AddPlain"/>.</summary>
    public bool IsPlain(int index) => _items[index].IsPlain;

    /// <summary>DSCP and ECN of its IP header.</summary>
    public byte TrafficClass(int index) => _items[index].TrafficClass;

    /// <summary>Its IP header, unless it is plain.</summary>
    public ref readonly IpPacket Header(int index) => ref _headers[index];

    /// <summary>The SA that opens it.</summary>
    public InboundSa Sa(int index) => _items[index].Sa;

    /// <summary>The AH SA that a packet of a bundle has already passed, or null.</summary>
    public InboundSa? OuterSa(int index) => _items[index].OuterSa;

    /// <summary>Takes a packet over; its job is <see cref="JobStage{TJob}.NextJob"/>.</summary>
    public void Add(PacketBuffer packet, in IpPacket header, InboundSa sa, InboundSa? outerSa)
    {
        int index = AddJob(sa.Transform);
        _headers[index] = header;
        _items[index] = new Item(packet, sa, outerSa, header.TrafficClass, IsPlain: false);
    }

    /// <summary>Takes over a packet whose outer header says no more than its traffic class.</summary>
    public void AddPlain(PacketBuffer packet, byte trafficClass, InboundSa sa) =>
        _items[AddJob(sa.Transform)] = new Item(packet, sa, OuterSa: null, trafficClass, IsPlain: true);

    /// <summary>Forgets the packets: their owner is now somebody else.</summary>
    public void Clear()
    {
        Array.Clear(_items, 0, Count);
        ClearJobs();
    }

    /// <inheritdoc/>
    protected override PacketTransform TransformOf(int index) => _items[index].Sa.Transform;

    /// <inheritdoc/>
    protected override void Execute(PacketTransform transform, Span<OpenJob> jobs) => transform.Open(jobs);

    private readonly record struct Item(PacketBuffer Packet, InboundSa Sa, InboundSa? OuterSa, byte TrafficClass, bool IsPlain);
}
