using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Crypto.Transforms;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.DataPath;

/// <summary>With so many SAs both paths look ahead; that must change nothing but the time it takes.</summary>
public sealed class LookAheadTests : IDisposable
{
    private const string Suite = "aes128-gcm";
    private const int SaCount = 300;
    private const int Broken = 77;
    private const byte BrokenMark = 0xBB;
    private const uint FirstSpi = 0x1000;

    /// <summary>No SA's: rules hold for both directions.</summary>
    private const ushort Destination = 1000;
    private const ushort NewDestination = 1001;

    private readonly PathRig _rig = new();
    private readonly Random _random = new(8);

    public LookAheadTests()
    {
        for (int index = 0; index < SaCount; index++)
        {
            _rig.Install(Parameters(index));
        }

        _rig.Publish([.. Enumerable.Range(0, SaCount).Select(index => PathRig.Rule(
            FilterAction.Negotiate, new TrafficSelector { SourcePorts = PortRange.Of((ushort)index) }, NameOf(index)))]);
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Packets_of_new_and_of_known_flows_arrive_as_they_went()
    {
        for (int round = 0; round < 4; round++)
        {
            byte[][] packets = [.. Batch().Select(index => Packet(index))];

            Assert.Equal(packets, _rig.Receive(_rig.Send(packets)));
        }

        Assert.Equal((0L, 0L), (_rig.OutboundDrops.Total, _rig.InboundDrops.Total));
    }

    [Fact]
    public void A_new_flow_in_the_middle_of_known_ones_arrives_too()
    {
        int[] batch = Batch();
        _rig.Send([.. batch.Select(index => Packet(index))]);
        byte[][] packets = [.. batch.Select((index, place) => Packet(index, destinationPort: place % 10 == 5 ? NewDestination : Destination))];

        Assert.Equal(packets, _rig.Receive(_rig.Send(packets)));
        Assert.Equal((0L, 0L), (_rig.OutboundDrops.Total, _rig.InboundDrops.Total));
    }

    [Fact]
    public void Packets_that_are_not_plain_between_them_go_their_own_way()
    {
        byte[][] packets = [.. Batch().Select((index, place) => (place % 4) switch
        {
            0 => WirePackets.Ipv6(IpProtocol.Udp, WirePackets.Udp((ushort)index, Destination, 50)),
            1 => [1, 2, 3],
            _ => Packet(index),
        })];

        byte[][] sent = _rig.Send(packets);
        byte[][] received = _rig.Receive([.. sent.SelectMany(packet => (byte[][])[packet, [7]]).Take(PacketBatch.MaximumCapacity)]);

        Assert.Equal([.. packets.Where(packet => packet.Length > 3).Take(PacketBatch.MaximumCapacity / 2)], received);
        Assert.Equal((64L, 128L), (_rig.OutboundDrops[DropReason.NotIp], _rig.InboundDrops[DropReason.NotIp]));
    }

    [Fact]
    public void An_outbound_sa_that_fails_in_the_middle_stops_alone()
    {
        int[] batch = BatchWithBroken();
        _rig.Send([.. batch.Select(index => Packet(index))]);
        // The one before it would take over again.
        Assert.True(_rig.Sas.TryFindOutbound(NameOf(Broken), default, out OutboundBundle before));
        _rig.Sas.Remove(before.First);
        OutboundSa broken = BrokenParameters().Outbound();
        _rig.Sas.Install(broken);
        _rig.Send([.. batch.Where(index => index != Broken).Select(index => Packet(index))]);

        byte[][] sent = _rig.Send([.. batch.Select(index => Packet(index))]);

        Assert.Equal([.. batch.Where(index => index != Broken).Select(index => Packet(index))], _rig.Receive(sent));
        Assert.Equal([broken], _rig.Faults.Select(fault => fault.Sa));
        Assert.Equal(3, _rig.OutboundDrops[DropReason.SaFailed] + _rig.OutboundDrops[DropReason.NoSa]);
    }

    [Fact]
    public void An_inbound_sa_that_fails_in_the_middle_stops_alone()
    {
        int[] batch = BatchWithBroken();
        byte[][] sent = _rig.Send([.. batch.Select(index => Packet(index))]);
        Assert.True(_rig.Sas.Remove(_rig.Sas.FindInbound(SaProtocol.Esp, FirstSpi + Broken)!));
        InboundSa broken = BrokenParameters().Inbound();
        Assert.True(_rig.Sas.TryInstall(broken));

        byte[][] received = _rig.Receive(sent);

        Assert.Equal([.. batch.Where(index => index != Broken).Select(index => Packet(index))], received);
        Assert.Equal([broken], _rig.Faults.Select(fault => fault.Sa));
        Assert.Equal(3, _rig.InboundDrops[DropReason.SaFailed] + _rig.InboundDrops[DropReason.UnknownSpi]);
    }

    private static string NameOf(int index) => $"sa-{index}";

    private static SaParameters Parameters(int index) =>
        TestSa.Of(Suite) with { Name = NameOf(index), Spi = (uint)(FirstSpi + index), EncryptionKey = TestSa.Key(20, (byte)(index & 0x7F)) };

    private static SaParameters BrokenParameters() => Parameters(Broken) with
    {
        Transform = new ThrowingTransform(TestSuites.Find(Suite)) { ThrowsFor = BrokenMark },
        EncryptionKey = TestSa.Key(20, BrokenMark),
    };

    private static byte[] Packet(int index, ushort destinationPort = Destination) =>
        WirePackets.Ipv4(IpProtocol.Udp, WirePackets.Udp((ushort)index, destinationPort, index));

    /// <summary>A full batch over SAs in any order.</summary>
    private int[] Batch()
    {
        int[] all = [.. Enumerable.Range(0, SaCount)];
        _random.Shuffle(all);
        return all[..PacketBatch.MaximumCapacity];
    }

    /// <summary>A full batch with three packets of the SA that will break: early, in the middle and last.</summary>
    private int[] BatchWithBroken()
    {
        int[] batch = [.. Batch().Select(index => index == Broken ? Broken + 1 : index)];
        (batch[20], batch[130], batch[^1]) = (Broken, Broken, Broken);
        return batch;
    }
}
