using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Fuzz;

/// <summary>Whatever bytes come, the paths neither throw nor leak, and account for every packet.</summary>
public sealed class PathFuzzTests
{
    private const int Rounds = 6_000;
    private const int BatchLength = 8;

    // Protocols that send the readers down another way.
    private static readonly byte[] Kinds = [0, 4, 6, 17, 41, 43, 44, 50, 51, 59, 60];

    private static readonly string CorpusFolder = Path.Combine(Repository.Root, "UnitTests", "Fuzz", "Corpus");

    public static TheoryData<string> Corpus =>
        [.. Directory.GetFiles(CorpusFolder, "*.hex").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_bytes(int seed)
    {
        var random = new Random(seed);
        Drive(Rounds, () => Noise(random));
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void Mutated_packets_of_hosts_and_gateways(int seed, bool manyFlips)
    {
        var random = new Random(seed);
        byte[][] seeds = Seeds();
        Drive(Rounds, () => Mutate(random, seeds[random.Next(seeds.Length)], manyFlips ? 8 : 2));
    }

    [Theory]
    [MemberData(nameof(Corpus))]
    public void What_once_went_wrong_stays_right(string file)
    {
        byte[][] packets = [.. File.ReadAllLines(Path.Combine(CorpusFolder, file))
            .Where(line => line.Length > 0 && line[0] != '#').Select(Convert.FromHexString)];
        int next = 0;

        Drive(packets.Length, () => packets[next++ % packets.Length]);
    }

    /// <summary>Feeds both paths; a batch must be accounted for exactly where no packet was split or joined.</summary>
    private static void Drive(int rounds, Func<byte[]> next)
    {
        using PathRig rig = NewRig();
        var now = TimeSpan.Zero;
        for (int round = 0; round < rounds; round += BatchLength)
        {
            now += TimeSpan.FromSeconds(1);
            byte[][] arrivals = [.. Enumerable.Range(0, BatchLength).Select(_ => next())];
            byte[][] departures = [.. Enumerable.Range(0, BatchLength).Select(_ => next())];
            long endedBefore = Ended(rig);

            rig.Receive(now, arrivals);
            long ended = Ended(rig) - endedBefore;
            rig.Send(now, departures);
            rig.TakeNotices();

            Assert.True(arrivals.Any(IsFragment) || ended == arrivals.Length, $"{ended} of {arrivals.Length} ended");
        }

        Assert.Empty(rig.Faults);
    }

    // Fragments that time out were received with an earlier batch.
    private static long Ended(PathRig rig) => rig.Inbound.Counters.SentPackets
        + rig.InboundDrops.Total - rig.InboundDrops[DropReason.FragmentTimeout];

    private static bool IsFragment(byte[] packet) => IpPacket.TryRead(packet, out IpPacket ip) && ip.IsFragment;

    private static PathRig NewRig()
    {
        var rig = new PathRig(new() { BatchPackets = 5, FlowCacheEntries = 16 });
        foreach (SaParameters parameters in SasOf())
        {
            rig.Install(parameters);
        }

        rig.Publish(Rules());
        return rig;
    }

    private static SaParameters[] SasOf()
    {
        (SaParameters esp, SaParameters ah) = TestSa.Bundle("aes128-gcm", "ah:hmac-sha1-96");
        return
        [
            // Without encryption or a real ICV, mutations reach the code behind the cipher.
            TestSa.Of("aes128-ctr+none") with { Name = "open", Spi = 0x1001, PathMtu = 700 },
            TestSa.Of("aes128-ctr+none", SaMode.Transport) with { Name = "open-transport", Spi = 0x1002 },
            TestSa.Of("aes128-ctr+none", SaMode.Transport, ipv6: true) with { Name = "open-six", Spi = 0x1003, TfcPadToLength = 300 },
            TestSa.Of("aes128-cbc+hmac-sha1-96", ipv6: true) with { Name = "udp", Spi = 0x1004, UdpEncapsulation = new(4500, 4500) },
            TestSa.Of("ah:hmac-sha256-128", SaMode.Transport) with { Name = "ah-alone", Spi = 0x1005 },
            TestSa.Of("ah:aes128-gmac", SaMode.Transport, ipv6: true) with { Name = "ah-six", Spi = 0x1006, ExtendedSequenceNumbers = true },
            esp with { Spi = 0x1007 },
            ah with { Spi = 0x1008 },
        ];
    }

    private static PolicyRule[] Rules() =>
    [
        .. SasOf().Select((sa, index) => PathRig.Rule(
            FilterAction.Negotiate,
            new TrafficSelector { SourcePorts = PortRange.Of((ushort)(1 + index)) },
            sa.Bundle ?? sa.Name)),
        PathRig.Rule(FilterAction.Permit, new TrafficSelector { Protocol = 6 }),
        PathRig.Rule(FilterAction.Negotiate, new TrafficSelector { Protocol = 1 }, "open"),
        PathRig.Rule(FilterAction.Negotiate, new TrafficSelector { Protocol = 58 }, "ah-six"),
    ];

    /// <summary>Clear packets of hosts, and what a rig with the same SAs makes of them.</summary>
    private static byte[][] Seeds()
    {
        using PathRig rig = NewRig();
        var clear = new List<byte[]>();
        foreach (bool ipv6 in (bool[])[false, true])
        {
            clear.AddRange(TestPackets.All(ipv6));
            for (ushort port = 1; port <= 8; port++)
            {
                byte[] udp = WirePackets.Udp(port, 9, 60);
                clear.Add(ipv6 ? WirePackets.Ipv6(17, udp) : WirePackets.Ipv4(17, udp));
                clear.Add(ipv6
                    ? WirePackets.Ipv6(17, udp, (0, [0, 0, 5, 2, 0, 0, 1, 0]), (60, [0, 0, 1, 4, 0, 0, 0, 0]))
                    : WirePackets.Ipv4(17, udp, options: [0x94, 4, 0, 0]));
            }
        }

        byte[][] protectedPackets = [.. clear.SelectMany(packet => rig.Send(packet))];
        return
        [
            .. clear,
            .. protectedPackets,
            .. protectedPackets.Select(packet => TestPackets.TooBig(packet, 1300, 60)),
            WirePackets.Ipv6(17, WirePackets.Payload(64), (44, WirePackets.FragmentHeader(0, more: true))),
            WirePackets.Ipv6(50, WirePackets.Payload(64), (44, WirePackets.FragmentHeader(64, more: false))),
            TestPackets.BetweenGateways(4500, 4500, [0, 0, 0x10, 1, .. new byte[60]]),
        ];
    }

    private static byte[] Noise(Random random)
    {
        var packet = new byte[random.Next(0, 200)];
        random.NextBytes(packet);
        if (packet.Length > 12)
        {
            packet[0] = (byte)(random.Next(2) == 0 ? 0x45 + random.Next(2) : 0x60);
            packet[random.Next(2) == 0 ? 9 : 6] = (byte)(random.Next(3) switch { 0 => 50, 1 => 51, _ => 17 });
            bool sixth = packet[0] >> 4 == 6;
            (packet[sixth ? 4 : 2], packet[sixth ? 5 : 3]) = (0, (byte)Math.Max(0, packet.Length - (sixth ? 40 : 0)));
        }

        return packet;
    }

    private static byte[] Mutate(Random random, byte[] seed, int maximumChanges)
    {
        byte[] packet = [.. seed];
        for (int change = random.Next(maximumChanges + 1); change > 0; change--)
        {
            int front = Math.Min(packet.Length, 80);
            int offset = random.Next(4) == 0 ? random.Next(packet.Length) : random.Next(front);
            packet[offset] = random.Next(5) switch
            {
                0 => 0,
                1 => 0xFF,
                2 => (byte)(packet[offset] ^ (1 << random.Next(8))),
                3 => Kinds[random.Next(Kinds.Length)],
                _ => (byte)random.Next(256),
            };
        }

        return random.Next(6) switch
        {
            0 => packet[..random.Next(packet.Length + 1)],
            1 => [.. packet, .. new byte[random.Next(20)]],
            _ => Resized(random, packet),
        };
    }

    // Cut or lengthened with a length field that agrees: what lies behind the first check.
    private static byte[] Resized(Random random, byte[] packet)
    {
        if (random.Next(3) != 0 || packet.Length < 44)
        {
            return packet;
        }

        byte[] resized = packet[..random.Next(40, packet.Length)];
        bool sixth = resized[0] >> 4 == 6;
        int length = resized.Length - (sixth ? 40 : 0);
        (resized[sixth ? 4 : 2], resized[sixth ? 5 : 3]) = ((byte)(length >> 8), (byte)length);
        return resized;
    }
}
