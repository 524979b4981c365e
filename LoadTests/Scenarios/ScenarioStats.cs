using HdrHistogram;

namespace Pipeline.LoadTests.Scenarios;

/// <summary>What a scenario did under a load.</summary>
internal sealed class ScenarioStats
{
    private const int Digits = 3;
    private const double TicksPerMillisecond = TimeSpan.TicksPerMillisecond;

    private readonly LongHistogram _latencies = new(TimeSpan.TicksPerMinute, Digits);
    private readonly long[] _bytesByInterval;

    /// <param name="name">The scenario.</param>
    /// <param name="simulation">Its load.</param>
    public ScenarioStats(string name, LoadSimulation simulation)
    {
        (Name, Simulation) = (name, simulation);
        _bytesByInterval = new long[Math.Max(1, (int)Math.Ceiling(simulation.During / Interval))];
    }

    /// <summary>The grain of <see cref="GigabitsOverTime"/>.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The scenario.</summary>
    public string Name { get; }

    /// <summary>Its load.</summary>
    public LoadSimulation Simulation { get; }

    /// <summary>Steps that went well.</summary>
    public long Ok { get; private set; }

    /// <summary>Steps that did not.</summary>
    public long Fail { get; private set; }

    /// <summary>Bytes of inner packets moved.</summary>
    public long Bytes { get; private set; }

    /// <summary>Steps a second that went well.</summary>
    public double OkPerSecond => Ok / Simulation.During.TotalSeconds;

    /// <summary>The shortest step, in milliseconds.</summary>
    public double MinimumMilliseconds => Ok == 0 ? 0 : _latencies.RecordedValues().First().ValueIteratedTo / TicksPerMillisecond;

    /// <summary>The mean of all steps, in milliseconds.</summary>
    public double MeanMilliseconds => Ok == 0 ? 0 : _latencies.GetMean() / TicksPerMillisecond;

    /// <summary>The longest step, in milliseconds.</summary>
    public double MaximumMilliseconds => Milliseconds(100);

    /// <summary>Throughput in each interval, in Gbit/s.</summary>
    public IReadOnlyList<double> GigabitsOverTime => [.. _bytesByInterval.Select(bytes => bytes * 8 / Interval.TotalSeconds / 1e9)];

    /// <summary>What so many percent of the steps stayed within, in milliseconds.</summary>
    public double Milliseconds(double percent) => _latencies.GetValueAtPercentile(percent) / TicksPerMillisecond;

    /// <summary>Counts a step.</summary>
    /// <param name="result">What came of it.</param>
    /// <param name="latency">How long it took, since it was to begin.</param>
    /// <param name="at">When it ended, since the load began.</param>
    public void Count(StepResult result, TimeSpan latency, TimeSpan at)
    {
        if (!result.IsOk)
        {
            Fail++;
            return;
        }

        Ok++;
        Bytes += result.Bytes;
        _latencies.RecordValue(Math.Clamp(latency.Ticks, 1, TimeSpan.TicksPerMinute));
        _bytesByInterval[Math.Min((int)(at / Interval), _bytesByInterval.Length - 1)] += result.Bytes;
    }

    /// <summary>Adds what another user of the same scenario did.</summary>
    public void Add(ScenarioStats other)
    {
        Ok += other.Ok;
        Fail += other.Fail;
        Bytes += other.Bytes;
        _latencies.Add(other._latencies);
        for (int i = 0; i < _bytesByInterval.Length; i++)
        {
            _bytesByInterval[i] += other._bytesByInterval[i];
        }
    }
}
