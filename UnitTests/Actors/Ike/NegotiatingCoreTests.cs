using Microsoft.Extensions.Time.Testing;
using Pipeline.Actors.Ike;
using Pipeline.Actors.Ike.Status;
using Pipeline.Actors.Sa;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Simulation;
using Pipeline.UnitTests.Support;
using Pipeline.Engine.Wire.Ike;
using Xunit;

namespace Pipeline.UnitTests.Actors.Ike;

/// <summary>Two whole gateways find their keys by themselves, replace them, and lose nothing.</summary>
public sealed class NegotiatingCoreTests
{
    private static readonly int[] FirstTen = [.. Enumerable.Range(0, 10)];

    [Fact]
    public async Task The_first_packet_has_its_SA_negotiated_and_is_not_lost()
    {
        await using var pair = new IkePair();
        await pair.StartAsync();

        Assert.Equal(FirstTen, IkePair.Carry(pair.A, pair.B, 10));
        Assert.Equal(FirstTen, IkePair.Carry(pair.B, pair.A, 10));

        IkeSaStatus sa = Assert.Single(await pair.A.EstablishedAsync());
        Assert.Equal(("a", "b.example"), (sa.Connection, sa.Peer));
        Assert.Equal("net", Assert.Single(sa.Children).Name);
    }

    [Theory]
    [InlineData("net")]
    [InlineData(null)]
    public async Task A_rekey_under_traffic_loses_and_duplicates_nothing(string? child)
    {
        const int Count = 2000;
        await using var pair = new IkePair();
        await pair.StartAsync();
        IkePair.Carry(pair.A, pair.B, 1);
        ulong before = (await pair.A.EstablishedAsync())[0].LocalSpi;
        uint childBefore = (await pair.A.EstablishedAsync())[0].Children[0].InboundSpi;

        for (int number = 0; number < Count; number++)
        {
            if (number == Count / 2)
            {
                Assert.True((await pair.A.Core.Ike!.RekeyAsync("a", child)).IsDone);
            }

            pair.A.Send((ushort)(1024 + (number % 50)), number);
            if (number % 100 == 0)
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }
        }

        int[] received = pair.B.Receive(Count);
        Assert.Equal("", string.Join(", ", pair.A.Core.Status().Drops.Concat(pair.B.Core.Status().Drops).Where(drop => drop.Value > 0)));
        Assert.Equal(Enumerable.Range(0, Count), received);
        await pair.A.AwaitAsync(status => status.IkeSas.Count(sa => sa.State == "Established") == 1
            && status.IkeSas.Single(sa => sa.State == "Established") is { Children.Count: 1 } sa
            && (child is null ? sa.LocalSpi != before : sa.Children[0].InboundSpi != childBefore));
    }

    [Fact]
    public async Task A_wrong_secret_is_explained_on_both_sides_and_carries_nothing()
    {
        await using var pair = new IkePair(b: options => options with { PeerProofs = [IkeWorld.Psk("another")] });
        await pair.StartAsync();

        pair.A.Send(1024, 0);

        CoreRig.Await(() => pair.B.TakeEvents().OfType<NegotiationEvent.Failed>().Any());
        await pair.A.AwaitAsync(status => status.Connections[0].LastFailure is { IsByPeer: true });
        NegotiationEvent.Failed refused = pair.B.TakeEvents().OfType<NegotiationEvent.Failed>().First();
        Assert.Contains("a.example", refused.Failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(await pair.B.EstablishedAsync());
    }

    [Fact]
    public async Task A_first_request_that_is_none_leaves_nothing_behind()
    {
        await using var pair = new IkePair();
        await pair.StartAsync();
        var garbage = new byte[60];
        Random.Shared.NextBytes(garbage.AsSpan(28));
        new IkeHeader(0x51, 0, PayloadType.SecurityAssociation, IkeHeader.Version2, ExchangeType.IkeSaInit, IkeHeaderBits.Initiator, 0, 60).Write(garbage);

        for (byte number = 1; number <= 20; number++)
        {
            garbage[0] = number;
            pair.B.Inbox.TryAdd(IkeWorld.AddressOfB, IkeWorld.AddressOfA, garbage);
        }

        await pair.B.AwaitAsync(status => status is { Counters.Received: 20, HalfOpenCount: 0, IkeSas.Count: 0 });
    }

    [Fact]
    public async Task Termination_takes_the_SAs_out_of_service_on_both_sides()
    {
        await using var pair = new IkePair();
        await pair.StartAsync();
        IkePair.Carry(pair.A, pair.B, 1);

        Assert.True((await pair.A.Core.Ike!.TerminateAsync("a")).IsDone);

        await pair.B.AwaitAsync(status => status.Connections.All(connection => !connection.IsEstablished));
        Assert.Empty(await pair.A.EstablishedAsync());
        Assert.Equal(FirstTen, IkePair.Carry(pair.A, pair.B, 10));
    }

    [Fact]
    public async Task What_could_not_be_sent_is_told()
    {
        await using var pair = new IkePair();
        await pair.StartAsync();
        pair.A.Transport.Lost = 7;

        Assert.Equal(7, (await pair.A.Core.Ike!.StatusAsync()).Counters.Unsent);
    }

    [Fact]
    public async Task A_gateway_that_stops_tells_its_peers()
    {
        await using var pair = new IkePair();
        await pair.StartAsync();
        IkePair.Carry(pair.A, pair.B, 1);
        Assert.Single(await pair.B.EstablishedAsync());

        await pair.A.Core.DisposeAsync();

        Assert.Empty(await pair.B.EstablishedAsync());
    }

    [Fact]
    public async Task A_flood_of_first_requests_is_answered_by_cookies_and_an_honest_peer_still_connects()
    {
        await using var pair = new IkePair(limits: new IkeLimits { CookieThreshold = 5, HalfOpen = 20, HalfOpenPerAddress = 20 });
        await pair.StartAsync();

        pair.B.Flood(10_000);

        await pair.B.AwaitAsync(status => status.Counters.Received + pair.B.Inbox.Refused >= 10_000);
        IkeStatus flooded = await pair.B.Core.Ike!.StatusAsync();
        Assert.InRange(flooded.HalfOpenCount, 1, 20);
        Assert.True(flooded.Counters.Cookies > 0);
        Assert.Equal(FirstTen, IkePair.Carry(pair.A, pair.B, 10));
    }

    [Fact]
    public async Task A_hundred_thousand_spoofed_requests_keep_no_honest_peer_out_and_grow_nothing()
    {
        const int Count = 100_000;
        await using var pair = new IkePair(limits: new IkeLimits { CookieThreshold = 20, HalfOpen = 100 });
        pair.B.Others = [Other("anybody", "anybody", IkeWorld.AddressOfB, IkeWorld.AddressOfA) with { RemoteAddress = null }];
        await pair.StartAsync();

        Task flood = Task.Run(() => pair.B.FloodSpoofed(Count), TestContext.Current.CancellationToken);
        await pair.B.AwaitAsync(status => status.Counters.Cookies > 0);
        Assert.Equal(FirstTen, IkePair.Carry(pair.A, pair.B, 10));
        await flood;

        await pair.B.AwaitAsync(status => status.Counters.Received + pair.B.Inbox.Refused >= Count);
        IkeStatus flooded = await pair.B.Core.Ike!.StatusAsync();
        Assert.InRange(flooded.HalfOpenCount, 1, 20);
        Assert.InRange(flooded.IkeSas.Count, 1, 30);
    }

    [Fact]
    public async Task A_request_that_comes_again_with_another_key_exchange_is_another_request()
    {
        await using var pair = new IkePair(
            a: options => options with { Proposals = IkeWorld.IkeProposals("aes128gcm16-prfsha256-x25519-modp2048") },
            b: options => options with { Proposals = IkeWorld.IkeProposals("aes128gcm16-prfsha256-modp2048") });
        await pair.StartAsync();

        Assert.Equal(FirstTen, IkePair.Carry(pair.A, pair.B, 10));

        Assert.Equal(3, pair.A.Transport.Sent);
    }

    [Fact]
    public async Task A_peer_whose_NAT_changes_its_mapping_is_followed_by_IKE_and_by_ESP()
    {
        await using var pair = new IkePair();
        pair.PutNat(20_000);
        await pair.StartAsync();
        IkePair.Carry(pair.A, pair.B, 1);
        Assert.Equal(24_500, await EspPortAsync());

        pair.PutNat(21_000);
        await pair.A.Core.Ike!.RekeyAsync("a");

        await pair.B.AwaitAsync(status => status.IkeSas.Any(sa => sa.State == "Established" && sa.Path.Remote.Port == 25_500));
        Assert.Equal(25_500, await EspPortAsync());
        Assert.Equal(FirstTen, IkePair.Carry(pair.B, pair.A, 10));

        async Task<int> EspPortAsync()
        {
            IkeSaStatus sa = (await pair.B.EstablishedAsync()).Single(sa => sa.Children.Count > 0);
            SaStatus esp = await CoreRig.AskAsync<SaStatus>(sa.Children[0].OutboundActor, QuerySa.Instance);
            return esp.Parameters.UdpEncapsulation!.Value.Destination;
        }
    }

    [Fact]
    public async Task Two_connections_with_one_peer_do_not_end_each_other()
    {
        await using var pair = new IkePair();
        ConnectionSettings Second(string name, UdpEndpoint local, UdpEndpoint remote, ConnectionSettings first) =>
            Other(name, "any", local, remote) is var other
                ? other with
                {
                    Options = other.Options with { LocalIdentity = first.Options.LocalIdentity, RemoteIdentity = first.Options.RemoteIdentity },
                }
                : first;
        pair.A.Others = [Second("c", IkeWorld.AddressOfA, IkeWorld.AddressOfB, pair.A.Connection)];
        pair.B.Others = [Second("d", IkeWorld.AddressOfB, IkeWorld.AddressOfA, pair.B.Connection)];
        await pair.StartAsync();
        IkePair.Carry(pair.A, pair.B, 1);

        await pair.A.Core.Ike!.InitiateAsync("c");

        await pair.A.AwaitAsync(status => status.IkeSas.Count(sa => sa.State == "Established") == 2);
        Assert.Equal(2, (await pair.B.EstablishedAsync()).Length);
        Assert.Equal(FirstTen, IkePair.Carry(pair.A, pair.B, 10));
    }

    [Fact]
    public async Task Initial_contact_ends_nothing_of_another_connection()
    {
        await using var pair = new IkePair();
        ConnectionSettings road = Other("road", "any", IkeWorld.AddressOfB, IkeWorld.AddressOfA);
        pair.B.Others = [road with { Options = road.Options with { LocalIdentity = IkeWorld.Identity("b.example"), RemoteIdentity = null, PeerProofs = [IkeWorld.Psk("group")], OwnProof = IkeWorld.Psk("group") } }];
        ConnectionSettings guest = Other("c", "b", IkeWorld.AddressOfA, IkeWorld.AddressOfB);
        pair.A.Others = [guest with { Options = guest.Options with { LocalIdentity = IkeWorld.Identity("a.example"), RemoteIdentity = null, PeerProofs = [IkeWorld.Psk("group")], OwnProof = IkeWorld.Psk("group") } }];
        await pair.StartAsync();
        IkePair.Carry(pair.A, pair.B, 1);

        // Whoever knows the group's secret says that he is the peer of another connection, and new.
        await pair.A.Core.Ike!.InitiateAsync("c");

        await pair.B.AwaitAsync(status => status.IkeSas.Count(sa => sa.State == "Established") == 2);
        Assert.Equal(["b", "road"], (await pair.B.EstablishedAsync()).Select(sa => sa.Connection).Order());
    }

    [Fact]
    public async Task Spoofed_requests_that_are_refused_need_cookies_too_and_leave_room_for_honest_peers()
    {
        await using var pair = new IkePair(
            limits: new IkeLimits { CookieThreshold = 20, HalfOpen = 100, IkeSas = 50 }, time: new FakeTimeProvider(DateTimeOffset.UnixEpoch));
        pair.B.Others = [Other("anybody", "anybody", IkeWorld.AddressOfB, IkeWorld.AddressOfA) with { RemoteAddress = null }];
        await pair.StartAsync();

        pair.B.FloodSpoofed(300, options => options with { Proposals = IkeWorld.IkeProposals("aes256-sha512-modp3072") });
        await pair.B.AwaitAsync(status => status.Counters.Received >= 300);

        Assert.True((await pair.B.Core.Ike!.StatusAsync()).Counters.Cookies >= 250);
        Assert.Equal(FirstTen, IkePair.Carry(pair.A, pair.B, 10));
    }

    [Fact]
    public async Task A_question_about_status_does_not_wait_for_those_that_are_stopped()
    {
        await using var pair = new IkePair();
        await pair.StartAsync();
        pair.B.Flood(20);
        await pair.B.AwaitAsync(status => status.HalfOpenCount == 20);

        // Time is real here, and the limit of one answer is 5 s.
        await pair.B.Core.Ike!.UseAsync(SecurityPolicy.BlockAll, []);
        Task<IkeStatus> asked = pair.B.Core.Ike!.StatusAsync();

        Assert.Same(asked, await Task.WhenAny(asked, Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_connection_that_is_removed_carries_nothing_even_when_the_peer_is_silent()
    {
        await using var pair = new IkePair();
        await pair.StartAsync();
        IkePair.Carry(pair.A, pair.B, 1);
        // Both ways: A still sends on a pair whose DELETE it has not got.
        (pair.A.Transport.IsCut, pair.B.Transport.IsCut) = (true, true);

        await pair.B.Core.Ike!.UseAsync(SecurityPolicy.BlockAll, []);
        // The SAs leave their shards a moment later.
        CoreRig.Await(() =>
        {
            pair.A.Send(1024, 7);
            Thread.Sleep(20);
            return pair.B.Core.Status().Drops.GetValueOrDefault(DropReason.UnknownSpi) > 0;
        });
    }

    [Fact]
    public async Task A_limit_by_packets_replaces_the_pair_under_traffic_without_loss()
    {
        const int Count = 2000;
        await using var pair = new IkePair(a: options => options with
        {
            Children = [options.Children[0] with { Lifetime = new() { SoftPackets = 500, HardPackets = 100_000 } }],
        });
        await pair.StartAsync();
        IkePair.Carry(pair.A, pair.B, 1);
        uint before = (await pair.A.EstablishedAsync())[0].Children[0].InboundSpi;

        Assert.Equal(Enumerable.Range(0, Count), IkePair.Carry(pair.A, pair.B, Count));

        await pair.A.AwaitAsync(status => status.IkeSas.Any(sa => sa.Children is [{ } child] && child.InboundSpi != before));
    }

    [Fact]
    public async Task An_actor_that_fails_takes_its_SAs_with_it_says_nothing_and_touches_no_other()
    {
        await using var pair = new IkePair();
        pair.A.Others = [Other("c", "d", IkeWorld.AddressOfA, IkeWorld.AddressOfB)];
        pair.B.Others = [Other("d", "c", IkeWorld.AddressOfB, IkeWorld.AddressOfA)];
        await pair.StartAsync();
        IkePair.Carry(pair.A, pair.B, 1);
        await pair.A.Core.Ike!.InitiateAsync("c");
        await pair.A.AwaitAsync(status => status.IkeSas.Count(sa => sa.State == "Established") == 2);
        IkeSaStatus other = (await pair.A.EstablishedAsync()).Single(sa => sa.Connection == "c");
        int sent = pair.A.Transport.Sent;

        pair.A.Transport.Fault = new InvalidOperationException("the lid came off");
        await pair.A.Core.Ike!.RekeyAsync("a");

        await pair.A.AwaitAsync(status => status.IkeSas is [{ Connection: "c" }]);
        Assert.Equal(FailureCause.Fault, (await pair.A.Core.Ike!.StatusAsync()).Connections.Single(one => one.Name == "a").LastFailure?.Cause);
        Assert.Contains(pair.A.TakeEvents(), what => what is NegotiationEvent.Failed { Failure: { Connection: "a", Cause: FailureCause.Fault } });
        Assert.Equal(sent, pair.A.Transport.Sent);
        IkeSaStatus after = Assert.Single(await pair.A.EstablishedAsync());
        Assert.Equal((other.LocalSpi, other.Children[0].InboundSpi), (after.LocalSpi, after.Children[0].InboundSpi));
        Assert.Equal(FirstTen, IkePair.Carry(pair.A, pair.B, 10));
    }

    [Fact]
    public async Task Orders_about_what_is_not_there_are_answered()
    {
        await using var pair = new IkePair();
        await pair.StartAsync();

        Assert.False((await pair.A.Core.Ike!.InitiateAsync("nobody")).IsDone);
        Assert.False((await pair.A.Core.Ike!.InitiateAsync("a", "nothing")).IsDone);
        Assert.False((await pair.A.Core.Ike!.TerminateAsync("a")).IsDone);
        Assert.False((await pair.A.Core.Ike!.RekeyAsync("a")).IsDone);
    }

    private static ConnectionSettings Other(string name, string peer, UdpEndpoint local, UdpEndpoint remote) => new()
    {
        Options = IkeWorld.OptionsOf("a") with
        {
            Name = name,
            LocalIdentity = IkeWorld.Identity($"{name}.example"),
            RemoteIdentity = IkeWorld.Identity($"{peer}.example"),
            Children = [IkeWorld.OptionsOf("a").Children[0] with
            {
                Selectors = name == "c" ? IkeWorld.Nets("10.71.1.0/24", "10.71.2.0/24") : IkeWorld.Nets("10.71.2.0/24", "10.71.1.0/24"),
            }],
        },
        LocalAddress = local.Address,
        RemoteAddress = remote.Address,
    };
}
