using System.Buffers.Binary;
using Pipeline.Crypto;
using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Transforms;
using Pipeline.UnitTests.Support;
using Xunit;
using Reference = System.Security.Cryptography.ChaCha20Poly1305;

namespace Pipeline.UnitTests.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>Batches of ESP packets that lie close together in one memory: every length beside every other, under several keys.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class ChaCha20Poly1305BatchTests
{
    private const int HeaderLength = 8;
    private const int IvLength = 8;
    private const int TagLength = 16;
    private const int KeyCount = 5;
    private const int KeyLength = 36;

    /// <summary>Names of the sets that this machine has.</summary>
    public static TheoryData<string> Kernels => [.. KernelSets.Supported.Select(set => set.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Packets_of_unequal_length_side_by_side_are_sealed_and_opened(string kernel)
    {
        Assert.SkipUnless(Reference.IsSupported, "This platform has no ChaCha20-Poly1305 to compare with.");
        foreach (int count in (int[])[1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 100, 256])
        {
            foreach (int longest in (int[])[7, 9, 16, 33, 64, 130, 700, 2000])
            {
                SealAndOpen(kernel, new Random((count * 10_000) + longest), count, longest);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Packets_of_equal_length_are_sealed_and_opened(string kernel)
    {
        Assert.SkipUnless(Reference.IsSupported, "This platform has no ChaCha20-Poly1305 to compare with.");
        for (int length = 0; length <= 300; length++)
        {
            SealAndOpen(kernel, new Random(length), count: 11, longest: length, shortest: length);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Forgeries_among_good_packets_stay_as_they_came(string kernel)
    {
        var random = new Random(4303);
        var batch = new Batch(Transform(kernel), random, count: 64, shortest: 0, longest: 700);
        batch.Transform.Seal(batch.SealJobs);
        int[] forged = [.. Enumerable.Range(0, 64).Where(_ => random.Next(3) == 0)];
        foreach (int index in forged)
        {
            batch.Icv(index)[random.Next(TagLength)] ^= (byte)(1 << random.Next(8));
        }

        byte[] wire = [.. batch.Memory.AsSpan()];
        OpenJob[] jobs = batch.OpenJobs;
        batch.Transform.Open(jobs);

        for (int index = 0; index < jobs.Length; index++)
        {
            bool isForged = forged.Contains(index);
            Assert.Equal(!isForged, jobs[index].Authentic);
            byte[] expected = isForged ? wire[jobs[index].TextOffset..(jobs[index].TextOffset + jobs[index].TextLength)] : batch.Texts[index];
            Assert.Equal(expected, batch.Text(index));
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Opens_the_packet_of_RFC_7634(string kernel)
    {
        foreach (VectorCase vector in VectorFile.Read("Crypto/rfc7634"))
        {
            PacketTransform transform = Transform(kernel);
            using PacketKey key = transform.CreateKey(vector.Bytes("key"), []);
            byte[] wire = vector.Bytes("packet");
            var packet = PinnedBytes.Allocate(wire.Length);
            wire.CopyTo(packet.AsSpan());
            int textLength = wire.Length - HeaderLength - IvLength - TagLength;
            OpenJob[] jobs = [Job(key, packet, 0, textLength, sequence: 5, extended: false)];

            transform.Open(jobs);

            Assert.True(jobs[0].Authentic);
            Assert.Equal(vector.Text("text"), Convert.ToHexStringLower(packet.AsSpan(HeaderLength + IvLength, textLength)));
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_batch_allocates_nothing(string kernel)
    {
        var batch = new Batch(Transform(kernel), new Random(1), count: 40, shortest: 0, longest: 1500);
        SealJob[] sealJobs = batch.SealJobs;
        OpenJob[] openJobs = batch.OpenJobs;
        batch.Transform.Seal(sealJobs);
        batch.Transform.Open(openJobs);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 50; round++)
        {
            batch.Transform.Seal(sealJobs);
            batch.Transform.Open(openJobs);
            batch.Transform.Open(openJobs);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void An_erased_key_protects_nothing(string kernel)
    {
        var batch = new Batch(Transform(kernel), new Random(1), count: 3, shortest: 0, longest: 100);
        SealJob[] jobs = batch.SealJobs;
        jobs[2].Key.Dispose();

        Assert.Throws<ObjectDisposedException>(() => batch.Transform.Seal(jobs));
    }

    private static void SealAndOpen(string kernel, Random random, int count, int longest, int shortest = 0)
    {
        var batch = new Batch(Transform(kernel), random, count, shortest, longest);
        byte[] before = [.. batch.Memory.AsSpan()];
        byte[] expected = batch.Expected();

        batch.Transform.Seal(batch.SealJobs);
        Assert.True(batch.Memory.AsSpan().SequenceEqual(expected));

        OpenJob[] jobs = batch.OpenJobs;
        batch.Transform.Open(jobs);
        Assert.All(jobs, job => Assert.True(job.Authentic));
        for (int index = 0; index < count; index++)
        {
            Assert.Equal(batch.Texts[index], batch.Text(index));
            batch.Icv(index).Clear();
            jobs[index].Packet.AsSpan(jobs[index].IvOffset, IvLength).Clear();
        }

        Assert.True(batch.Memory.AsSpan().SequenceEqual(before));
    }

    private static OpenJob Job(PacketKey key, PinnedBytes memory, int offset, int textLength, ulong sequence, bool extended) => new()
    {
        Key = key,
        Sequence = sequence,
        ExtendedSequence = extended,
        Packet = memory.View,
        IvOffset = offset + HeaderLength,
        TextOffset = offset + HeaderLength + IvLength,
        TextLength = textLength,
        IcvOffset = offset + HeaderLength + IvLength + textLength,
        Associated = memory.View,
        AssociatedOffset = offset,
        AssociatedLength = HeaderLength,
    };

    private static PacketTransform Transform(string kernel)
    {
        Assert.True(TransformCatalog.TryFindEncryption("chacha20-poly1305", out EncryptionAlgorithm algorithm));
        KernelSet set = KernelSets.Supported.Single(one => one.Name == kernel);
        return TransformCatalog.TryEsp(algorithm, TransformCatalog.NoIntegrity, allowLegacy: false, set, out _)!;
    }

    /// <summary>Packets one behind the other, 0 to 3 bytes apart; IVs and ICVs still zero.</summary>
    private sealed class Batch
    {
        private readonly byte[][] _keyBytes;
        private readonly PacketKey[] _keys;

        internal Batch(PacketTransform transform, Random random, int count, int shortest, int longest)
        {
            Transform = transform;
            _keyBytes = [.. Enumerable.Range(0, KeyCount).Select(_ => Bytes(random, KeyLength))];
            _keys = [.. _keyBytes.Select(bytes => transform.CreateKey(bytes, []))];
            Texts = [.. Enumerable.Range(0, count).Select(_ => Bytes(random, random.Next(shortest, longest + 1)))];
            int[] gaps = [.. Texts.Select(_ => random.Next(4))];
            Memory = PinnedBytes.Allocate(gaps.Sum() + Texts.Sum(text => HeaderLength + IvLength + text.Length + TagLength));
            OpenJobs = new OpenJob[count];
            int offset = 0;
            for (int index = 0; index < count; index++)
            {
                Memory.AsSpan(offset, gaps[index]).Fill(0xA5);
                offset += gaps[index];
                ulong sequence = (ulong)random.NextInt64();
                BinaryPrimitives.WriteUInt32BigEndian(Memory.AsSpan(offset, 4), (uint)random.Next());
                BinaryPrimitives.WriteUInt32BigEndian(Memory.AsSpan(offset + 4, 4), (uint)sequence);
                OpenJobs[index] = Job(_keys[index % KeyCount], Memory, offset, Texts[index].Length, sequence, extended: index % 2 == 0);
                Texts[index].CopyTo(Text(index));
                offset = OpenJobs[index].IcvOffset + TagLength;
            }
        }

        internal PacketTransform Transform { get; }

        internal PinnedBytes Memory { get; }

        internal byte[][] Texts { get; }

        internal OpenJob[] OpenJobs { get; }

        internal SealJob[] SealJobs => [.. OpenJobs.Select(job => new SealJob
        {
            Key = job.Key,
            Sequence = job.Sequence,
            ExtendedSequence = job.ExtendedSequence,
            Packet = job.Packet,
            IvOffset = job.IvOffset,
            TextOffset = job.TextOffset,
            TextLength = job.TextLength,
            IcvOffset = job.IcvOffset,
            Associated = job.Associated,
            AssociatedOffset = job.AssociatedOffset,
            AssociatedLength = job.AssociatedLength,
        })];

        internal Span<byte> Text(int index) => Memory.AsSpan(OpenJobs[index].TextOffset, OpenJobs[index].TextLength);

        internal Span<byte> Icv(int index) => Memory.AsSpan(OpenJobs[index].IcvOffset, TagLength);

        /// <summary>The whole memory as it must be after sealing, by .NET's ChaCha20Poly1305.</summary>
        internal byte[] Expected()
        {
            byte[] memory = [.. Memory.AsSpan()];
            for (int index = 0; index < OpenJobs.Length; index++)
            {
                OpenJob job = OpenJobs[index];
                byte[] number = new byte[8];
                BinaryPrimitives.WriteUInt64BigEndian(number, job.Sequence);
                byte[] key = _keyBytes[index % KeyCount];
                byte[] header = memory[job.AssociatedOffset..(job.AssociatedOffset + HeaderLength)];
                using var reference = new Reference(key.AsSpan(0, 32));
                number.CopyTo(memory, job.IvOffset);
                reference.Encrypt(
                    [.. key[32..], .. number],
                    Texts[index],
                    memory.AsSpan(job.TextOffset, job.TextLength),
                    memory.AsSpan(job.IcvOffset, TagLength),
                    job.ExtendedSequence ? [.. header[..4], .. number] : header);
            }

            return memory;
        }

        private static byte[] Bytes(Random random, int length)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            return bytes;
        }
    }
}
