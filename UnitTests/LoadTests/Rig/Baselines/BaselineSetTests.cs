using Pipeline.Actors.Sharding;
using Pipeline.Crypto.Transforms;
using Pipeline.LoadTests.Rig.Baselines;
using Pipeline.LoadTests.Rig.Measuring;
using Pipeline.LoadTests.Rig.Traffic;
using Xunit;

namespace Pipeline.UnitTests.LoadTests.Rig.Baselines;

/// <summary>A ratio to another library means something only when both compute the same: what a baseline seals, we open.</summary>
public sealed class BaselineSetTests
{
    private const int Packets = 40;

    public static TheoryData<string, int> Loads
    {
        get
        {
            var loads = new TheoryData<string, int>();
            foreach (string suite in (string[])
                [
                    "aes128-gcm", "aes256-gcm", "chacha20-poly1305", "aes128-cbc+hmac-sha1-96", "aes256-cbc+hmac-sha256-128",
                    "aes128-cbc+hmac-sha384-192", "aes128-cbc+hmac-sha512-256",
                ])
            {
                loads.Add(suite, 64);
                loads.Add(suite, 1420);
            }

            return loads;
        }
    }

    [Theory]
    [MemberData(nameof(Loads))]
    public void Dotnet_seals_what_we_open(string suite, int size) => AssertOpens(suite, size, BaselineSet.Dotnet);

    [Theory]
    [MemberData(nameof(Loads))]
    public void Openssl_seals_what_we_open(string suite, int size) => AssertOpens(suite, size, BaselineSet.Openssl);

    [Theory]
    [MemberData(nameof(Loads))]
    public void IpsecMb_seals_what_we_open(string suite, int size) => AssertOpens(suite, size, BaselineSet.IpsecMb);

    [Theory]
    [MemberData(nameof(Loads))]
    public void Every_baseline_opens_without_complaint(string suite, int size)
    {
        foreach (IMeasured baseline in BaselineSet.For(Find(suite), size, PathDirection.Inbound, Packets))
        {
            using (baseline)
            {
                baseline.Prepare();
                baseline.Run();
                Assert.Equal(Packets, baseline.PacketsPerTurn);
            }
        }
    }

    private static void AssertOpens(string name, int size, Func<CipherSuite, Func<CipherLoad>, IMeasured?> make)
    {
        CipherSuite suite = Find(name);
        var load = new CipherLoad(suite, size, PathDirection.Outbound, Packets);
        using IMeasured? baseline = make(suite, () => load);
        if (baseline is null)
        {
            Assert.Skip("The library is not installed, or not made for this processor.");
        }

        baseline.Prepare();
        baseline.Run();
        (baseline as IpsecMbBurst)?.Flush();
        using PacketKey key = suite.Transform.CreateKey(load.EncryptionKey, load.IntegrityKey);
        OpenJob[] jobs = [.. Enumerable.Range(0, Packets).Select(index => JobOf(load, index, key))];
        suite.Transform.Open(jobs);
        Assert.All(jobs, job => Assert.True(job.Authentic));
    }

    private static OpenJob JobOf(CipherLoad load, int index, PacketKey key)
    {
        int iv = load.OffsetOf(index) + CipherLoad.AssociatedLength;
        return new OpenJob
        {
            Key = key,
            Packet = load.Memory.View,
            Associated = load.Memory.View,
            AssociatedOffset = load.OffsetOf(index),
            AssociatedLength = CipherLoad.AssociatedLength,
            IvOffset = iv,
            TextOffset = iv + load.IvLength,
            TextLength = load.TextLength,
            IcvOffset = iv + load.IvLength + load.TextLength,
        };
    }

    private static CipherSuite Find(string name)
    {
        Assert.True(CipherSuite.TryFind(name, out CipherSuite suite, out string refusal), refusal);
        return suite;
    }
}
