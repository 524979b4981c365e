using System.Buffers.Binary;
using System.Security.Cryptography;
using Pipeline.Crypto;
using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Kernels.Gcm;
using Pipeline.Crypto.Transforms;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Kernels.Gcm;

/// <summary>Packets that lie one behind the other without a gap, as the segments of one large send do.</summary>
internal sealed class GcmPackets
{
    internal const int HeaderLength = 8;
    internal const int IvLength = 8;
    private const int Margin = 13;
    private const byte MarginByte = 0x5A;

    private readonly int[] _starts;
    private readonly int[] _textLengths;
    private readonly int _icvLength;
    private readonly byte[] _plain;

    internal GcmPackets(AesGcmKernel kernel, int keyLength, int icvLength, int[] textLengths, int seed, bool extended = false)
    {
        var random = new Random(seed);
        KeyBytes = new byte[keyLength + 4];
        random.NextBytes(KeyBytes);
        Kernel = kernel;
        Key = new AesGcmKey(kernel, KeyBytes.AsSpan(..keyLength), KeyBytes.AsSpan(keyLength));
        Extended = extended;
        _icvLength = icvLength;
        _textLengths = textLengths;
        _starts = new int[textLengths.Length];
        int end = Margin;
        for (int index = 0; index < textLengths.Length; index++)
        {
            _starts[index] = end;
            end += HeaderLength + IvLength + textLengths[index] + icvLength;
        }

        Memory = PinnedBytes.Allocate(end + Margin);
        random.NextBytes(Memory.AsSpan());
        Memory.AsSpan(0, Margin).Fill(MarginByte);
        Memory.AsSpan(end, Margin).Fill(MarginByte);
        _plain = [.. Memory.Array];
    }

    internal AesGcmKernel Kernel { get; }

    internal AesGcmKey Key { get; }

    internal byte[] KeyBytes { get; }

    internal bool Extended { get; }

    internal PinnedBytes Memory { get; }

    internal int Count => _starts.Length;

    internal bool MarginsAreIntact =>
        !Memory.AsSpan(0, Margin).ContainsAnyExcept(MarginByte) && !Memory.Array.AsSpan(^Margin..).ContainsAnyExcept(MarginByte);

    internal Span<byte> Header(int index) => Memory.AsSpan(_starts[index], HeaderLength);

    internal Span<byte> Text(int index) => Memory.AsSpan(TextOffset(index), _textLengths[index]);

    internal Span<byte> Icv(int index) => Memory.AsSpan(TextOffset(index) + _textLengths[index], _icvLength);

    internal ReadOnlySpan<byte> PlainText(int index) => _plain.AsSpan(TextOffset(index), _textLengths[index]);

    internal void Seal() => Kernel.Seal(
        [.. Enumerable.Range(0, Count).Select(index => new SealJob
        {
            Key = Key,
            Sequence = Sequence(index),
            ExtendedSequence = Extended,
            Packet = Memory.View,
            IvOffset = _starts[index] + HeaderLength,
            TextOffset = TextOffset(index),
            TextLength = _textLengths[index],
            IcvOffset = TextOffset(index) + _textLengths[index],
            Associated = Memory.View,
            AssociatedOffset = _starts[index],
            AssociatedLength = HeaderLength,
        })],
        KeyBytes.Length - 4,
        _icvLength);

    /// <returns>The verdicts.</returns>
    internal bool[] Open()
    {
        OpenJob[] jobs = [.. Enumerable.Range(0, Count).Select(index => new OpenJob
        {
            Key = Key,
            Sequence = Sequence(index),
            ExtendedSequence = Extended,
            Packet = Memory.View,
            IvOffset = _starts[index] + HeaderLength,
            TextOffset = TextOffset(index),
            TextLength = _textLengths[index],
            IcvOffset = TextOffset(index) + _textLengths[index],
            Associated = Memory.View,
            AssociatedOffset = _starts[index],
            AssociatedLength = HeaderLength,
        })];
        Kernel.Open(jobs, KeyBytes.Length - 4, _icvLength);
        return [.. jobs.Select(job => job.Authentic)];
    }

    /// <summary>Compares every sealed packet with what .NET's AesGcm makes of the same text.</summary>
    internal void AssertSealedLikeReference()
    {
        int keyLength = KeyBytes.Length - 4;
        using var reference = new AesGcm(KeyBytes.AsSpan(..keyLength), 16);
        byte[] tag = new byte[16];
        for (int index = 0; index < Count; index++)
        {
            byte[] number = new byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(number, Sequence(index));
            byte[] associated = Extended ? [.. Header(index)[..4], .. number] : [.. Header(index)];
            byte[] expected = new byte[_textLengths[index]];
            reference.Encrypt([.. KeyBytes[keyLength..], .. number], PlainText(index), expected, tag, associated);

            Assert.Equal(number, Memory.AsSpan(_starts[index] + HeaderLength, IvLength));
            Assert.True(Text(index).SequenceEqual(expected), $"Text of {expected.Length} bytes.");
            Assert.True(Icv(index).SequenceEqual(tag.AsSpan(0, _icvLength)), $"ICV of {expected.Length} bytes.");
        }
    }

    /// <summary>All kernels that run here.</summary>
    internal static TheoryData<string> KernelNames => [.. KernelSets.Supported.Select(set => set.Name)];

    internal static AesGcmKernel Find(string name) => KernelSets.Supported.Single(set => set.Name == name).AesGcm;

    private static ulong Sequence(int index) => 0x0123_4567_89AB_CD00 + (ulong)index;

    private int TextOffset(int index) => _starts[index] + HeaderLength + IvLength;
}
