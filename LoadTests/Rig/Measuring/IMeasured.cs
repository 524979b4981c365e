namespace Pipeline.LoadTests.Rig.Measuring;

/// <summary>Work whose cost is measured turn by turn; the measuring loop is <see cref="RoundRobin"/>.</summary>
internal interface IMeasured : IDisposable
{
    /// <summary>What it is, for tables: <c>path</c>, <c>openssl</c>.</summary>
    string Name { get; }

    /// <summary>Packets that one <see cref="Run"/> works on.</summary>
    int PacketsPerTurn { get; }

    /// <summary>Restores what a turn used up (packet bytes, sequence numbers); not timed.</summary>
    void Prepare();

    /// <summary>One turn; timed.</summary>
    void Run();
}
