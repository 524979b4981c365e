using Pipeline.Engine.Configuration;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports.Pcap;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Gateway;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Captures;

/// <summary>The ESP of two strongSwan daemons opens to exactly the packets that went in (see SOURCE.md).</summary>
public sealed class StrongSwanCaptureTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "UnitTests", "Captures");

    public static TheoryData<string> Sessions =>
        [.. Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)).Order()];

    [Fact]
    public void There_are_ten_sessions()
    {
        Assert.Equal(10, Sessions.Count);
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public void Opens_to_exactly_the_inner_packets(string session)
    {
        using var rig = new PathRig();
        byte[][] expected = Read(session, "inner.pcap");
        foreach (SaParameters sa in Sas(session))
        {
            Assert.True(rig.Sas.TryInstall(new InboundSa(sa)));
        }

        byte[][] opened = [.. Read(session, "session.pcap").SelectMany(packet => rig.Receive(packet))];

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Length, opened.Length);
        Assert.Equal(Sorted(expected), Sorted(opened));
        foreach (IGrouping<IpAddress, byte[]> direction in expected.GroupBy(SourceOf))
        {
            Assert.Equal([.. direction], opened.Where(packet => SourceOf(packet) == direction.Key));
        }

        AssertOnlyIkeWasDropped(rig);
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task Opens_to_exactly_the_inner_packets_through_the_command(string session)
    {
        using var run = new CommandRun();
        string folder = Path.Combine(Folder, session);

        int code = await run.InvokeAsync(
            "pcap", "unprotect", "--sa", Path.Combine(folder, "sa.json"), "--in", Path.Combine(folder, "session.pcap"),
            "--out", run["clear.pcapng"]);

        Assert.True(code == 0, run.Error);
        IEnumerable<byte[]> opened = run.ReadCapture("clear.pcapng").Select(packet => packet.Packet);
        Assert.Equal(Sorted(Read(session, "inner.pcap")), Sorted([.. opened]));
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public void A_flipped_bit_anywhere_in_esp_is_noticed(string session)
    {
        using var rig = new PathRig();
        foreach (SaParameters sa in Sas(session))
        {
            Assert.True(rig.Sas.TryInstall(new InboundSa(sa)));
        }

        var random = new Random(4);
        foreach (byte[] packet in Read(session, "session.pcap"))
        {
            int offset = WirePackets.Read(packet).PayloadOffset + (packet[9] == 17 ? 8 : 0);
            packet[random.Next(offset, packet.Length)] ^= (byte)(1 << random.Next(8));
            rig.Receive(packet);
        }

        Assert.Equal(0, rig.Inbound.Counters.SentPackets);
        Assert.True(rig.InboundDrops[DropReason.NotAuthentic] > 0);
    }

    private static void AssertOnlyIkeWasDropped(PathRig rig)
    {
        long others = rig.InboundDrops.Total
            - rig.InboundDrops[DropReason.Ike]
            - rig.InboundDrops[DropReason.KeepAlive]
            - rig.InboundDrops[DropReason.Unprotected];
        Assert.Equal(0, others);
    }

    private static IpAddress SourceOf(byte[] packet) => WirePackets.Read(packet).Source;

    private static IEnumerable<string> Sorted(byte[][] packets) => packets.Select(Convert.ToHexString).Order();

    private static IReadOnlyList<SaParameters> Sas(string session)
    {
        byte[] json = File.ReadAllBytes(Path.Combine(Folder, session, "sa.json"));
        ConfigurationResult<IReadOnlyList<SaParameters>> result = SaFileReader.Read("sa.json", json);
        Assert.Empty(result.Errors);
        return result.Value!;
    }

    private static byte[][] Read(string session, string file)
    {
        using var reader = new PcapReader(File.OpenRead(Path.Combine(Folder, session, file)));
        var packets = new List<byte[]>();
        while (reader.Read(out PcapFrame frame))
        {
            // What is not IP is ARP: not for a gateway's paths.
            if (LinkHeader.TryFindIp(frame.LinkType, frame.Bytes, out int offset))
            {
                packets.Add(frame.Bytes[offset..].ToArray());
            }
        }

        return [.. packets];
    }
}
