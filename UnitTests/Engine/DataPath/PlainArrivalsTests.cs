using Pipeline.Engine.DataPath;
using Pipeline.Engine.DataPath.Flows;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.DataPath;

/// <summary>Which packets of a batch take the short way, while the flow cache changes under them.</summary>
public sealed class PlainArrivalsTests : IDisposable
{
    private const int Capacity = 16;

    private readonly PacketPool _pool = new(Capacity, 200, trackLeaks: true);
    private readonly PacketBatch _batch = new(Capacity);
    private readonly OutboundSa _sa = TestSa.Of("aes128-gcm").Outbound();
    private readonly FlowDecision _decision;

    public PlainArrivalsTests() => _decision = new FlowDecision(VerdictKind.Protect, 0, new OutboundBundle(_sa));

    public void Dispose()
    {
        PacketPool.Return(_batch);
        _pool.Dispose();
        _sa.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_new_flow_in_the_batch_sends_no_known_flow_the_general_way(bool looksAhead)
    {
        var flows = new FlowCache(1024);
        var plain = new PlainArrivals(Capacity, flows);
        Add(flows, 1, 2);
        Fill(1, 7, 2, 8, 1);

        plain.Prepare(_batch, 0, _batch.Count, looksAhead);

        Assert.Same(_sa, Next(plain, 0));
        Assert.Null(Next(plain, 1));
        Add(flows, 7);
        Assert.Same(_sa, Next(plain, 2));
        Assert.Null(Next(plain, 3));
        Add(flows, 8);
        Assert.Same(_sa, Next(plain, 4));
    }

    [Fact]
    public void A_flow_whose_place_a_new_one_took_goes_the_general_way()
    {
        var flows = new FlowCache(4);
        var plain = new PlainArrivals(Capacity, flows);
        Add(flows, 1, 2, 3, 4);
        Fill(1, 2, 3, 4);
        plain.Prepare(_batch, 0, _batch.Count, looksAhead: false);

        Add(flows, 5);

        OutboundSa?[] ways = [.. Enumerable.Range(0, 4).Select(index => Next(plain, index))];
        Assert.All(ways, (way, index) => Assert.Equal(flows.PlaceOf(KeyOf(index + 1), HashOf(index + 1)) < 0, way is null));
        Assert.Single(ways, way => way is null);
    }

    [Fact]
    public void No_flow_takes_the_short_way_once_all_is_forgotten()
    {
        var flows = new FlowCache(1024);
        var plain = new PlainArrivals(Capacity, flows);
        Add(flows, 1);
        Fill(1, 1);
        plain.Prepare(_batch, 0, _batch.Count, looksAhead: true);

        Assert.Same(_sa, Next(plain, 0));
        flows.Clear();
        Assert.Null(Next(plain, 1));
    }

    private static OutboundSa? Next(PlainArrivals plain, int index) => plain.SaOf(plain.Next(index));

    private void Add(FlowCache flows, params int[] ports)
    {
        foreach (int port in ports)
        {
            flows.Add(KeyOf(port), HashOf(port), _decision);
        }
    }

    private void Fill(params int[] ports)
    {
        foreach (int port in ports)
        {
            Assert.True(_batch.TryAdd(_pool.Rent(PacketOf(port))));
        }
    }

    private static byte[] PacketOf(int port) => WirePackets.Ipv4(IpProtocol.Udp, WirePackets.Udp((ushort)port, 9, 50));

    private static FlowKey KeyOf(int port)
    {
        Assert.True(PlainIpv4.TryRead(PacketOf(port), out PlainIpv4 ip));
        return ip.Flow;
    }

    private static uint HashOf(int port) => FlowHash.InMemory(KeyOf(port));
}
