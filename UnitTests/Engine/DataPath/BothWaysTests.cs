using Pipeline.Engine.DataPath;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Crypto.Transforms;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.DataPath;

/// <summary>
/// The same random batches through two gateways, of which one knows the general way only: what leaves and what is counted is the same
/// (docs/decisions/0012).
/// </summary>
public sealed class BothWaysTests : IDisposable
{
    private const int Batches = 120;
    private const int LargestBatch = 48;
    private const int FlowCount = 18;
    private const int BundleIndex = 11;
    private const byte BrokenMark = 0xBB;

    private readonly PathRig _plain = new(Options());
    private readonly PathRig _general = new(Options());
    private Random _random = new(0);
    private uint _spi = 0x5000;
    private TimeSpan _now;

    public void Dispose()
    {
        _plain.Dispose();
        _general.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_packet_has_the_same_fate(int seed)
    {
        _random = new Random(seed);
        PolicyRule[] rules = Rules();
        Array.ForEach((PathRig[])[_plain, _general], rig => rig.Publish(rules));
        Enumerable.Range(0, BundleIndex + 2).ToList().ForEach(Install);
        Assert.Equal((true, false), (ShortWayIsOpen(_plain), ShortWayIsOpen(_general)));
        for (int batch = 0; batch < Batches; batch++)
        {
            _now += TimeSpan.FromMilliseconds(_random.Next(500));
            if (_random.Next(8) == 0)
            {
                Install(_random.Next(BundleIndex + 2));
            }

            Arrive(Send([.. Enumerable.Range(0, _random.Next(1, LargestBatch)).Select(_ => AnyPacket())]));
        }

        SawEverything();
    }

    /// <summary>Guards the test itself: random traffic that meets nothing proves nothing.</summary>
    private void SawEverything()
    {
        Assert.All(
            (DropReason[])
            [
                DropReason.BlockedByPolicy, DropReason.NoSa, DropReason.SaFailed, DropReason.SequenceExhausted, DropReason.SaExpired,
                DropReason.TooBig, DropReason.Malformed, DropReason.NotIp, DropReason.TimeToLiveExceeded,
            ],
            reason => Assert.NotEqual(0, _plain.OutboundDrops[reason]));
        Assert.All(
            (DropReason[])
            [
                DropReason.NotAuthentic, DropReason.Replayed, DropReason.UnknownSpi, DropReason.OutsideSelectors, DropReason.Malformed,
                DropReason.BlockedByPolicy, DropReason.EcnDropped,
            ],
            reason => Assert.NotEqual(0, _plain.InboundDrops[reason]));
    }

    private byte[][] Send(byte[][] packets)
    {
        byte[][] sent = _plain.Send(_now, packets);
        Assert.Equal(_general.Send(_now, packets), sent);
        Assert.Equal(_general.TakeNotices(), _plain.TakeNotices());
        AgreeOn(_general.Outbound.Counters, _plain.Outbound.Counters);
        Assert.Equal(_general.Faults.Count, _plain.Faults.Count);
        return sent;
    }

    private void Arrive(byte[][] sent)
    {
        foreach (byte[][] arrivals in sent.SelectMany(OnTheWay).Chunk(PacketBatch.MaximumCapacity))
        {
            Assert.Equal(_general.Receive(_now, arrivals), _plain.Receive(_now, arrivals));
            AgreeOn(_general.Inbound.Counters, _plain.Inbound.Counters);
        }
    }

    private static void AgreeOn(PathCounters expected, PathCounters actual)
    {
        Assert.Equal(
            (expected.ReceivedPackets, expected.ReceivedBytes, expected.SentPackets, expected.SentBytes),
            (actual.ReceivedPackets, actual.ReceivedBytes, actual.SentPackets, actual.SentBytes));
        Assert.All(Enum.GetValues<DropReason>(), reason => Assert.Equal((reason, expected.Drops[reason]), (reason, actual.Drops[reason])));
    }

    private static PathOptions Options() => new() { BatchPackets = 16, FlowCacheEntries = 16, IcmpPerSecond = 10 };

    private static bool ShortWayIsOpen(PathRig rig) => rig.Sas.TryFindOutbound(NameOf(0), default, out OutboundBundle bundle) && bundle.PlainSa is not null;

    private static string NameOf(int index) => $"sa-{index}";

    /// <summary>Source port i: SA i; the next has a rule and no SA, then a permitted one, and for the rest there is no rule.</summary>
    private static PolicyRule[] Rules() =>
    [
        .. Enumerable.Range(0, BundleIndex + 3).Select(index => PathRig.Rule(
            FilterAction.Negotiate, new TrafficSelector { SourcePorts = PortRange.Of((ushort)index) }, NameOf(index))),
        PathRig.Rule(FilterAction.Permit, new TrafficSelector { SourcePorts = PortRange.Of(BundleIndex + 3) }),
    ];

    /// <summary>Installs a new SA, or bundle, at both gateways; what had the name before takes no new packets.</summary>
    private void Install(int index)
    {
        _spi++;
        if (index != BundleIndex)
        {
            Install(Parameters(index) with { Name = NameOf(index), Spi = _spi });
            return;
        }

        (SaParameters esp, SaParameters ah) = TestSa.Bundle("aes128-gcm", "ah:hmac-sha256-128");
        Install(esp with { Bundle = NameOf(index), Spi = _spi });
        Install(ah with { Bundle = NameOf(index), Spi = _spi });
    }

    private void Install(SaParameters parameters)
    {
        // A careless sender, so that the receiver has selectors to check.
        SaParameters sender = parameters with { Selectors = [] };
        _plain.Install(parameters, sender);
        _general.Sas.Install(new OutboundSa(sender) { TakesPlain = false });
        Assert.True(_general.Sas.TryInstall(new InboundSa(parameters with { Direction = SaDirection.Inbound }) { TakesPlain = false }));
    }

    /// <summary>SAs of every kind, of which the short way takes some and not others.</summary>
    private static SaParameters Parameters(int index)
    {
        SaParameters gcm = TestSa.Of("aes128-gcm");
        return index switch
        {
            0 => gcm,
            1 => TestSa.Of("chacha20-poly1305") with { UdpEncapsulation = new(4500, 4500) },
            2 => TestSa.Of("aes128-cbc+hmac-sha256-128") with { CopyDscp = false, Dscp = 46 },
            3 => gcm with { DecrementHopLimit = true },
            4 => gcm with { TfcPadToLength = 200 },
            5 => TestSa.Of("aes128-gcm", SaMode.Transport),
            6 => TestSa.Of("aes128-gcm", SaMode.Tunnel, ipv6: true),
            7 => gcm with { PathMtu = 600 },
            8 => gcm with { Lifetime = new SaLifetimeLimits { HardPackets = 20 } },
            9 => gcm with { FirstSequence = uint.MaxValue - 20 },
            10 => gcm with { Selectors = [new TrafficSelector { Protocol = IpProtocol.Udp }], ExtendedSequenceNumbers = true },
            _ => gcm with
            {
                Transform = new ThrowingTransform(TestSuites.Find("aes128-gcm")) { ThrowsFor = BrokenMark },
                EncryptionKey = TestSa.Key(20, BrokenMark),
            },
        };
    }

    /// <summary>Mostly what the short way takes; the rest is what must not take it.</summary>
    private byte[] AnyPacket()
    {
        byte[] payload = new byte[_random.Next(6) == 0 ? _random.Next(4, 1480) : _random.Next(4, 150)];
        _random.NextBytes(payload);
        (payload[0], payload[1]) = (0, (byte)_random.Next(FlowCount));
        // Rules hold for both directions: no destination port may be some SA's.
        (payload[2], payload[3]) = (0, (byte)(100 + _random.Next(3)));
        byte protocol = _random.Next(3) == 0 ? IpProtocol.Tcp : IpProtocol.Udp;
        byte[] packet = WirePackets.Ipv4(protocol, payload, dontFragment: _random.Next(2) == 0, tos: (byte)_random.Next(256));
        switch (_random.Next(30))
        {
            case 0:
                return WirePackets.Ipv6(protocol, payload);
            case 1:
                return WirePackets.Ipv4(protocol, payload, options: [1, 1, 1, 0]);
            case 2:
                return TestPackets.Echo(ipv6: false);
            case 3:
                return [.. packet, 1, 2, 3, 4, 5];
            case 4:
                return packet[..^_random.Next(1, packet.Length + 1)];
            case 5:
                packet[0] = (byte)_random.Next(256);
                break;
            case 6:
                // A fragment: the first, or one that is not.
                packet[6] |= 0x20;
                packet[7] = (byte)_random.Next(2);
                break;
            case 7:
                packet[8] = (byte)_random.Next(3);
                break;
            default:
                break;
        }

        return packet;
    }

    /// <summary>What a network does to a packet: mostly nothing.</summary>
    private IEnumerable<byte[]> OnTheWay(byte[] sent)
    {
        byte[] packet = [.. sent];
        switch (_random.Next(16))
        {
            case 0:
                packet[_random.Next(packet.Length)] ^= (byte)(1 << _random.Next(8));
                return [packet];
            case 1:
                return [packet[..^_random.Next(1, packet.Length + 1)]];
            case 2:
                return [[.. packet, .. new byte[_random.Next(1, 20)]]];
            case 3:
                return [packet, sent];
            case 4:
                return [];
            case 5:
                return [packet, TestPackets.TooBig(packet, (uint)_random.Next(500, 1500))];
            case 6:
                // In the clear, from outside.
                return [TestPackets.Reversed(AnyClearPacket()), packet];
            case 7 when packet.Length > 24 && packet[0] == 0x45:
                // The SPI, where this is ESP.
                packet[20] ^= 1;
                return [packet];
            case < 11 when packet[0] >> 4 == 4:
                // Congestion on the way, or not.
                packet[1] = (byte)((packet[1] & ~3) | _random.Next(4));
                return [packet];
            default:
                return [packet];
        }
    }

    private byte[] AnyClearPacket() => WirePackets.Ipv4(
        IpProtocol.Udp, WirePackets.Udp((ushort)_random.Next(FlowCount), (ushort)_random.Next(FlowCount), _random.Next(100)));
}
