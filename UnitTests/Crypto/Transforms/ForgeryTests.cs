using Pipeline.Crypto.Transforms;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Transforms;

/// <summary>Forged packets: refused whatever bit was changed, without an exception and without plaintext left behind.</summary>
public sealed class ForgeryTests
{
    private const int Blocks = 5;

    public static TheoryData<string> Authenticating => TestSuites.Authenticating;

    [Theory]
    [MemberData(nameof(Authenticating))]
    public void Every_bit_of_the_ICV_counts(string name)
    {
        TestPacket packet = Sealed(name);

        for (int bit = 0; bit < packet.Icv.Length * 8; bit++)
        {
            packet.Icv[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRefused(packet);
            packet.Icv[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(packet.Open());
    }

    [Theory]
    [MemberData(nameof(Authenticating))]
    public void Every_byte_of_header_IV_and_text_counts(string name)
    {
        TestPacket packet = Sealed(name);

        foreach (int part in Enumerable.Range(0, 3))
        {
            int length = Part(packet, part).Length;
            for (int index = 0; index < length; index++)
            {
                byte flip = (byte)(1 << (index % 8));
                Part(packet, part)[index] ^= flip;
                AssertRefused(packet);
                Part(packet, part)[index] ^= flip;
            }
        }

        Assert.True(packet.Open());
    }

    [Theory]
    [MemberData(nameof(Authenticating))]
    public void The_high_sequence_bits_count_when_they_are_used(string name)
    {
        TestPacket packet = Sealed(name, extended: true);

        for (int bit = 32; bit < 64; bit++)
        {
            packet.Sequence ^= 1UL << bit;
            AssertRefused(packet);
            packet.Sequence ^= 1UL << bit;
        }

        packet.ExtendedSequence = false;
        AssertRefused(packet);
        packet.ExtendedSequence = true;
        Assert.True(packet.Open());
    }

    [Theory]
    [MemberData(nameof(Authenticating))]
    public void Shorter_and_shifted_packets_are_refused(string name)
    {
        TestPacket packet = Sealed(name);
        PacketTransform transform = TestSuites.Find(name);
        OpenJob good = packet.OpenJob();
        int block = Math.Max(transform.BlockLength, 4);

        OpenJob[] jobs = [good, good, good, good];
        jobs[0].TextLength -= block;
        jobs[1].TextLength = 0;
        jobs[2].TextOffset += block;
        jobs[2].TextLength -= block;
        jobs[3].AssociatedLength -= 1;
        transform.Open(jobs);

        Assert.All(jobs, job => Assert.False(job.Authentic));
    }

    [Theory]
    [MemberData(nameof(Authenticating))]
    public void Another_key_refuses(string name)
    {
        TestPacket packet = Sealed(name);
        using PacketKey other = TestSuites.NewKey(TestSuites.Find(name), new Random(99));

        packet.Key = other;

        AssertRefused(packet);
    }

    [Theory]
    [MemberData(nameof(Authenticating))]
    public void Empty_text_is_authenticated_too(string name)
    {
        TestPacket packet = Sealed(name, blocks: 0);

        packet.Icv[0] ^= 1;
        AssertRefused(packet);
        packet.Icv[0] ^= 1;

        Assert.True(packet.Open());
    }

    [Theory]
    [MemberData(nameof(Authenticating))]
    public void Random_garbage_is_refused(string name)
    {
        TestPacket packet = Sealed(name);
        var random = new Random(7);

        for (int round = 0; round < 50; round++)
        {
            random.NextBytes(packet.Text);
            random.NextBytes(packet.Icv);
            random.NextBytes(packet.Iv);
            AssertRefused(packet);
        }
    }

    private static TestPacket Sealed(string name, bool extended = false, int blocks = Blocks)
    {
        PacketTransform transform = TestSuites.Find(name);
        var random = new Random(6);
        PacketKey key = TestSuites.NewKey(transform, random);
        byte[] text = TestSuites.Bytes(random, blocks * transform.BlockLength);
        TestPacket packet = TestPacket.Create(
            transform, key, text, sequence: 0x1_0000_0007, extended, TestSuites.IsAh(name));
        packet.Seal();
        return packet;
    }

    private static Span<byte> Part(TestPacket packet, int part) => part switch
    {
        0 => packet.AssociatedBytes,
        1 => packet.Iv,
        _ => packet.Text,
    };

    private static void AssertRefused(TestPacket packet)
    {
        byte[] before = [.. packet.Bytes];

        Assert.False(packet.Open());

        // The text is left as it came, or zeroed; nothing else changes (PacketTransform.Open).
        if (!packet.Text.ContainsAnyExcept((byte)0))
        {
            before.AsSpan(packet.TextOffset, packet.TextLength).CopyTo(packet.Text);
        }

        Assert.Equal(before, packet.Bytes);
    }
}
