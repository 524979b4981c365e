using Pipeline.Actors.Ike;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike;
using Pipeline.UnitTests.Simulation;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Actors.Ike;

/// <summary>Who may come is found by addresses, the most special first; a reload leaves alone what it does not change.</summary>
public sealed class ConnectionTableTests
{
    private static readonly IkePath FromA = new(IkeWorld.AddressOfB, IkeWorld.AddressOfA);

    private readonly ConnectionTable _table = new();

    [Fact]
    public void The_most_special_connection_comes_first()
    {
        Replace(Connection("anybody"), Connection("peer") with { RemoteAddress = IkeWorld.AddressOfA.Address }, Connection("here") with
        {
            LocalAddress = IkeWorld.AddressOfB.Address,
        });

        Assert.Equal(["peer", "here", "anybody"], _table.Expecting(FromA, IkeVersion.V2).Select(connection => connection.Name));
    }

    [Fact]
    public void A_connection_with_another_peer_is_not_meant()
    {
        Replace(Connection("other") with { RemoteAddress = CoreRig.Address("203.0.113.77") });

        Assert.Empty(_table.Expecting(FromA, IkeVersion.V2));
    }

    [Fact]
    public void Only_connections_of_the_version_of_the_message_are_meant()
    {
        ConnectionSettings old = Connection("old");
        Replace(Connection("new"), old with { Options = old.Options with { Version = IkeVersion.V1 } });

        Assert.Equal("new", Assert.Single(_table.Expecting(FromA, IkeVersion.V2)).Name);
        Assert.Equal("old", Assert.Single(_table.Expecting(FromA, IkeVersion.V1)).Name);
    }

    [Fact]
    public void Replacing_keeps_the_same_objects_and_tells_what_ended_and_began()
    {
        ConnectionSettings kept = Connection("kept");
        Replace(kept, Connection("changed"), Connection("gone"));
        _table.Find("kept")!.Fail(new IkeFailure(IkeStep.IkeAuth, FailureCause.Malformed, "why"), DateTimeOffset.UnixEpoch);

        (IReadOnlyList<string> ended, IReadOnlyList<ConnectionSettings> begun) = Replace(kept, Connection("changed"), Connection("new"));

        Assert.Equal(["changed", "gone"], ended.Order());
        Assert.Equal(["changed", "new"], begun.Select(connection => connection.Name).Order());
        Assert.NotNull(_table.Find("kept")!.LastFailure);
        Assert.Null(_table.Find("changed")!.LastFailure);
    }

    [Fact]
    public void Each_failure_makes_the_next_pause_longer_up_to_a_minute()
    {
        Replace(Connection("a"));
        ConnectionState state = _table.Find("a")!;
        var pauses = new List<double>();
        for (int failures = 0; failures < 9; failures++)
        {
            pauses.Add(state.Pause.TotalSeconds);
            state.Fail(new IkeFailure(IkeStep.IkeSaInit, FailureCause.Malformed, "why"), DateTimeOffset.UnixEpoch);
        }

        state.Succeed();

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], pauses);
        Assert.Equal(1, state.Pause.TotalSeconds);
    }

    private (IReadOnlyList<string> Ended, IReadOnlyList<ConnectionSettings> Begun) Replace(params ConnectionSettings[] connections)
    {
        _table.Replace(connections, out IReadOnlyList<string> ended, out IReadOnlyList<ConnectionSettings> begun);
        return (ended, begun);
    }

    private static ConnectionSettings Connection(string name) => new() { Options = IkeWorld.OptionsOf("b") with { Name = name } };
}
