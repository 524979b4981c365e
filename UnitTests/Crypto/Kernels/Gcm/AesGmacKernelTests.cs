using System.Buffers.Binary;
using System.Security.Cryptography;
using Pipeline.Crypto;
using Pipeline.Crypto.Kernels.Gcm;
using Pipeline.Crypto.Transforms;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Kernels.Gcm;

/// <summary>GMAC by parts, wherever a seam falls in a block, against .NET's AesGcm over the parts copied together.</summary>
public sealed class AesGmacKernelTests
{
    private const int TagLength = 16;
    private const int IvLength = 8;
    private const ulong Sequence = 0x0123_4567_89AB_CDEF;

    private static readonly int[] TextLengths = [.. Enumerable.Range(0, 70), 255, 256, 257, 300, 512, 1408, 9000];

    public static TheoryData<string> Kernels => GcmPackets.KernelNames;

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Marks_ESP_packets_of_every_length_like_the_platform(string kernel)
    {
        foreach (int keyLength in (int[])[16, 24, 32])
        {
            foreach (bool extended in (bool[])[false, true])
            {
                MarkAndVerify(GcmPackets.Find(kernel), keyLength, headerLength: 8, extended, isAh: false);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Marks_AH_packets_with_headers_of_every_length_like_the_platform(string kernel)
    {
        for (int headerLength = 44; headerLength <= 60; headerLength++)
        {
            MarkAndVerify(GcmPackets.Find(kernel), keyLength: 16, headerLength, extended: headerLength % 2 == 0, isAh: true);
        }
    }

    /// <summary>One batch: a packet of every text length, in memory where header, IV, text and ICV have no gap.</summary>
    private static void MarkAndVerify(AesGcmKernel kernel, int keyLength, int headerLength, bool extended, bool isAh)
    {
        var random = new Random(keyLength + headerLength);
        byte[] keyBytes = new byte[keyLength + 4];
        random.NextBytes(keyBytes);
        using var key = new AesGcmKey(kernel, keyBytes.AsSpan(..keyLength), keyBytes.AsSpan(keyLength));
        PinnedBytes memory = PinnedBytes.Allocate(TextLengths.Sum(length => headerLength + IvLength + length + TagLength));
        random.NextBytes(memory.AsSpan());
        SealJob[] jobs = Layout(key, memory, headerLength, extended);
        byte[] before = [.. memory.Array];

        kernel.SealGmac(jobs, keyLength, isAh);

        foreach (SealJob job in jobs)
        {
            Assert.True(memory.AsSpan(job.TextOffset, job.TextLength).SequenceEqual(before.AsSpan(job.TextOffset, job.TextLength)));
            Assert.Equal(Reference(job, memory, keyBytes, isAh), memory.AsSpan(job.IcvOffset, TagLength));
        }

        Assert.All(Open(kernel, jobs, keyLength, isAh), Assert.True);
        for (int index = 0; index < jobs.Length; index += 2)
        {
            int last = jobs[index].TextLength == 0 ? jobs[index].IcvOffset : jobs[index].TextOffset + jobs[index].TextLength - 1;
            memory.Array[last] ^= 0x10;
        }

        bool[] verdicts = Open(kernel, jobs, keyLength, isAh);
        Assert.All(Enumerable.Range(0, jobs.Length), index => Assert.Equal(index % 2 == 1, verdicts[index]));
    }

    private static SealJob[] Layout(AesGcmKey key, PinnedBytes memory, int headerLength, bool extended)
    {
        var jobs = new SealJob[TextLengths.Length];
        int start = 0;
        for (int index = 0; index < jobs.Length; index++)
        {
            int textOffset = start + headerLength + IvLength;
            jobs[index] = new SealJob
            {
                Key = key,
                Sequence = Sequence + (ulong)index,
                ExtendedSequence = extended,
                Packet = memory.View,
                IvOffset = start + headerLength,
                TextOffset = textOffset,
                TextLength = TextLengths[index],
                IcvOffset = textOffset + TextLengths[index],
                Associated = memory.View,
                AssociatedOffset = start,
                AssociatedLength = headerLength,
            };
            start = textOffset + TextLengths[index] + TagLength;
        }

        return jobs;
    }

    private static byte[] Reference(SealJob job, PinnedBytes memory, byte[] keyBytes, bool isAh)
    {
        byte[] number = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(number, job.Sequence);
        byte[] header = [.. memory.AsSpan(job.AssociatedOffset, job.AssociatedLength)];
        byte[] text = [.. memory.AsSpan(job.TextOffset, job.TextLength)];
        byte[] high = job.ExtendedSequence ? number[..4] : [];
        byte[] espHeader = job.ExtendedSequence ? [.. header[..4], .. number] : header;
        byte[] covered = isAh ? [.. header, .. text, .. high] : [.. espHeader, .. number, .. text];
        byte[] tag = new byte[TagLength];
        using var reference = new AesGcm(keyBytes.AsSpan(..^4), TagLength);
        byte[] nonce = [.. keyBytes[^4..], .. number];
        reference.Encrypt(nonce, Array.Empty<byte>(), Array.Empty<byte>(), tag, covered);
        return tag;
    }

    private static bool[] Open(AesGcmKernel kernel, SealJob[] jobs, int keyLength, bool isAh)
    {
        OpenJob[] opened = [.. jobs.Select(Jobs.ToOpen)];
        kernel.OpenGmac(opened, keyLength, isAh);
        return [.. opened.Select(job => job.Authentic)];
    }
}
