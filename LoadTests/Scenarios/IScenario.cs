namespace Pipeline.LoadTests.Scenarios;

/// <summary>What one user of a gateway does again and again; plain, so that any runner can run it.</summary>
/// <remarks>An instance belongs to one thread at a time.</remarks>
internal interface IScenario : IDisposable
{
    /// <summary>Its name in tables and on the command line.</summary>
    string Name { get; }

    /// <summary>Sets up what it needs; called once, not timed.</summary>
    void Prepare();

    /// <summary>Does it once; timed.</summary>
    StepResult Step();
}
