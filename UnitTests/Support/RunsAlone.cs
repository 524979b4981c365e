using Xunit;

namespace Pipeline.UnitTests.Support;

/// <summary>For tests that count what the whole process allocates: no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunsAlone
{
    public const string Name = "runs alone";
}
