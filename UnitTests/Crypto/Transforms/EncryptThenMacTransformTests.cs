using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Transforms;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Transforms;

/// <summary>Batches of any size and mix through the lanes are what the portable kernels make of one packet after the other.</summary>
public sealed class EncryptThenMacTransformTests
{
    private static readonly string[] Suites =
        ["aes128-cbc+hmac-sha1-96", "aes256-cbc+hmac-sha256-128", "aes192-ctr+hmac-sha384-192", "null+hmac-sha512-256", "ah:hmac-sha1-96"];

    public static TheoryData<string, string> All => [.. Suites.SelectMany(
        suite => KernelSets.Supported.Select(set => (suite, set.Name)))];

    [Theory]
    [MemberData(nameof(All))]
    public void A_batch_of_any_size_is_sealed_and_opened_as_single_packets_are(string suite, string set)
    {
        PacketTransform transform = TestSuites.Find($"{suite} on {set}");
        PacketTransform portable = TestSuites.Find($"{suite} on portable");
        foreach (int count in (int[])[0, 1, 2, 3, 8, 9, 16, 17, 33, 127, 128, 129, 256])
        {
            TestPacket[] packets = Packets(transform, suite, count);
            TestPacket[] singles = Packets(portable, suite, count);
            byte[][] texts = [.. packets.Select(packet => packet.Text.ToArray())];

            transform.Seal([.. packets.Select(packet => packet.SealJob())]);
            Array.ForEach(singles, packet => packet.Seal());
            for (int index = 0; index < count; index++)
            {
                Assert.Equal(singles[index].Bytes, packets[index].Bytes);
            }

            OpenJob[] jobs = [.. packets.Select(packet => packet.OpenJob())];
            transform.Open(jobs);
            Assert.All(jobs, job => Assert.True(job.Authentic));
            Assert.All(packets.Zip(texts), pair => Assert.True(pair.First.Text.SequenceEqual(pair.Second)));
            Assert.All(packets, packet => Assert.True(packet.MarginsAreIntact));
        }
    }

    private static TestPacket[] Packets(PacketTransform transform, string suite, int count)
    {
        var random = new Random(count);
        bool isAh = TestSuites.IsAh(suite);
        PacketKey[] keys = [.. Enumerable.Range(0, 5).Select(_ => TestSuites.NewKey(transform, random))];
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            int longest = random.Next(3) == 0 ? 1600 : 120;
            int granule = isAh ? 1 : transform.BlockLength;
            byte[] text = TestSuites.Bytes(random, random.Next(longest / granule) * granule);
            return TestPacket.Create(
                transform, keys[random.Next(keys.Length)], text, (ulong)random.NextInt64(), random.Next(2) == 0, isAh);
        })];
    }
}
