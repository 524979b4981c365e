using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Sa;

/// <summary>The short way of plain packets through an SA does, byte for byte, what the general way does.</summary>
public sealed class ShortWayTests
{
    private const int Rounds = 300;

    private readonly PinnedSegment _scratch = new(PinnedBytes.Allocate(1024), 0, 1024);
    private readonly Random _random = new(3);

    [Theory]
    [InlineData("aes128-gcm")]
    [InlineData("aes256-gcm-8")]
    [InlineData("chacha20-poly1305")]
    [InlineData("aes128-cbc+hmac-sha256-128")]
    [InlineData("3des-cbc+hmac-sha1-96")]
    [InlineData("aes256-ctr+hmac-sha512-256")]
    public void Outbound(string suite)
    {
        using var pool = new PacketPool(2, 2000, trackLeaks: true);
        for (int round = 0; round < Rounds; round++)
        {
            SaParameters parameters = AnySa(suite);
            using var general = new OutboundSa(parameters);
            using var plain = new OutboundSa(parameters);
            Assert.True(plain.TakesPlain);
            byte[] packet = AnyPacket();
            PacketBuffer left = pool.Rent(packet);
            PacketBuffer right = pool.Rent(packet);
            Assert.True(PlainIpv4.TryRead(packet, out PlainIpv4 ip));

            DropReason leftReason = general.Protect(left, WirePackets.Read(packet), _scratch, out SealJob leftJob);
            DropReason rightReason = plain.ProtectPlain(
                right, ip.TotalLength, ip.TrafficClass, ip.DontFragment, out SealJob rightJob);

            Assert.Equal((DropReason.None, DropReason.None), (leftReason, rightReason));
            Assert.Equal(Places(leftJob), Places(rightJob));
            Seal(parameters.Transform, leftJob);
            Seal(parameters.Transform, rightJob);
            Assert.Equal(left.Packet.ToArray(), right.Packet.ToArray());
            Assert.Equal((general.LastSequence, general.Lifetime.Bytes), (plain.LastSequence, plain.Lifetime.Bytes));
            PacketPool.Return(left);
            PacketPool.Return(right);
        }
    }

    [Theory]
    [InlineData("aes128-gcm")]
    [InlineData("chacha20-poly1305")]
    [InlineData("aes128-cbc+hmac-sha256-128")]
    public void Inbound(string suite)
    {
        using var pool = new PacketPool(2, 2000, trackLeaks: true);
        for (int round = 0; round < Rounds; round++)
        {
            SaParameters parameters = AnySa(suite) with { UdpEncapsulation = null };
            byte[] wire = Protected(parameters, pool);
            if (_random.Next(4) == 0)
            {
                wire[_random.Next(20, wire.Length)] ^= 1;
            }

            // Congestion on the way, or not.
            Ipv4Header.SetTypeOfService(wire, (byte)((wire[1] & ~3) | _random.Next(4)));
            using InboundSa general = parameters.Inbound();
            using InboundSa plain = parameters.Inbound();
            PacketBuffer left = pool.Rent(wire);
            PacketBuffer right = pool.Rent(wire);

            Assert.Equal(OpenGeneral(general, left, wire), OpenPlain(plain, right, wire));
            Assert.Equal(general.HighestSequence, plain.HighestSequence);
            Assert.Equal(left.Packet.ToArray(), right.Packet.ToArray());
            PacketPool.Return(left);
            PacketPool.Return(right);
        }
    }

    private DropReason OpenGeneral(InboundSa sa, PacketBuffer buffer, byte[] wire)
    {
        IpPacket ip = WirePackets.Read(wire);
        DropReason reason = sa.Unprotect(buffer, ip, ip.PayloadOffset, _scratch, out OpenJob job);
        if (reason == DropReason.None)
        {
            job = Opened(sa.Transform, job);
            reason = sa.Finish(buffer, ip, job, out IpPacket inner);
            return reason == DropReason.None && !sa.Admits(FlowKey.Read(inner, buffer.Packet)) ? DropReason.OutsideSelectors : reason;
        }

        return reason;
    }

    private static DropReason OpenPlain(InboundSa sa, PacketBuffer buffer, byte[] wire)
    {
        Assert.True(sa.TakesPlain && PlainEsp.TryRead(wire, out _));
        PlainEsp.TryRead(wire, out PlainEsp esp);
        DropReason reason = sa.UnprotectPlain(buffer, esp.TotalLength, out OpenJob job);
        return reason == DropReason.None ? sa.FinishPlain(buffer, esp.TrafficClass, Opened(sa.Transform, job)) : reason;
    }

    private byte[] Protected(SaParameters parameters, PacketPool pool)
    {
        using var sa = new OutboundSa(parameters);
        byte[] packet = _random.Next(5) == 0 ? TestPackets.Ipv6(100) : AnyPacket();
        PacketBuffer buffer = pool.Rent(packet);
        Assert.Equal(DropReason.None, sa.Protect(buffer, WirePackets.Read(packet), _scratch, out SealJob job));
        Seal(parameters.Transform, job);
        byte[] wire = buffer.Packet.ToArray();
        PacketPool.Return(buffer);
        return wire;
    }

    private SaParameters AnySa(string suite) => TestSa.Of(suite) with
    {
        ExtendedSequenceNumbers = _random.Next(2) == 0,
        UdpEncapsulation = _random.Next(2) == 0 ? null : new UdpEncapsulationPorts(4500, (ushort)_random.Next(65536)),
        DontFragment = (DontFragmentPolicy)_random.Next(3),
        CopyDscp = _random.Next(2) == 0,
        Dscp = (byte)_random.Next(64),
        Ecn = (EcnMode)_random.Next(2),
        OuterHopLimit = (byte)_random.Next(1, 256),
        FirstSequence = (ulong)_random.Next(1, 1 << 30),
        Selectors = _random.Next(3) == 0 ? [new TrafficSelector { Protocol = IpProtocol.Udp }] : [],
    };

    private byte[] AnyPacket()
    {
        byte protocol = _random.Next(2) == 0 ? IpProtocol.Udp : IpProtocol.Tcp;
        byte[] payload = new byte[_random.Next(8, 1400)];
        _random.NextBytes(payload);
        return WirePackets.Ipv4(protocol, payload, dontFragment: _random.Next(2) == 0, tos: (byte)_random.Next(256));
    }

    private static void Seal(PacketTransform transform, SealJob job) => transform.Seal(new Span<SealJob>(ref job));

    private static OpenJob Opened(PacketTransform transform, OpenJob job)
    {
        transform.Open(new Span<OpenJob>(ref job));
        return job;
    }

    private static (ulong Sequence, bool Extended, int Iv, int Text, int Length, int Icv, int Associated, int AssociatedLength) Places(
        in SealJob job) => (
            job.Sequence, job.ExtendedSequence, job.IvOffset, job.TextOffset, job.TextLength, job.IcvOffset, job.AssociatedOffset,
            job.AssociatedLength);
}
