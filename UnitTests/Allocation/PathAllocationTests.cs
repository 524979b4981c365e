using Pipeline.Engine.DataPath;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Crypto.Transforms;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Allocation;

/// <summary>Neither path allocates after warm-up, whatever packets come.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class PathAllocationTests : IDisposable
{
    // Long enough that a leaked buffer shows as an empty pool, and that a copy of the same packet is a replay.
    private readonly PacketPool _pool = new(256, 4000);
    private readonly SaDatabase _sas = new();
    private readonly PolicyDatabase _policy = new(new SecurityPolicy(
        "test", [PathRig.Rule(FilterAction.Negotiate, TrafficSelector.Any, TestSa.Name)]));

    private readonly PacketBatch _batch = new();
    private readonly PacketBatch _sent = new();
    private readonly OutboundPath _outbound;
    private readonly InboundPath _inbound;

    public PathAllocationTests()
    {
        var discard = new BatchWriter(PacketPool.Return);
        _outbound = new OutboundPath(_sas, _policy, new BatchWriter(Keep), discard, new PathOptions());
        _inbound = new InboundPath(_sas, _policy, discard, new PathOptions());
    }

    public static TheoryData<string> Suites => TestSuites.All;

    public void Dispose()
    {
        PacketPool.Return(_sent);
        _outbound.Dispose();
        _inbound.Dispose();
        Assert.Equal(0, _pool.OutsideCount);
        _pool.Dispose();
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Good_packets_of_every_suite(string suite)
    {
        Install(TestSa.Of(suite));
        byte[] packet = TestPackets.Ipv4(300);

        Assert.Equal(0, Few(() => RoundTrip(packet, packet)));
        Assert.Equal(0, _inbound.Counters.Drops.Total);
    }

    [Theory]
    [InlineData("aes128-gcm", SaMode.Transport, false)]
    [InlineData("aes128-gcm", SaMode.Transport, true)]
    [InlineData("aes128-gcm", SaMode.Tunnel, true)]
    [InlineData("ah:hmac-sha256-128", SaMode.Transport, false)]
    [InlineData("ah:hmac-sha256-128", SaMode.Transport, true)]
    public void Good_packets_of_either_mode_and_family(string suite, SaMode mode, bool ipv6)
    {
        Install(TestSa.Of(suite, mode, ipv6) with { ExtendedSequenceNumbers = true });
        byte[] packet = TestPackets.Of(ipv6);

        Assert.Equal(0, Few(() => RoundTrip(packet, packet)));
        Assert.Equal(0, _inbound.Counters.Drops.Total);
    }

    [Fact]
    public void Good_packets_of_a_bundle_and_of_mixed_suites()
    {
        (SaParameters esp, SaParameters ah) = TestSa.Bundle("aes128-gcm", "ah:hmac-sha1-96");
        Install(esp);
        Install(ah);
        Install(TestSa.Of("aes128-cbc+hmac-sha1-96") with { Name = "other", Spi = 0x2002, UdpEncapsulation = new(4500, 4500) });
        _policy.Publish(new SecurityPolicy("mixed",
        [
            PathRig.Rule(FilterAction.Negotiate, new TrafficSelector { Protocol = 17 }, TestSa.Name),
            PathRig.Rule(FilterAction.Negotiate, new TrafficSelector { Protocol = 1 }, "other"),
        ]));
        (byte[] udp, byte[] echo) = (TestPackets.Ipv4(), TestPackets.Echo(ipv6: false));

        Assert.Equal(0, Few(() => RoundTrip(udp, echo)));
        Assert.Equal(0, _inbound.Counters.Drops.Total);
    }

    [Fact]
    public void Good_packets_of_so_many_sas_that_both_paths_look_ahead()
    {
        const int Count = 300;
        for (int index = 0; index < Count; index++)
        {
            Install(TestSa.Of("aes128-gcm") with { Name = $"sa-{index}", Spi = (uint)(0x1000 + index) });
        }

        _policy.Publish(new SecurityPolicy("many", [.. Enumerable.Range(0, Count).Select(index => PathRig.Rule(
            FilterAction.Negotiate, new TrafficSelector { SourcePorts = PortRange.Of((ushort)index) }, $"sa-{index}"))]));
        byte[][] packets = [.. Enumerable.Range(0, Count).Select(index => WirePackets.Ipv4(17, WirePackets.Udp((ushort)index, Count, 200)))];
        int next = 0;

        Assert.Equal(0, Few(() => RoundTrip(packets[next++ % Count], packets[next++ % Count])));
        Assert.Equal((0L, 0L), (_outbound.Counters.Drops.Total, _inbound.Counters.Drops.Total));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Forged_and_replayed_packets_of_every_suite(string suite)
    {
        Install(TestSa.Of(suite));
        byte[] good = Protected(TestPackets.Ipv4(300));
        byte[] forged = [.. good];
        forged[27] ^= 0x40;
        forged[^1] ^= 1;
        Receive(good);

        Assert.Equal(0, Few(() =>
        {
            Receive(good);
            Receive(forged);
        }));
        Assert.True(_inbound.Counters.SentPackets == 1 || TestSuites.SuiteOf(suite).EndsWith("+none", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("aes128-gcm")]
    [InlineData("aes128-cbc+hmac-sha256-128")]
    [InlineData("ah:hmac-sha256-128")]
    public void Unknown_truncated_and_clear_packets(string suite)
    {
        Install(TestSa.Of(suite));
        byte[] good = Protected(TestPackets.Ipv4(300));
        byte[] unknown = [.. good];
        unknown[suite[0] == 'a' && suite[1] == 'h' ? 24 : 20] ^= 1;
        byte[] truncated = good[..100];
        truncated[3] = 100;
        byte[] lying = good[..99];
        byte[] clear = TestPackets.Ipv4();

        Assert.Equal(0, Few(() =>
        {
            Receive(unknown);
            Receive(truncated);
            Receive(lying);
            Receive(clear);
        }));
        Assert.Equal(0, _inbound.Counters.SentPackets);
    }

    [Theory]
    [InlineData("aes128-gcm")]
    [InlineData("ah:hmac-sha256-128")]
    public void Oversized_packets_with_their_notices_pieces_and_reassembly(string suite)
    {
        Install(TestSa.Of(suite) with { PathMtu = 700 });
        (byte[] refused, byte[] split, byte[] small) =
            (TestPackets.Ipv4(1400, dontFragment: true), TestPackets.Ipv4(1400), TestPackets.Ipv6(1280));

        Assert.Equal(0, Few(() =>
        {
            RoundTrip(refused, split);
            RoundTrip(small, small);
        }));
        Assert.True(_outbound.Counters.Drops[DropReason.TooBig] >= 110);
    }

    [Fact]
    public void Packets_that_policy_or_the_sa_refuses()
    {
        Install(TestSa.Of("aes128-gcm") with { FirstSequence = uint.MaxValue });
        byte[] packet = TestPackets.Ipv4();
        byte[] malformed = packet[..30];
        Protected(packet);

        Assert.Equal(0, Few(() =>
        {
            RoundTrip(packet, packet);
            RoundTrip(malformed, malformed);
        }));
        Assert.Equal(0, _inbound.Counters.ReceivedPackets);
    }

    // A tenth of the usual runs: there are many suites, and what allocates does so at once.
    private static long Few(Action action) => Allocations.Of(action, warmup: 30, runs: 80);

    private void Install(SaParameters parameters)
    {
        _sas.Install(parameters.Outbound());
        Assert.True(_sas.TryInstall(parameters.Inbound()));
    }

    private byte[] Protected(byte[] packet)
    {
        Add(packet);
        _outbound.Process(_batch, TimeSpan.Zero);
        byte[] result = _sent[0].Packet.ToArray();
        PacketPool.Return(_sent);
        return result;
    }

    private void RoundTrip(byte[] one, byte[] other)
    {
        Add(one);
        Add(other);
        _outbound.Process(_batch, TimeSpan.Zero);
        _inbound.Process(_sent, TimeSpan.Zero);
    }

    private void Receive(byte[] packet)
    {
        Add(packet);
        _inbound.Process(_batch, TimeSpan.Zero);
    }

    private void Add(byte[] packet)
    {
        PacketBuffer buffer = _pool.TryRent()!;
        buffer.TryFill(packet);
        _batch.TryAdd(buffer);
    }

    private void Keep(PacketBatch batch)
    {
        while (batch.Count > 0)
        {
            _sent.TryAdd(batch.TakeLast());
        }
    }
}
