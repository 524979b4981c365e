using Pipeline.Crypto.Transforms;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Transforms;

/// <summary>Every suite against another implementation, on random packets of random sizes under mixed keys.</summary>
public sealed class DifferentialTests
{
    private const int Batches = 4;
    private const int BatchLength = 16;
    private const int KeyCount = 3;
    private const int LongestText = 2100;

    public static TheoryData<string> All => TestSuites.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Agrees_with_the_reference_bit_for_bit(string name)
    {
        PacketTransform transform = TestSuites.Find(name);
        bool isAh = TestSuites.IsAh(name);
        (EncryptionAlgorithm? encryption, IntegrityAlgorithm integrity) = Rows(name);
        var random = new Random(20_000 + name.Length);
        (byte[] Encryption, byte[] Integrity)[] keyBytes = [.. Enumerable.Range(0, KeyCount).Select(_ => (
            TestSuites.Bytes(random, transform.EncryptionKeyLength),
            TestSuites.Bytes(random, transform.IntegrityKeyLength)))];
        PacketKey[] keys = [.. keyBytes.Select(bytes => transform.CreateKey(bytes.Encryption, bytes.Integrity))];

        for (int batch = 0; batch < Batches; batch++)
        {
            var packets = new TestPacket[BatchLength];
            var expected = new ReferenceSuite.Wire[BatchLength];
            var texts = new byte[BatchLength][];
            for (int index = 0; index < BatchLength; index++)
            {
                int which = random.Next(KeyCount);
                ulong sequence = (ulong)random.NextInt64();
                bool extended = random.Next(2) == 0;
                int granule = isAh ? 1 : transform.BlockLength;
                texts[index] = TestSuites.Bytes(random, random.Next(LongestText / granule + 1) * granule);
                packets[index] = TestPacket.Create(transform, keys[which], texts[index], sequence, extended, isAh);
                expected[index] = ReferenceSuite.Protect(
                    encryption, integrity, keyBytes[which], packets[index].AssociatedBytes.ToArray(), texts[index],
                    sequence, extended);
            }

            transform.Seal([.. packets.Select(packet => packet.SealJob())]);
            for (int index = 0; index < BatchLength; index++)
            {
                Assert.Equal(expected[index].Iv, packets[index].Iv);
                Assert.Equal(expected[index].Text, packets[index].Text);
                Assert.Equal(expected[index].Icv, packets[index].Icv);
            }

            OpenJob[] jobs = [.. packets.Select(packet => packet.OpenJob())];
            transform.Open(jobs);
            for (int index = 0; index < BatchLength; index++)
            {
                Assert.True(jobs[index].Authentic);
                Assert.Equal(texts[index], packets[index].Text);
            }
        }

        Array.ForEach(keys, key => key.Dispose());
    }

    private static (EncryptionAlgorithm? Encryption, IntegrityAlgorithm Integrity) Rows(string name)
    {
        name = TestSuites.SuiteOf(name);
        if (TestSuites.IsAh(name))
        {
            Assert.True(TransformCatalog.TryFindIntegrity(name[3..], out IntegrityAlgorithm alone));
            return (null, alone);
        }

        Assert.True(TransformCatalog.TryParseSuite(name, out EncryptionAlgorithm encryption, out IntegrityAlgorithm integrity));
        return (encryption, integrity);
    }
}
