using Xunit;

namespace Pipeline.UnitTests.Support;

/// <summary>For tests that need all processors for themselves: no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunsAlone
{
    public const string Name = "runs alone";
}
