using Xunit;

namespace Pipeline.UnitTests.Support;

/// <summary>Tests that count allocated bytes: they run after all others, one at a time.</summary>
/// <remarks>
/// A garbage collection that another test causes closes this thread's allocation context, and what was left of it then
/// counts as allocated: a few thousand bytes now and then, by nobody's fault.
/// </remarks>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    public const string Name = "Allocation";
}
