using System.Security.Cryptography;
using Pipeline.Crypto;
using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Kernels.Gcm;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Kernels.Gcm;

/// <summary>Every AES-GCM kernel against published vectors and against .NET's AesGcm.</summary>
public sealed class AesGcmKernelTests
{
    private static readonly int[] KeyLengths = [16, 24, 32];

    public static TheoryData<string> Kernels => GcmPackets.KernelNames;

    public static TheoryData<string, int> KernelsAndKeys =>
        [.. KernelSets.Supported.SelectMany(set => KeyLengths.Select(length => (set.Name, length)))];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Encrypts_the_vectors_of_the_GCM_specification(string name)
    {
        AesGcmKernel kernel = GcmPackets.Find(name);
        foreach (VectorCase vector in VectorFile.Read("Crypto/gcm-specification"))
        {
            using var key = new AesGcmKey(kernel, vector.Bytes("key"), salt: default);
            byte[] text = vector.Bytes("text");
            byte[] tag = new byte[16];

            kernel.Encrypt(key, vector.Bytes("nonce"), vector.Bytes("associated"), text, tag);

            Assert.Equal(vector.Text("ciphertext"), Convert.ToHexStringLower(text));
            Assert.Equal(vector.Text("tag"), Convert.ToHexStringLower(tag));
        }
    }

    [Theory]
    [MemberData(nameof(KernelsAndKeys))]
    public void Seals_and_opens_every_length_like_the_platform_in_packets_without_gaps(string name, int keyLength)
    {
        var packets = new GcmPackets(GcmPackets.Find(name), keyLength, icvLength: 16, [.. Enumerable.Range(0, 601)], seed: 1);

        packets.Seal();

        packets.AssertSealedLikeReference();
        Assert.All(packets.Open(), Assert.True);
        Assert.All(Enumerable.Range(0, packets.Count), index => Assert.True(packets.Text(index).SequenceEqual(packets.PlainText(index))));
        Assert.True(packets.MarginsAreIntact);
    }

    [Theory]
    [MemberData(nameof(KernelsAndKeys))]
    public void Seals_and_opens_random_lengths_with_every_ICV_length_and_both_kinds_of_number(string name, int keyLength)
    {
        var random = new Random(keyLength);
        for (int round = 0; round < 12; round++)
        {
            int icvLength = 8 + (round % 3 * 4);
            int[] lengths = [.. Enumerable.Range(0, 8).Select(_ => random.Next(9001))];
            var packets = new GcmPackets(GcmPackets.Find(name), keyLength, icvLength, lengths, round, extended: round % 2 == 1);

            packets.Seal();

            packets.AssertSealedLikeReference();
            Assert.All(packets.Open(), Assert.True);
            Assert.All(
                Enumerable.Range(0, packets.Count), index => Assert.True(packets.Text(index).SequenceEqual(packets.PlainText(index))));
            Assert.True(packets.MarginsAreIntact);
        }
    }

    [Theory]
    [MemberData(nameof(KernelsAndKeys))]
    public void Encrypts_with_any_associated_data_like_the_platform(string name, int keyLength)
    {
        AesGcmKernel kernel = GcmPackets.Find(name);
        var random = new Random(keyLength);
        byte[] keyBytes = new byte[keyLength];
        random.NextBytes(keyBytes);
        using var key = new AesGcmKey(kernel, keyBytes, salt: default);
        using var reference = new AesGcm(keyBytes, 16);
        byte[] nonce = new byte[AesGcmKernel.NonceLength];
        byte[] tag = new byte[16];
        byte[] expectedTag = new byte[16];
        foreach (int associatedLength in Enumerable.Range(0, 65).Concat([255, 256, 257, 320, 336, 511, 512, 1500, 9000]))
        {
            foreach (int textLength in (int[])[0, random.Next(64), random.Next(2000)])
            {
                byte[] associated = new byte[associatedLength];
                byte[] text = new byte[textLength];
                byte[] expected = new byte[textLength];
                random.NextBytes(associated);
                random.NextBytes(text);
                random.NextBytes(nonce);
                reference.Encrypt(nonce, text, expected, expectedTag, associated);

                kernel.Encrypt(key, nonce, associated, text, tag);

                Assert.Equal(expected, text);
                Assert.Equal(expectedTag, tag);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_counter_goes_on_where_its_low_bytes_overflow(string name)
    {
        // 70,000 bytes are 4,375 blocks: the counter carries out of its lowest nibble, byte, and twelve bits.
        var packets = new GcmPackets(GcmPackets.Find(name), keyLength: 16, icvLength: 16, [70_000, 65_535], seed: 5);

        packets.Seal();

        packets.AssertSealedLikeReference();
        Assert.All(packets.Open(), Assert.True);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_forged_packet_is_refused_and_holds_no_plaintext_and_its_neighbours_are_opened(string name)
    {
        var random = new Random(3);
        for (int round = 0; round < 60; round++)
        {
            int length = random.Next(1, 1500);
            var packets = new GcmPackets(GcmPackets.Find(name), keyLength: 16, 8 + (round % 3 * 4), [length, length, length], round);
            packets.Seal();
            Span<byte> part = (round % 3) switch
            {
                0 => packets.Header(1),
                1 => packets.Text(1),
                _ => packets.Icv(1),
            };
            part[random.Next(part.Length)] ^= (byte)(1 << random.Next(8));

            bool[] verdicts = packets.Open();

            Assert.Equal([true, false, true], verdicts);
            Assert.False(packets.Text(1).ContainsAnyExcept((byte)0));
            Assert.True(packets.Text(0).SequenceEqual(packets.PlainText(0)));
            Assert.True(packets.Text(2).SequenceEqual(packets.PlainText(2)));
            Assert.True(packets.MarginsAreIntact);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void An_expanded_key_is_small_and_all_of_it_is_erased(string name)
    {
        AesGcmKernel kernel = GcmPackets.Find(name);
        var key = new AesGcmKey(kernel, RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(4));

        Assert.InRange(kernel.MaterialLength, 1, name == "ipsec-mb" ? 1664 : 576);
        Span<byte> material = Material(key, kernel);
        Assert.True(material.ContainsAnyExcept((byte)0));
        key.Dispose();
        Assert.False(material.ContainsAnyExcept((byte)0));
        Assert.Equal(0u, key.Salt);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Nothing_is_written_behind_the_expanded_key(string name)
    {
        const int Beyond = 64;
        AesGcmKernel kernel = GcmPackets.Find(name);
        foreach (int keyLength in KeyLengths)
        {
            PinnedBytes memory = PinnedBytes.Allocate(kernel.MaterialLength + 63 + Beyond);
            memory.AsSpan().Fill(0xEE);

            int start = Expand(kernel, keyLength, memory);

            Assert.False(memory.AsSpan(0, start).ContainsAnyExcept((byte)0xEE));
            Assert.False(memory.AsSpan(start + kernel.MaterialLength, Beyond).ContainsAnyExcept((byte)0xEE));
        }
    }

    [Fact]
    public void A_machine_chooses_the_best_kernel_that_it_has()
    {
        string best = KernelChoice.Choose(forced: null, KernelSets.All).Set!.Name;

        Assert.Equal(KernelSets.Supported[0].Name, best);
        Assert.False(KernelSets.Avx512.IsSupported && best is not ("avx512" or "ipsec-mb"));
        Assert.False(!KernelSets.Avx512.IsSupported && KernelSets.Avx2.IsSupported && best != "avx2");
    }

    private static unsafe Span<byte> Material(AesGcmKey key, AesGcmKernel kernel) => new(key.Material, kernel.MaterialLength);

    private static unsafe int Expand(AesGcmKernel kernel, int keyLength, PinnedBytes memory)
    {
        int start = (int)(-(nint)memory.Pointer & 63);
        kernel.ExpandKey(RandomNumberGenerator.GetBytes(keyLength), memory.Pointer + start);
        return start;
    }
}
