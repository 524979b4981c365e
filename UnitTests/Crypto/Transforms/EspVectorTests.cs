using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Transforms;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Transforms;

/// <summary>Whole ESP packets that documents print: RFC 4106 and 4543 (McGrew's draft), RFC 7634, RFC 3602.</summary>
public sealed class EspVectorTests
{
    public static TheoryData<string, string> FilesOnEveryKernel =>
    [
        .. KernelSets.Supported.Select(set => ("Crypto/draft-mcgrew-gcm-test-01", set.Name)),
        .. KernelSets.Supported.Select(set => ("Crypto/rfc7634", set.Name)),
    ];

    [Theory]
    [MemberData(nameof(FilesOnEveryKernel))]
    public void Opens_the_packet_and_refuses_it_under_another_sequence_number(string file, string kernels)
    {
        foreach (VectorCase vector in VectorFile.Read(file))
        {
            PacketTransform transform = TestSuites.Find($"{vector.Text("suite")} on {kernels}");
            using PacketKey key = transform.CreateKey(vector.Bytes("key"), []);
            ulong sequence = Convert.ToUInt64(vector.Text("sequence"), 16);
            bool extended = vector.Text("sequence").Length == 16;
            TestPacket good = TestPacket.FromWire(transform, key, vector.Bytes("packet"), sequence, extended);
            TestPacket late = TestPacket.FromWire(
                transform, key, vector.Bytes("packet"), sequence + (1UL << 32), extended: true);

            bool opened = good.Open();
            bool openedLate = late.Open();

            Assert.True(opened);
            Assert.False(openedLate);
            Assert.Equal(vector.Text("text"), Convert.ToHexStringLower(good.Text));
            Assert.True(good.MarginsAreIntact);
        }
    }

    [Fact]
    public void Seals_to_the_packet_where_the_IV_is_the_sequence_number()
    {
        // Of McGrew's packets one has an IV that follows from a sequence number: 0, which is never sent but computes.
        VectorCase vector = VectorFile.Read("Crypto/draft-mcgrew-gcm-test-01").Single(
            row => row.Text("packet").StartsWith("00000000000000010000000000000000", StringComparison.Ordinal));
        PacketTransform transform = TestSuites.Find(vector.Text("suite"));
        using PacketKey key = transform.CreateKey(vector.Bytes("key"), []);
        TestPacket packet = TestPacket.FromWire(transform, key, vector.Bytes("packet"), sequence: 0, extended: false);
        vector.Bytes("text").CopyTo(packet.Text);
        packet.Icv.Clear();

        packet.Seal();

        Assert.Equal(vector.Text("packet"), Wire(packet, transform));
    }

    [Fact]
    public void Opens_the_CBC_packets_of_RFC_3602()
    {
        PacketTransform transform = TestSuites.Find("aes128-cbc+none");
        foreach (VectorCase vector in VectorFile.Read("Crypto/rfc3602-esp"))
        {
            using PacketKey key = transform.CreateKey(vector.Bytes("key"), []);
            TestPacket packet = TestPacket.FromWire(transform, key, vector.Bytes("packet"), 1, extended: false);

            bool opened = packet.Open();

            Assert.True(opened);
            Assert.Equal(vector.Text("text"), Convert.ToHexStringLower(packet.Text));
        }
    }

    private static string Wire(TestPacket packet, PacketTransform transform) => Convert.ToHexStringLower(
        packet.Bytes.AsSpan(5, 8 + transform.IvLength + packet.TextLength + transform.IcvLength));
}
