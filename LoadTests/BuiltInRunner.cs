using System.Diagnostics;
using Pipeline.LoadTests.Scenarios;

namespace Pipeline.LoadTests;

/// <summary>Runs scenarios without any package: a thread for each user, one scenario after the other.</summary>
/// <remarks>
/// With a rate, a step's time counts from when it was to begin, so that a slow step does not hide the wait of the next
/// ones. Each user counts for itself; nothing is shared while the load runs.
/// </remarks>
internal static class BuiltInRunner
{
    /// <summary>Runs one scenario.</summary>
    /// <param name="create">Makes an instance for each user.</param>
    /// <param name="simulation">The load.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="InvalidOperationException">A user's step threw.</exception>
    public static ScenarioStats Run(Func<IScenario> create, LoadSimulation simulation, CancellationToken cancellation)
    {
        IScenario[] users = [.. Enumerable.Range(0, simulation.Copies).Select(_ => create())];
        try
        {
            Array.ForEach(users, user => user.Prepare());
            ScenarioStats[] stats = [.. users.Select(user => new ScenarioStats(user.Name, simulation))];
            RunTogether(users, stats, simulation, cancellation);
            foreach (ScenarioStats other in stats.Skip(1))
            {
                stats[0].Add(other);
            }

            return stats[0];
        }
        finally
        {
            Array.ForEach(users, user => user.Dispose());
        }
    }

    private static void RunTogether(
        IScenario[] users, ScenarioStats[] stats, LoadSimulation simulation, CancellationToken cancellation)
    {
        Exception? fault = null;
        long start = Stopwatch.GetTimestamp();
        Thread[] threads = [.. users.Select((user, index) => new Thread(() =>
        {
            try
            {
                RunUser(user, index, stats[index], simulation, start, cancellation);
            }
            catch (Exception thrown)
            {
                fault = thrown;
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        if (fault is not null)
        {
            throw new InvalidOperationException($"{users[0].Name}: {fault.Message}", fault);
        }
    }

    private static void RunUser(
        IScenario user, int index, ScenarioStats stats, LoadSimulation simulation, long start, CancellationToken cancellation)
    {
        TimeSpan between = simulation.StepsPerSecond == 0
            ? TimeSpan.Zero
            : TimeSpan.FromSeconds((double)simulation.Copies / simulation.StepsPerSecond);
        // Users take turns: together they begin as many steps as the rate says, from the first second on.
        TimeSpan planned = between * index / simulation.Copies;
        while (!cancellation.IsCancellationRequested)
        {
            TimeSpan now = Stopwatch.GetElapsedTime(start);
            if (now >= simulation.During || planned >= simulation.During)
            {
                return;
            }

            if (planned > now)
            {
                Thread.Sleep(planned - now);
            }

            TimeSpan begin = between == TimeSpan.Zero ? now : planned;
            StepResult result = user.Step();
            TimeSpan end = Stopwatch.GetElapsedTime(start);
            stats.Count(result, end - begin, end);
            planned += between;
        }
    }
}
