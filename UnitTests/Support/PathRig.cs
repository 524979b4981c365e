using Pipeline.Engine.DataPath.Negotiation;
using Pipeline.Engine.DataPath;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.UnitTests.Support;

/// <summary>
/// Both paths of one shard with a policy and SAs, from bytes to bytes. What the outbound path sends the inbound path can
/// open: every SA is installed in both directions. Disposing it proves that no buffer leaked.
/// </summary>
internal sealed class PathRig : IDisposable, ISaFaultSink
{
    private readonly List<byte[]> _outer = [];
    private readonly List<byte[]> _inner = [];
    private readonly List<byte[]> _notices = [];
    private readonly PacketBatch _batch = new();

    /// <param name="options">Bounds of both paths.</param>
    /// <param name="maximumPacketLength">The longest packet that a buffer takes.</param>
    /// <param name="negotiations">Makes SAs that are not there.</param>
    /// <param name="offered">SPIs of SAs that may be there soon.</param>
    public PathRig(
        PathOptions? options = null, int maximumPacketLength = 4000, INegotiations? negotiations = null, IOfferedSpis? offered = null)
    {
        Pool = new PacketPool(1024, maximumPacketLength, trackLeaks: true);
        Policy = new PolicyDatabase(PolicyOf(Rule(FilterAction.Negotiate, TrafficSelector.Any, TestSa.Name)));
        options ??= new PathOptions();
        Outbound = new OutboundPath(Sas, Policy, Into(_outer), Into(_notices), options, neighbours: null, this, negotiations);
        Inbound = new InboundPath(Sas, Policy, Into(_inner), options, neighbours: null, this, offered);
    }

    public PacketPool Pool { get; }

    public SaDatabase Sas { get; } = new();

    /// <summary>At first: all traffic is protected by what is called <see cref="TestSa.Name"/>.</summary>
    public PolicyDatabase Policy { get; }

    public OutboundPath Outbound { get; }

    public InboundPath Inbound { get; }

    public DropCounters OutboundDrops => Outbound.Counters.Drops;

    public DropCounters InboundDrops => Inbound.Counters.Drops;

    /// <summary>SAs that threw, and what.</summary>
    public List<(object Sa, Exception Fault)> Faults { get; } = [];

    /// <summary>ICMP messages to local hosts since the last time they were taken.</summary>
    public byte[][] TakeNotices() => Take(_notices);

    /// <summary>Installs an SA in both directions.</summary>
    /// <param name="parameters">Of both.</param>
    /// <param name="sender">What a sender has instead that is not as it should be.</param>
    public (OutboundSa Outbound, InboundSa Inbound) Install(SaParameters parameters, SaParameters? sender = null)
    {
        (OutboundSa outbound, InboundSa inbound) = ((sender ?? parameters).Outbound(), parameters.Inbound());
        Sas.Install(outbound);
        Assert(Sas.TryInstall(inbound));
        return (outbound, inbound);
    }

    /// <summary>Installs both halves of a bundle in both directions.</summary>
    public void Install((SaParameters Esp, SaParameters Ah) bundle)
    {
        Install(bundle.Esp);
        Install(bundle.Ah);
    }

    public void Publish(params PolicyRule[] rules) => Policy.Publish(PolicyOf(rules));

    public static PolicyRule Rule(FilterAction action, TrafficSelector selector, string? saName = null) => new()
    {
        Name = "rule",
        Filters = new FilterList("filters", [new Filter(selector, Mirrored: true)]),
        Action = action,
        SaName = saName,
    };

    /// <summary>One batch out; what leaves toward the peer.</summary>
    public byte[][] Send(params byte[][] packets) => Send(TimeSpan.Zero, packets);

    public byte[][] Send(TimeSpan now, params byte[][] packets)
    {
        Outbound.Process(Fill(packets), now);
        return Take(_outer);
    }

    /// <summary>One batch in; what reaches the hosts.</summary>
    public byte[][] Receive(params byte[][] packets) => Receive(TimeSpan.Zero, packets);

    public byte[][] Receive(TimeSpan now, params byte[][] packets)
    {
        Inbound.Process(Fill(packets), now);
        return Take(_inner);
    }

    /// <summary>A dummy packet out.</summary>
    public byte[][] SendDummy(int length)
    {
        PacketBuffer buffer = Pool.TryRent()!;
        buffer.Reset(length);
        Assert(Sas.TryFindOutbound(TestSa.Name, default, out OutboundBundle bundle));
        Outbound.SendDummy(buffer, bundle);
        return Take(_outer);
    }

    public PacketBuffer Rent(byte[] packet) => Pool.Rent(packet);

    void ISaFaultSink.Failed(object sa, Exception fault) => Faults.Add((sa, fault));

    public void Dispose()
    {
        Outbound.Dispose();
        Inbound.Dispose();
        Pool.Dispose();
    }

    private static SecurityPolicy PolicyOf(params PolicyRule[] rules) => new("test", rules);

    private static byte[][] Take(List<byte[]> packets)
    {
        byte[][] taken = [.. packets];
        packets.Clear();
        return taken;
    }

    private static void Assert(bool isTrue) => Xunit.Assert.True(isTrue);

    private static BatchWriter Into(List<byte[]> packets) => new(
        batch =>
        {
            for (int index = 0; index < batch.Count; index++)
            {
                packets.Add(batch[index].Packet.ToArray());
            }

            PacketPool.Return(batch);
        },
        capacity: 16);

    private PacketBatch Fill(byte[][] packets)
    {
        foreach (byte[] packet in packets)
        {
            Assert(_batch.TryAdd(Rent(packet)));
        }

        return _batch;
    }
}
