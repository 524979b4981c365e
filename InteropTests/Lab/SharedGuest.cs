using Xunit;

namespace Pipeline.InteropTests.Lab;

/// <summary>The scenarios that share the one guest, and therefore run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedGuest : ICollectionFixture<KernelLab>
{
    public const string Name = "Kernel guest";
}
