using System.Buffers.Binary;
using System.Security.Cryptography;
using Pipeline.Crypto;
using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Kernels.AesBlocks;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Kernels.AesBlocks;

/// <summary>AES-CBC and AES-CTR of whole batches, on every set of kernels, against the platform's AES.</summary>
public sealed unsafe class AesKernelTests
{
    private const int Margin = 16;
    private const int BlockLength = 16;

    private static readonly int[] KeyLengths = [16, 24, 32];

    public static TheoryData<string, int> All =>
        [.. KernelSets.Supported.SelectMany(set => KeyLengths.Select(keyLength => (set.Name, keyLength)))];

    [Theory]
    [MemberData(nameof(All))]
    public void Encrypts_and_decrypts_batches_of_unequal_packets_in_CBC_mode(string set, int keyLength)
    {
        AesKernel kernel = Find(set);
        int rounds = AesKeySchedule.Rounds(keyLength);
        var random = new Random(keyLength);
        foreach (int count in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 40])
        {
            Packet[] packets = [.. Enumerable.Range(0, count).Select(_ => new Packet(random, keyLength, (1 + random.Next(100)) * BlockLength))];
            AesRun[] runs = [.. packets.OrderByDescending(packet => packet.Text.Length).Select(packet => packet.Run())];

            fixed (AesRun* all = runs)
            {
                kernel.EncryptCbc(all, count, rounds);
            }

            Assert.All(packets, packet => packet.AssertHolds(packet.PlatformCbc()));

            // The first block becomes the IV, as ESP has it.
            runs = [.. packets.Select(packet => packet.Run(lengthAfterFirstBlock: true))];
            fixed (AesRun* all = runs)
            {
                kernel.DecryptCbc(all, count, rounds);
            }

            Assert.All(packets, packet => packet.AssertHolds([.. packet.PlatformCbc()[..BlockLength], .. packet.Text[BlockLength..]]));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Counts_in_counter_mode_at_every_length(string set, int keyLength)
    {
        AesKernel kernel = Find(set);
        int rounds = AesKeySchedule.Rounds(keyLength);
        var random = new Random(keyLength);
        Packet[] packets = [.. Enumerable.Range(0, 300).Select(length => new Packet(random, keyLength, length))];
        AesRun[] runs = [.. packets.Select(packet => packet.Run())];

        fixed (AesRun* all = runs)
        {
            kernel.ApplyCounter(all, runs.Length, rounds);
        }

        Assert.All(packets, packet => packet.AssertHolds(packet.PlatformCounter()));
    }

    private static AesKernel Find(string set) => KernelSets.Supported.Single(row => row.Name == set).Aes;

    private sealed class Packet
    {
        private readonly PinnedBytes _memory;
        private readonly PinnedBytes _keys;
        private readonly byte[] _key;
        private readonly CounterBlock _counter;

        internal Packet(Random random, int keyLength, int length)
        {
            _key = new byte[keyLength];
            random.NextBytes(_key);
            Text = new byte[length];
            random.NextBytes(Text);
            _counter = new CounterBlock((uint)random.Next(), (ulong)random.NextInt64(), (uint)random.Next(1_000_000));
            _memory = PinnedBytes.Allocate(length + (2 * Margin));
            Text.CopyTo(_memory.AsSpan(Margin, length));
            _keys = PinnedBytes.Allocate(AesKernel.KeysLength(keyLength));
            AesKernel.Expand(_key, _keys.AsSpan());
        }

        internal byte[] Text { get; }

        internal AesRun Run(bool lengthAfterFirstBlock = false) => new()
        {
            Keys = _keys.Pointer,
            Start = _memory.Pointer + Margin,
            Length = Text.Length - (lengthAfterFirstBlock ? BlockLength : 0),
            Counter = _counter,
        };

        internal void AssertHolds(byte[] expected)
        {
            Assert.Equal(expected, _memory.AsSpan(Margin, Text.Length));
            Assert.False(_memory.AsSpan(0, Margin).ContainsAnyExcept((byte)0), "Written in front of the text.");
            Assert.False(_memory.AsSpan(Margin + Text.Length, Margin).ContainsAnyExcept((byte)0), "Written behind the text.");
        }

        internal byte[] PlatformCbc()
        {
            using var aes = Aes.Create();
            aes.Key = _key;
            return aes.EncryptCbc(Text, new byte[BlockLength], PaddingMode.None);
        }

        internal byte[] PlatformCounter()
        {
            using var aes = Aes.Create();
            aes.Key = _key;
            byte[] result = [.. Text];
            byte[] block = new byte[BlockLength];
            for (int offset = 0; offset < result.Length; offset += BlockLength)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(block, _counter.Nonce);
                BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(4), _counter.Iv);
                BinaryPrimitives.WriteUInt32BigEndian(block.AsSpan(12), _counter.Counter + (uint)(offset / BlockLength));
                byte[] stream = aes.EncryptEcb(block, PaddingMode.None);
                for (int index = offset; index < Math.Min(offset + BlockLength, result.Length); index++)
                {
                    result[index] ^= stream[index - offset];
                }
            }

            return result;
        }
    }
}
