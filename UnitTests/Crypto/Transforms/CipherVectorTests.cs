using System.Buffers.Binary;
using System.Text;
using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Transforms;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Transforms;

/// <summary>Ciphers without integrity: RFC 3602 (AES-CBC), 3686 (AES-CTR), 2405 (DES), 2451 (3DES), 2410 (NULL).</summary>
public sealed class CipherVectorTests
{
    private static readonly (string File, string Algorithm)[] Files =
    [
        ("Crypto/rfc3602", "aes128-cbc"), ("Crypto/fips81", "des-cbc"), ("Crypto/sp800-67", "3des-cbc"), ("Crypto/rfc3686", "aes-ctr"),
    ];

    public static TheoryData<string> Sets => [.. KernelSets.Supported.Select(set => set.Name)];

    public static TheoryData<string, string, string> Vectors =>
        [.. Files.SelectMany(row => KernelSets.Supported.Select(set => (row.File, row.Algorithm, set.Name)))];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Decrypts(string file, string algorithm, string set)
    {
        foreach (VectorCase vector in VectorFile.Read(file))
        {
            byte[] keyBytes = vector.Bytes("key");
            string name = algorithm == "aes-ctr" ? $"aes{(keyBytes.Length - 4) * 8}-ctr" : algorithm;
            PacketTransform transform = TestSuites.Find($"{name}+none on {set}");
            using PacketKey key = transform.CreateKey(keyBytes, []);
            TestPacket packet = TestPacket.Create(transform, key, vector.Bytes("ciphertext"));
            vector.Bytes("iv").CopyTo(packet.Iv);

            bool opened = packet.Open();

            Assert.True(opened);
            Assert.Equal(vector.Text("text"), Convert.ToHexStringLower(packet.Text));
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Encrypts_in_counter_mode_with_the_sequence_number_as_IV(string set)
    {
        foreach (VectorCase vector in VectorFile.Read("Crypto/rfc3686"))
        {
            byte[] keyBytes = vector.Bytes("key");
            PacketTransform transform = TestSuites.Find($"aes{(keyBytes.Length - 4) * 8}-ctr+none on {set}");
            using PacketKey key = transform.CreateKey(keyBytes, []);
            ulong sequence = BinaryPrimitives.ReadUInt64BigEndian(vector.Bytes("iv"));
            TestPacket packet = TestPacket.Create(transform, key, vector.Bytes("text"), sequence);

            packet.Seal();

            Assert.Equal(vector.Text("iv"), Convert.ToHexStringLower(packet.Iv));
            Assert.Equal(vector.Text("ciphertext"), Convert.ToHexStringLower(packet.Text));
        }
    }

    [Theory]
    [InlineData("\u0001\u0023\u0045\u0067")]
    [InlineData("Network Security People Have A Strange Sense Of Humor")]
    public void Null_encryption_is_the_identity(string text)
    {
        PacketTransform transform = TestSuites.Find("null+hmac-sha1-96");
        using PacketKey key = transform.CreateKey([], new byte[20]);
        TestPacket packet = TestPacket.Create(transform, key, Encoding.ASCII.GetBytes(text));

        packet.Seal();

        Assert.Equal(0, transform.IvLength);
        Assert.Equal(text, Encoding.ASCII.GetString(packet.Text));
    }

    [Fact]
    public void Three_equal_DES_keys_are_accepted_and_are_DES()
    {
        byte[] desKey = Convert.FromHexString("0123456789abcdef");
        PacketTransform triple = TestSuites.Find("3des-cbc+none");
        PacketTransform single = TestSuites.Find("des-cbc+none");
        using PacketKey tripleKey = triple.CreateKey([.. desKey, .. desKey, .. desKey], []);
        using PacketKey singleKey = single.CreateKey(desKey, []);
        TestPacket one = TestPacket.Create(triple, tripleKey, new byte[64], sequence: 3);
        TestPacket other = TestPacket.Create(single, singleKey, new byte[64], sequence: 3);

        one.Seal();
        other.Seal();

        Assert.Equal(other.Bytes, one.Bytes);
    }

    [Theory]
    [InlineData("aes128-cbc", 16)]
    [InlineData("aes256-cbc", 16)]
    [InlineData("3des-cbc", 8)]
    [InlineData("des-cbc", 8)]
    public void The_IV_of_CBC_cannot_be_predicted_and_does_not_repeat(string name, int ivLength)
    {
        PacketTransform transform = TestSuites.Find($"{name}+none");
        using PacketKey key = TestSuites.NewKey(transform, new Random(5));
        var seen = new HashSet<string>();

        for (ulong sequence = 1; sequence <= 200; sequence++)
        {
            TestPacket packet = TestPacket.Create(transform, key, new byte[32], sequence);
            packet.Seal();
            seen.Add(Convert.ToHexString(packet.Iv));
            Assert.False(packet.Iv[..6].SequenceEqual(new byte[6]), "The sequence number itself is on the wire.");
        }

        Assert.Equal(ivLength, transform.IvLength);
        Assert.Equal(200, seen.Count);
    }
}
