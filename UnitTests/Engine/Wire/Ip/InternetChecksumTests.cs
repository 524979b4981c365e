using System.Buffers.Binary;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ip;

/// <summary>RFC 1071 and RFC 1624.</summary>
public sealed class InternetChecksumTests
{
    [Fact]
    public void Sums_the_example_of_RFC_1071()
    {
        uint sum = InternetChecksum.Sum([0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7]);

        Assert.Equal(0xDDF2u, sum);
        Assert.Equal(0x220D, InternetChecksum.Fold(sum));
    }

    [Fact]
    public void Updates_the_example_of_RFC_1624()
    {
        ushort updated = InternetChecksum.Update(0xDD2F, 0x5555, 0x3285);

        Assert.Equal(0x0000, updated);
    }

    [Fact]
    public void Agrees_with_a_plain_loop_on_random_bytes()
    {
        var random = new Random(2);
        for (int round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(0, 200)];
            random.NextBytes(bytes);
            int split = random.Next((bytes.Length / 2) + 1) * 2;

            uint sum = InternetChecksum.Add(InternetChecksum.Sum(bytes.AsSpan(0, split)), bytes.AsSpan(split));

            Assert.Equal(PlainChecksum(bytes), InternetChecksum.Fold(sum));
        }
    }

    [Fact]
    public void Does_not_overflow_on_the_longest_packet()
    {
        var bytes = new byte[65536];
        Array.Fill(bytes, (byte)0xFF);

        Assert.Equal(0, InternetChecksum.Fold(InternetChecksum.Add(0xFFFF, bytes)));
    }

    [Fact]
    public void A_changed_word_updates_to_the_full_checksum()
    {
        var random = new Random(3);
        for (int round = 0; round < 5000; round++)
        {
            var bytes = new byte[20];
            random.NextBytes(bytes);
            bytes[0] = 0x45;
            int offset = 2 + (random.Next(9) * 2);
            ushort before = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(offset));
            ushort checksum = PlainChecksum(bytes);
            ushort after = round % 3 == 0 ? (ushort)(random.Next(2) * 0xFFFF) : (ushort)random.Next(65536);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(offset), after);

            ushort updated = InternetChecksum.Update(checksum, before, after);

            Assert.Equal(PlainChecksum(bytes), updated);
        }
    }

    private static ushort PlainChecksum(byte[] bytes)
    {
        uint sum = 0;
        for (int index = 0; index < bytes.Length; index++)
        {
            sum += (uint)bytes[index] << (index % 2 == 0 ? 8 : 0);
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
