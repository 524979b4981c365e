using Pipeline.LoadTests.Rig.Shards;
using Pipeline.LoadTests.Rig.Traffic;
using Pipeline.LoadTests.Rows;
using Xunit;

namespace Pipeline.UnitTests.LoadTests.Rig.Shards;

/// <summary>Shards that feed themselves go on doing so, however many there are.</summary>
public sealed class ShardRunTests
{
    [Fact]
    public void Every_number_of_shards_sends_and_drops_nothing()
    {
        Assert.True(CipherSuite.TryFind("aes128-gcm", out CipherSuite suite, out string refusal), refusal);

        IReadOnlyList<ShardRow> rows = ShardRun.Measure(
            new PathLoad { Suite = suite, Size = 576 }, maximum: 3, rounds: 4, TimeSpan.FromMilliseconds(100));

        Assert.Equal([1, 2, 3], rows.Select(row => row.Shards));
        Assert.All(rows, row => Assert.True(row.PacketsPerSecond > 0 && double.IsFinite(row.SpeedUp)));
    }
}
