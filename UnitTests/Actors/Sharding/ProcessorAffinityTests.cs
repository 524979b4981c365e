using Pipeline.Actors.Sharding;
using Xunit;

namespace Pipeline.UnitTests.Actors.Sharding;

/// <summary>A thread runs where the configuration says, or the gateway says that it cannot.</summary>
public sealed class ProcessorAffinityTests
{
    private const int NotThere = 1023;

    [Fact]
    public void The_list_is_dealt_out_in_turn()
    {
        Assert.Equal([4, 6, 4, 6, 4], Enumerable.Range(0, 5).Select(thread => ProcessorAffinity.Of(thread, [4, 6])));
        Assert.Equal(ProcessorAffinity.None, ProcessorAffinity.Of(3, []));
    }

    [Fact]
    public void A_bound_thread_may_use_its_processor_only_and_a_thread_that_it_starts_may_use_all()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "threads are bound on Linux only");
        int[] all = AllowedProcessors();
        int[] own = [];
        int[] child = [];

        OnNewThread(() =>
        {
            Assert.True(ProcessorAffinity.TryBind(all[^1]));
            own = AllowedProcessors();
            OnNewThread(() => child = AllowedProcessors());
        });

        Assert.Equal([all[^1]], own);
        Assert.Equal(all, child);
    }

    [Theory]
    [InlineData(ProcessorAffinity.None)]
    [InlineData(NotThere)]
    [InlineData(100_000)]
    public void A_processor_that_is_not_there_changes_nothing(int processor)
    {
        int[] before = [];
        int[] after = [];
        bool isBound = true;

        OnNewThread(() =>
        {
            before = AllowedProcessors();
            isBound = ProcessorAffinity.TryBind(processor);
            after = AllowedProcessors();
        });

        Assert.False(isBound);
        Assert.Equal(before, after);
    }

    [Fact]
    public void The_check_names_the_option_and_the_processor()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "threads are bound on Linux only");
        int here = AllowedProcessors()[0];

        ProcessorAffinity.Check("shards.affinity", [here, here]);
        var refused = Assert.Throws<InvalidOperationException>(() => ProcessorAffinity.Check("shards.affinity", [here, NotThere]));

        Assert.StartsWith($"shards.affinity: there is no processor {NotThere}", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>The processors that the calling thread may use, from /proc; empty where there is none.</summary>
    internal static int[] AllowedProcessors()
    {
        const string Field = "Cpus_allowed_list:";
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        string line = File.ReadLines("/proc/thread-self/status").First(text => text.StartsWith(Field, StringComparison.Ordinal));
        return [.. line[Field.Length..].Split(',').SelectMany(range =>
        {
            int[] ends = [.. range.Split('-').Select(int.Parse)];
            return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
        })];
    }

    private static void OnNewThread(Action action)
    {
        Exception? fault = null;
        var thread = new Thread(() => fault = Record.Exception(action));
        thread.Start();
        thread.Join();
        Assert.Null(fault);
    }
}
