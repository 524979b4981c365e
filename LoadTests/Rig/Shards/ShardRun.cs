using System.Diagnostics;
using Pipeline.LoadTests.Rig.Measuring;
using Pipeline.LoadTests.Rig.Traffic;
using Pipeline.LoadTests.Rows;

namespace Pipeline.LoadTests.Rig.Shards;

/// <summary>Measures what a number of shards do together.</summary>
internal static class ShardRun
{
    private const double BitsPerByte = 8;

    private static readonly TimeSpan RoundLength = TimeSpan.FromMilliseconds(50);

    /// <summary>Measures 1 to <paramref name="maximum"/> shards.</summary>
    /// <param name="load">What each shard is asked.</param>
    /// <param name="maximum">The most shards.</param>
    /// <param name="rounds">Rounds of 50 ms for each number of shards.</param>
    /// <param name="warmUp">Time before the first round of each.</param>
    public static IReadOnlyList<ShardRow> Measure(PathLoad load, int maximum, int rounds, TimeSpan warmUp)
    {
        var rates = Enumerable.Range(1, maximum).Select(shards => MeasureRate(load, shards, rounds, warmUp)).ToList();
        return [.. rates.Select((rate, index) => new ShardRow
        {
            Suite = load.Suite.Name,
            Size = load.Size,
            Shards = index + 1,
            PacketsPerSecond = Math.Round(rate.ByWall),
            GigabitsPerSecond = Math.Round(rate.ByWall * load.Size * BitsPerByte / 1e9, 3),
            SpeedUp = Math.Round(rate.ByWall / rates[0].ByWall, 3),
            PacketsPerProcessorSecond = Math.Round(rate.ByProcessor),
            SpeedUpOfProcessorTime = Math.Round(rate.ByProcessor / rates[0].ByProcessor, 3),
        })];
    }

    /// <summary>Packets a second of some shards together.</summary>
    public static (double ByWall, double ByProcessor) MeasureRate(PathLoad load, int shards, int rounds, TimeSpan warmUp)
    {
        using var loop = new ShardLoop(load, shards);
        Thread.Sleep(warmUp);
        var byWall = new List<double>(rounds);
        var byProcessor = new List<double>(rounds);
        for (int round = 0; round < rounds; round++)
        {
            IReadOnlyList<(long Packets, double Nanoseconds)> before = loop.Progress();
            long start = Stopwatch.GetTimestamp();
            Thread.Sleep(RoundLength);
            IReadOnlyList<(long Packets, double Nanoseconds)> after = loop.Progress();
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            byWall.Add(before.Zip(after, (first, last) => last.Packets - first.Packets).Sum() / seconds);
            byProcessor.Add(before.Zip(after, RateOf).Sum());
        }

        (double wall, double processor) = (Percentiles.Median(byWall), Percentiles.Median(byProcessor));
        return loop.Dropped == 0 && wall > 0 && processor > 0
            ? (wall, processor)
            : throw new InvalidOperationException(
                $"{shards} shards dropped {loop.Dropped} packets and sent {wall:F0} a second: the machine is too busy, or the rounds are too few.");
    }

    private static double RateOf((long Packets, double Nanoseconds) first, (long Packets, double Nanoseconds) last)
    {
        double seconds = (last.Nanoseconds - first.Nanoseconds) / 1e9;
        return seconds > 0 ? (last.Packets - first.Packets) / seconds : 0;
    }
}
