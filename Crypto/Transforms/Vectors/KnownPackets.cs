using System.Buffers.Binary;
using Pipeline.Crypto.Kernels;

namespace Pipeline.Crypto.Transforms.Vectors;

/// <summary>Packets sealed and opened as the data path does it: by jobs, in a batch, through the transform.</summary>
/// <remarks>
/// Published vectors are short and go through a door of their own. These packets go where the traffic goes, and their texts are on
/// both sides of every length at which a kernel changes its way. The answers were computed by OpenSSL.
/// </remarks>
internal static class KnownPackets
{
    private const int HeaderLength = 8;
    private const uint Spi = 0x1234_5678;

    /// <summary>The first sequence number: every byte that is authenticated counts, those of the high half too.</summary>
    private const ulong FirstSequence = 0x1_0000_0002;

    private static readonly int[] TextLengths = [40, 1408, 72, 600];

    /// <summary>The answers of the algorithms that carry the traffic, on these kernels: the ICVs of all packets in a row.</summary>
    internal static IEnumerable<KnownAnswer> On(KernelSet kernels) =>
    [
        Packets(
            "aes128-gcm",
            kernels,
            "da0d5ff1f9cafd030e897ef5edee0ee09142c4965af196bedca911e589b50677"
                + "0fd49bf96e08afb4a16a008a57a51f0b6481b65633043219ee19d35d9c5dac2a"),
        Packets(
            "aes256-gcm",
            kernels,
            "9521796567092cab5dd228a37edf3ce4c8c20249948b1cd0a2880badfe098c15"
                + "152d459c104b3936dd656dc0d5631ff50e9f76f4ee1cabdf84868e82c85cc941"),
        Packets(
            "aes128-gmac",
            kernels,
            "e7b051c05db821ed7df85e654bff7e2b0bc978902b032d400db8b8f61d48ba59"
                + "be3b0cca4e6177eaaf8fb4f6497c204ce44d01c7c62b417ccb25255ccc77f3d7"),
        Packets(
            "chacha20-poly1305",
            kernels,
            "56e1c7ccaa569d39e7a2f68ed20d33c519c13d2f50bf51ff8af277714fc6b034"
                + "ff404b0794ff0ad6af2d843eda2bd14c5ae548a50fb886ce953e3e5e4d6770d5"),
    ];

    private static KnownAnswer Packets(string algorithm, KernelSet kernels, string expected) =>
        new($"{algorithm} (packets of {string.Join(", ", TextLengths)} bytes)", expected, () => Compute(algorithm, kernels));

    /// <summary>The ICVs; none when a good packet was refused, came back as another, or a forged one was believed.</summary>
    private static byte[] Compute(string algorithm, KernelSet kernels)
    {
        EncryptionAlgorithm row = EncryptionAlgorithms.All.Single(row => row.Name == algorithm);
        PacketTransform transform = row.CreateTransform!(row, kernels);
        byte[] keyBytes = [.. Enumerable.Range(1, row.KeyLength).Select(number => (byte)number)];
        using PacketKey key = transform.CreateKey(keyBytes, default);
        SealJob[] jobs = Layout(transform, key, out PinnedBytes memory);
        byte[] plain = [.. memory.Array];

        transform.Seal(jobs);
        byte[] sealedBytes = [.. memory.Array];
        byte[] icvs = [.. jobs.SelectMany(job => sealedBytes[job.IcvOffset..(job.IcvOffset + transform.IcvLength)])];

        Forge(jobs, memory);
        bool believed = Open(transform, jobs).Any(job => job.Authentic);
        sealedBytes.CopyTo(memory.AsSpan());
        bool refused = Open(transform, jobs).Any(job => !job.Authentic);
        bool same = jobs.All(job => memory.AsSpan(job.TextOffset, job.TextLength)
            .SequenceEqual(plain.AsSpan(job.TextOffset, job.TextLength)));
        return !believed && !refused && same ? icvs : [];
    }

    /// <summary>ESP packets one behind the other; every second number is not extended.</summary>
    private static SealJob[] Layout(PacketTransform transform, PacketKey key, out PinnedBytes memory)
    {
        int overhead = HeaderLength + transform.IvLength + transform.IcvLength;
        memory = PinnedBytes.Allocate(TextLengths.Sum(length => length + overhead));
        var jobs = new SealJob[TextLengths.Length];
        int start = 0;
        for (int index = 0; index < jobs.Length; index++)
        {
            int textOffset = start + HeaderLength + transform.IvLength;
            ulong sequence = FirstSequence + (ulong)index;
            BinaryPrimitives.WriteUInt32BigEndian(memory.AsSpan(start, sizeof(uint)), Spi);
            BinaryPrimitives.WriteUInt32BigEndian(memory.AsSpan(start + sizeof(uint), sizeof(uint)), (uint)sequence);
            for (int offset = 0; offset < TextLengths[index]; offset++)
            {
                memory.Array[textOffset + offset] = (byte)(7 * offset);
            }

            jobs[index] = new SealJob
            {
                Key = key,
                Sequence = sequence,
                ExtendedSequence = index % 2 == 0,
                Packet = memory.View,
                IvOffset = start + HeaderLength,
                TextOffset = textOffset,
                TextLength = TextLengths[index],
                IcvOffset = textOffset + TextLengths[index],
                Associated = memory.View,
                AssociatedOffset = start,
                AssociatedLength = HeaderLength,
            };
            start += overhead + TextLengths[index];
        }

        return jobs;
    }

    private static void Forge(SealJob[] jobs, PinnedBytes memory)
    {
        foreach (SealJob job in jobs)
        {
            memory.Array[job.TextOffset + job.TextLength - 1] ^= 1;
        }
    }

    private static OpenJob[] Open(PacketTransform transform, SealJob[] jobs)
    {
        OpenJob[] opened = [.. jobs.Select(job => new OpenJob
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
        transform.Open(opened);
        return opened;
    }
}
