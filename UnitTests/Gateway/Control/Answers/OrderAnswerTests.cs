using Pipeline.Actors.Ike;
using Pipeline.Engine.Configuration;
using Pipeline.Gateway.Commands;
using Pipeline.Gateway.Control;
using Pipeline.Gateway.Control.Answers;
using Pipeline.Gateway.Control.Views;
using Pipeline.UnitTests.Simulation;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Gateway.Control.Answers;

/// <summary>Orders wait for what comes of them, and say so.</summary>
public sealed class OrderAnswerTests
{
    [Fact]
    public async Task A_connection_is_begun_with_its_children_rekeyed_and_ended()
    {
        await using var pair = new IkePair();
        await pair.StartAsync();
        GatewayInService gateway = ServiceOf(pair.A);

        AssertDone(await Order(gateway, ControlWords.Initiate), "established with b.example");
        AssertDone(await Order(gateway, ControlWords.Initiate, "net"), "established");
        IkeSaView first = await SaAsync(gateway);
        AssertDone(await Order(gateway, ControlWords.Rekey, "net"), "has new keys");
        IkeSaView second = await SaAsync(gateway);
        AssertDone(await Order(gateway, ControlWords.Rekey), "has new keys");
        IkeSaView third = await SaAsync(gateway);
        AssertDone(await Order(gateway, ControlWords.Terminate), "has ended");

        Assert.Equal(first.LocalSpi, second.LocalSpi);
        Assert.Contains(second.Children, child => child.InboundSpi != first.Children[0].InboundSpi);
        Assert.NotEqual(second.LocalSpi, third.LocalSpi);
        Assert.Empty((await SasAnswer.AnswerAsync(gateway)).Sas!.IkeSas);
    }

    [Fact]
    public async Task Packets_are_counted_by_the_SAs_that_carry_them()
    {
        await using var pair = new IkePair();
        await pair.StartAsync();
        IkePair.Carry(pair.A, pair.B, 10);
        IkePair.Carry(pair.B, pair.A, 7);

        ChildSaView child = Assert.Single((await SaAsync(ServiceOf(pair.A))).Children);

        Assert.Equal((7, 10), (child.InboundPackets, child.OutboundPackets));
        Assert.True(child is { InboundBytes: > 0, OutboundBytes: > 0, Mode: "esp tunnel", UdpEncapsulation: false });
        Assert.DoesNotContain("any", child.Selectors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_explained_as_in_the_log_and_in_status()
    {
        await using var pair = new IkePair(b: options => options with { PeerProofs = [IkeWorld.Psk("another")] });
        await pair.StartAsync();
        GatewayInService gateway = ServiceOf(pair.A);

        ControlResponse refused = await Order(gateway, ControlWords.Initiate);
        await pair.A.AwaitAsync(status => status.Connections[0].LastFailure is not null);
        ConnectionView connection = Assert.Single((await StatusAnswer.AnswerAsync(gateway)).Status!.Connections);

        Assert.Equal((int)ExitCode.Failed, refused.ExitCode);
        Assert.StartsWith("failed: IkeAuth with", refused.Error, StringComparison.Ordinal);
        Assert.Equal(refused.Error, connection.LastFailure!.Text);
        Assert.Equal("down", connection.State);
    }

    [Fact]
    public async Task A_peer_that_is_silent_is_not_waited_for_longer_than_was_said()
    {
        await using var pair = new IkePair();
        await pair.StartAsync();
        pair.A.Transport.IsCut = true;
        GatewayInService gateway = ServiceOf(pair.A);

        ControlResponse late = await Order(gateway, ControlWords.Initiate, seconds: 1);
        ControlResponse told = await Order(gateway, ControlWords.Initiate, seconds: 0);

        Assert.Equal((int)ExitCode.Failed, late.ExitCode);
        Assert.Contains("is not established after 1 s", late.Error, StringComparison.Ordinal);
        AssertDone(told, "was told");
    }

    [Theory]
    [InlineData(ControlWords.Initiate, "nobody", null, ExitCode.BadInput, "there is no connection 'nobody'; there are a")]
    [InlineData(ControlWords.Rekey, "a", "nothing", ExitCode.BadInput, "connection 'a' has no child 'nothing'; it has net")]
    [InlineData(ControlWords.Rekey, "a", null, ExitCode.Failed, "connection 'a' is not established")]
    [InlineData(ControlWords.Terminate, "a", null, ExitCode.Failed, "has no IKE SA")]
    [InlineData("dance", "a", null, ExitCode.BadInput, "does not know this command")]
    public async Task What_is_not_there_is_said(string command, string connection, string? child, object code, string expected)
    {
        await using var pair = new IkePair();
        await pair.StartAsync();

        ControlResponse refused = await Order(ServiceOf(pair.A), command, child, connection: connection);

        Assert.Equal((int)(ExitCode)code, refused.ExitCode);
        Assert.Contains(expected, refused.Error, StringComparison.Ordinal);
    }

    private static GatewayInService ServiceOf(IkePair.Side side)
    {
        var gateway = new GatewayInService(new GatewayOptions { Connections = [side.Connection] })
        {
            Core = side.Core,
            Inner = side.Inside,
            InnerName = "memory",
            Outer = side.Inside,
            File = "gateway.json",
            Time = TimeProvider.System,
            StartedAt = DateTimeOffset.UnixEpoch,
        };
        side.Core.Subscribe<IkeReported>(gateway.Feed.Publish);
        return gateway;
    }

    private static async Task<ControlResponse> Order(
        GatewayInService gateway, string command, string? child = null, int seconds = 20, string connection = "a")
    {
        using var reloader = new Reloader(gateway);
        var desk = new ControlDesk(gateway, reloader, TextWriter.Null);
        return await desk.AnswerAsync(
            new ControlRequest { Command = command, Connection = connection, Child = child, TimeoutSeconds = seconds },
            TestContext.Current.CancellationToken);
    }

    private static async Task<IkeSaView> SaAsync(GatewayInService gateway) =>
        (await SasAnswer.AnswerAsync(gateway)).Sas!.IkeSas.Single(sa => sa.State == "established");

    private static void AssertDone(ControlResponse response, string words)
    {
        Assert.Null(response.Error);
        Assert.Contains(words, response.Order!.Text, StringComparison.Ordinal);
    }
}
