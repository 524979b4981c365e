using System.Collections.Concurrent;

namespace Pipeline.LoadTests.Scenarios;

/// <summary>Instances of a scenario that no user has at the moment: a step takes one and puts it back.</summary>
/// <remarks>Safe for concurrent use.</remarks>
/// <param name="create">Makes an instance.</param>
internal sealed class IdleScenarios(Func<IScenario> create) : IDisposable
{
    private readonly ConcurrentBag<IScenario> _idle = [];

    /// <summary>Makes instances before they are needed.</summary>
    /// <param name="count">How many.</param>
    public void Prepare(int count)
    {
        for (int copy = 0; copy < count; copy++)
        {
            _idle.Add(Prepared());
        }
    }

    /// <summary>One step of an instance that nobody has; a new one when all are taken.</summary>
    /// <exception cref="Exception">What the step threw. Its instance is disposed: nobody knows what state it is in.</exception>
    public StepResult Step()
    {
        if (!_idle.TryTake(out IScenario? scenario))
        {
            scenario = Prepared();
        }

        try
        {
            StepResult result = scenario.Step();
            _idle.Add(scenario);
            return result;
        }
        catch
        {
            scenario.Dispose();
            throw;
        }
    }

    /// <summary>Disposes every instance that nobody has.</summary>
    public void Dispose()
    {
        while (_idle.TryTake(out IScenario? scenario))
        {
            scenario.Dispose();
        }
    }

    private IScenario Prepared()
    {
        IScenario scenario = create();
        try
        {
            scenario.Prepare();
            return scenario;
        }
        catch
        {
            scenario.Dispose();
            throw;
        }
    }
}
