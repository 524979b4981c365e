using Pipeline.Actors.Ike.Status;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Policy;
using Pipeline.UnitTests.Simulation;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Actors.Ike;

/// <summary>Connections that are replaced while a gateway runs: what stays is left alone, what changes begins anew.</summary>
public sealed class ConnectionChangesTests
{
    [Fact]
    public async Task A_connection_that_stays_keeps_its_SAs_and_counters()
    {
        await using var pair = new IkePair();
        await pair.StartAsync();
        IkePair.Carry(pair.A, pair.B, 10);
        IkeSaStatus before = Assert.Single(await pair.A.EstablishedAsync());

        await pair.A.Core.Ike!.UseAsync(pair.A.Core.Policy.Current.Policy, [pair.A.Connection, Other]);
        Assert.True(await pair.A.Core.Ike!.SettleAsync());
        IkePair.Carry(pair.A, pair.B, 5, first: 10);

        IkeStatus after = await pair.A.Core.Ike!.SasAsync();
        Assert.Equal(["a", "other"], after.Connections.Select(connection => connection.Name).Order());
        IkeSaStatus sa = Assert.Single(after.IkeSas);
        Assert.Equal((before.LocalSpi, before.Children[0].InboundSpi), (sa.LocalSpi, sa.Children[0].InboundSpi));
        Assert.Equal(15, sa.Children[0].Outbound.Packets);
    }

    [Fact]
    public async Task A_connection_that_changed_begins_anew_at_once_though_the_old_peer_says_nothing()
    {
        await using var pair = new IkePair();
        await pair.StartAsync();
        IkePair.Carry(pair.A, pair.B, 1);
        ulong before = Assert.Single(await pair.A.EstablishedAsync()).LocalSpi;
        pair.A.Transport.IsCut = true;

        ConnectionSettings changed = pair.A.Connection with { Initiation = Initiation.Start };
        await pair.A.Core.Ike!.UseAsync(pair.A.Core.Policy.Current.Policy, [changed]);

        await pair.A.AwaitAsync(status => status.IkeSas.Any(sa => sa.LocalSpi != before && sa.LocalSpi != 0));
        IkeStatus status = await pair.A.Core.Ike!.StatusAsync();
        Assert.Contains(status.IkeSas, sa => sa.LocalSpi == before);
        Assert.False(Assert.Single(status.Connections).IsEstablished);
    }

    [Fact]
    public async Task A_connection_that_is_gone_ends_on_both_sides()
    {
        await using var pair = new IkePair();
        await pair.StartAsync();
        IkePair.Carry(pair.A, pair.B, 1);

        await pair.A.Core.Ike!.UseAsync(SecurityPolicy.BlockAll, []);

        await pair.B.AwaitAsync(status => status.Connections.All(connection => !connection.IsEstablished));
        Assert.Empty(await pair.A.EstablishedAsync());
    }

    [Fact]
    public async Task A_stranger_cannot_become_what_is_gone()
    {
        await using var pair = new IkePair();
        await pair.StartAsync();
        pair.B.Transport.IsCut = true;
        await pair.A.Core.Ike!.InitiateAsync("a", "net");
        await pair.B.AwaitAsync(status => status.HalfOpenCount == 1);

        await pair.B.Core.Ike!.UseAsync(SecurityPolicy.BlockAll, []);

        await pair.B.AwaitAsync(status => status is { HalfOpenCount: 0, IkeSas.Count: 0 });
    }

    private static ConnectionSettings Other { get; } = new()
    {
        Options = IkeWorld.OptionsOf("a") with { Name = "other" },
        RemoteAddress = CoreRig.Address("203.0.113.9"),
        Initiation = Initiation.Never,
    };
}
