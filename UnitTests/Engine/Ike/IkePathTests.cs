using Pipeline.Engine.Ike;
using Pipeline.UnitTests.Simulation;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike;

public sealed class IkePathTests
{
    private static readonly IkePath Path = new(IkeWorld.AddressOfA, IkeWorld.AddressOfB);

    [Fact]
    public void Is_written_as_from_where_to_where() => Assert.Equal("198.51.100.1:500 > 198.51.100.2:500", Path.ToString());

    [Fact]
    public void Floats_to_port_4500_unless_the_port_was_chosen()
    {
        IkePath chosen = Path with { Remote = Path.Remote with { Port = 5000 } };

        Assert.Equal("198.51.100.1:4500 > 198.51.100.2:4500", Path.Floated.ToString());
        Assert.Equal("198.51.100.1:4500 > 198.51.100.2:5000", chosen.Floated.ToString());
    }
}
