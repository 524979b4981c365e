using System.Security.Cryptography;
using Pipeline.Crypto.Kernels.AesBlocks;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Kernels.AesBlocks;

/// <summary>FIPS 197: the bitsliced cipher against its vectors and against the platform's AES.</summary>
public sealed unsafe class AesPortableTests
{
    [Fact]
    public void Encrypts_and_decrypts_the_vectors_of_FIPS_197()
    {
        foreach (VectorCase vector in VectorFile.Read("Crypto/fips197"))
        {
            byte[] blocks = [.. vector.Bytes("text"), .. new byte[48]];

            Run(vector.Bytes("key"), blocks, encrypt: true);
            Assert.Equal(vector.Text("ciphertext"), Convert.ToHexStringLower(blocks.AsSpan(0, 16)));

            Run(vector.Bytes("key"), blocks, encrypt: false);
            Assert.Equal(vector.Text("text"), Convert.ToHexStringLower(blocks.AsSpan(0, 16)));
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public void Agrees_with_the_platform_on_four_random_blocks(int keyLength)
    {
        var random = new Random(keyLength);
        for (int round = 0; round < 300; round++)
        {
            byte[] key = Bytes(random, keyLength);
            byte[] text = Bytes(random, 64);
            byte[] blocks = [.. text];

            Run(key, blocks, encrypt: true);
            Assert.Equal(Platform(key, text), blocks);

            Run(key, blocks, encrypt: false);
            Assert.Equal(text, blocks);
        }
    }

    [Fact]
    public void Four_blocks_may_stand_under_four_keys()
    {
        var random = new Random(1);
        byte[][] keys = [.. Enumerable.Range(0, 4).Select(_ => Bytes(random, 32))];
        byte[] text = Bytes(random, 64);
        byte[] expected = [.. keys.SelectMany((key, index) => Platform(key, text.AsSpan(index * 16, 16).ToArray()))];
        byte[][] roundKeys = [.. keys.Select(key => Expand(key))];
        ulong* planes = stackalloc ulong[AesPortable.CutKeysLength];

        fixed (byte* first = roundKeys[0], second = roundKeys[1], third = roundKeys[2], fourth = roundKeys[3], blocks = text)
        {
            AesPortable.CutKeys(first, second, third, fourth, 14, planes);
            AesPortable.EncryptFour(planes, 14, blocks);
        }

        Assert.Equal(expected, text);
    }

    [Fact]
    public void Encrypts_any_number_of_blocks()
    {
        var random = new Random(2);
        byte[] key = Bytes(random, 16);
        byte[] roundKeys = Expand(key);
        for (int count = 0; count < 12; count++)
        {
            byte[] text = Bytes(random, count * 16);
            byte[] expected = Platform(key, text);

            fixed (byte* keys = roundKeys)
            {
                AesPortable.Encrypt(keys, 10, text);
            }

            Assert.Equal(expected, text);
        }
    }

    private static void Run(byte[] key, byte[] blocks, bool encrypt)
    {
        int rounds = AesKeySchedule.Rounds(key.Length);
        ulong* planes = stackalloc ulong[AesPortable.CutKeysLength];
        fixed (byte* keys = Expand(key), four = blocks)
        {
            AesPortable.CutKeys(keys, keys, keys, keys, rounds, planes);
            if (encrypt)
            {
                AesPortable.EncryptFour(planes, rounds, four);
            }
            else
            {
                AesPortable.DecryptFour(planes, rounds, four);
            }
        }
    }

    private static byte[] Expand(byte[] key)
    {
        byte[] roundKeys = new byte[AesKeySchedule.RoundKeysLength(key.Length)];
        AesKeySchedule.Expand(key, roundKeys, useInstructions: false);
        return roundKeys;
    }

    private static byte[] Platform(byte[] key, byte[] text)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        return aes.EncryptEcb(text, PaddingMode.None);
    }

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
