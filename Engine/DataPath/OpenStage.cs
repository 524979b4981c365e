using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath;

/// <summary>Packets of a batch that wait for verification and decryption.</summary>
internal sealed class OpenStage(int capacity) : JobStage<OpenJob>(capacity)
{
    private readonly PacketBuffer[] _packets = new PacketBuffer[capacity];
    private readonly IpPacket[] _headers = new IpPacket[capacity];
    private readonly InboundSa[] _sas = new InboundSa[capacity];
    private readonly InboundSa?[] _outerSas = new InboundSa?[capacity];

    /// <summary>The job at <paramref name="index"/>, with its verdict once the stage ran.</summary>
    public ref readonly OpenJob Job(int index) => ref JobAt(index);

    /// <summary>The packet at <paramref name="index"/>.</summary>
    public PacketBuffer Packet(int index) => _packets[index];

    /// <summary>Its IP header.</summary>
    public ref readonly IpPacket Header(int index) => ref _headers[index];

    /// <summary>The SA that opens it.</summary>
    public InboundSa Sa(int index) => _sas[index];

    /// <summary>The AH SA that a packet of a bundle has already passed, or null.</summary>
    public InboundSa? OuterSa(int index) => _outerSas[index];

    /// <summary>Takes a packet over.</summary>
    public void Add(in OpenJob job, PacketBuffer packet, in IpPacket header, InboundSa sa, InboundSa? outerSa)
    {
        int index = AddJob(job, sa.Parameters.Transform);
        _packets[index] = packet;
        _headers[index] = header;
        _sas[index] = sa;
        _outerSas[index] = outerSa;
    }

    /// <summary>Forgets the packets: their owner is now somebody else.</summary>
    public void Clear()
    {
        Array.Clear(_packets, 0, Count);
        Array.Clear(_sas, 0, Count);
        Array.Clear(_outerSas, 0, Count);
        ClearJobs();
    }

    /// <inheritdoc/>
    protected override void Execute(PacketTransform transform, Span<OpenJob> jobs) => transform.Open(jobs);
}
