using System.Buffers.Binary;
using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Kernels.ChaCha20Poly1305;
using Pipeline.UnitTests.Support;
using Xunit;
using Reference = System.Security.Cryptography.ChaCha20Poly1305;

namespace Pipeline.UnitTests.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>Every kernel against RFC 8439's vectors, and against .NET's ChaCha20Poly1305 at every length.</summary>
public sealed class ChaCha20Poly1305KernelTests
{
    private const int TagLength = 16;
    private const byte MarginByte = 0xA5;
    private const int Margin = 64;

    /// <summary>Names of the sets that this machine has.</summary>
    public static TheoryData<string> Kernels => [.. KernelSets.Supported.Select(set => set.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Gives_the_AEAD_vectors_of_RFC_8439(string kernel)
    {
        foreach (VectorCase vector in VectorFile.Read("Crypto/rfc8439"))
        {
            byte[] text = vector.Bytes("text");
            byte[] tag = new byte[TagLength];

            Find(kernel).Encrypt(vector.Bytes("key"), vector.Bytes("nonce"), text, tag, vector.Bytes("associated"));

            Assert.Equal(vector.Text("ciphertext"), Convert.ToHexStringLower(text));
            Assert.Equal(vector.Text("tag"), Convert.ToHexStringLower(tag));
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Gives_the_Poly1305_vectors_of_RFC_8439(string kernel)
    {
        foreach (VectorCase vector in VectorFile.Read("Crypto/rfc8439-poly1305"))
        {
            byte[] tag = new byte[TagLength];

            Find(kernel).ComputeTag(vector.Bytes("key"), vector.Bytes("text"), tag);

            Assert.Equal(vector.Text("tag"), Convert.ToHexStringLower(tag));
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Agrees_with_the_platform_at_every_length(string kernel)
    {
        Assert.SkipUnless(Reference.IsSupported, "This platform has no ChaCha20-Poly1305 to compare with.");
        var random = new Random(8439);
        for (int length = 0; length <= 1100; length++)
        {
            Compare(kernel, random, length, associatedLength: length % 65);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Agrees_with_the_platform_on_long_texts(string kernel)
    {
        Assert.SkipUnless(Reference.IsSupported, "This platform has no ChaCha20-Poly1305 to compare with.");
        var random = new Random(7634);
        for (int round = 0; round < 200; round++)
        {
            Compare(kernel, random, random.Next(1100, 9001), random.Next(65));
        }

        Compare(kernel, random, length: 65_535, associatedLength: 12);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Poly1305_holds_where_every_limb_is_full(string kernel)
    {
        // Clamped r of ones and blocks of ones make the greatest products that there are.
        byte[] key = [.. Enumerable.Repeat((byte)0xFF, 32)];
        for (int length = 0; length <= 1024; length++)
        {
            byte[] text = [.. Enumerable.Repeat((byte)0xFF, length)];
            byte[] expected = new byte[TagLength];
            byte[] tag = new byte[TagLength];

            KernelSets.Portable.ChaCha20Poly1305.ComputeTag(key, text, expected);
            Find(kernel).ComputeTag(key, text, tag);

            Assert.Equal(expected, tag);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Tags_of_a_group_hold_where_every_limb_is_full(string kernel)
    {
        byte[] ones = [.. Enumerable.Repeat((byte)0xFF, 600)];
        for (int length = 0; length <= ones.Length; length++)
        {
            byte[] expected = new byte[TagLength];
            byte[] tags = new byte[TagLength * (1 + (length % 16))];

            KernelSets.Portable.ChaCha20Poly1305.ComputeTags(ones.AsSpan(0, 32), ones.AsSpan(0, 12), ones.AsSpan(0, length), expected);
            Find(kernel).ComputeTags(ones.AsSpan(0, 32), ones.AsSpan(0, 12), ones.AsSpan(0, length), tags);

            Assert.All(tags.Chunk(TagLength), tag => Assert.Equal(expected, tag));
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Sums_around_the_prime_are_reduced_whole(string kernel)
    {
        // With r = 1 the sum of three blocks, each with its 2^128, is 2^130 - 5 + offset: associated bytes of zero, one block of text
        // that makes it so, and the lengths 12 and 16.
        UInt128 lengths = new(16, 12);
        for (int offset = -20; offset <= 20; offset++)
        {
            byte[] key = new byte[32];
            key[0] = 1;
            byte[] text = new byte[16];
            BinaryPrimitives.WriteUInt128LittleEndian(text, (UInt128)(offset - 5) - lengths);
            byte[] expected = new byte[TagLength];
            BinaryPrimitives.WriteUInt128LittleEndian(expected, offset < 0 ? (UInt128)(offset - 5) : (UInt128)offset);
            byte[] tags = new byte[8 * TagLength];

            Find(kernel).ComputeTags(key, new byte[12], text, tags);

            Assert.All(tags.Chunk(TagLength), tag => Assert.Equal(expected, tag));
        }
    }

    /// <summary>Seals one text in the middle of other bytes, compares, opens it, and refuses it when it is changed.</summary>
    private static void Compare(string kernel, Random random, int length, int associatedLength)
    {
        byte[] key = Bytes(random, 32);
        byte[] nonce = Bytes(random, 12);
        byte[] associated = Bytes(random, associatedLength);
        byte[] plaintext = Bytes(random, length);
        byte[] expected = new byte[length];
        byte[] expectedTag = new byte[TagLength];
        using (var reference = new Reference(key))
        {
            reference.Encrypt(nonce, plaintext, expected, expectedTag, associated);
        }

        byte[] memory = new byte[Margin + length + Margin];
        memory.AsSpan().Fill(MarginByte);
        Span<byte> text = memory.AsSpan(Margin, length);
        plaintext.CopyTo(text);
        byte[] tag = new byte[TagLength];
        Find(kernel).Encrypt(key, nonce, text, tag, associated);
        Assert.Equal(expected, text);
        Assert.Equal(expectedTag, tag);

        tag[random.Next(TagLength)] ^= 1;
        Assert.False(Find(kernel).TryDecrypt(key, nonce, text, tag, associated));
        Assert.Equal(expected, text);
        Assert.True(Find(kernel).TryDecrypt(key, nonce, text, expectedTag, associated));
        Assert.Equal(plaintext, text);
        Assert.False(memory.AsSpan(0, Margin).ContainsAnyExcept(MarginByte));
        Assert.False(memory.AsSpan(Margin + length).ContainsAnyExcept(MarginByte));
    }

    private static ChaCha20Poly1305Kernel Find(string name) =>
        KernelSets.Supported.Single(set => set.Name == name).ChaCha20Poly1305;

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
