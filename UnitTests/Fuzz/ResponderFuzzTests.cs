using System.Buffers.Binary;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Ike.V2.Initial;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.UnitTests.Captures;
using Pipeline.UnitTests.Simulation;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Fuzz;

/// <summary>A whole IKE SA in each of its states is sent anything, forged or authentic: no exception, few effects, nothing kept.</summary>
public sealed class ResponderFuzzTests
{
    // The most that one message may cause: an answer of all fragments, and the end of every child.
    private const int MostEffects = 64;
    private const int MostChildren = 8;
    private const int ResponderSpiOffset = 8;
    private const int ExchangeOffset = 18;
    private const int MessageIdOffset = 20;

    public static TheoryData<string> States => ["ExpectSaInit", "ExpectAuth", "Established", "Closed", "ExpectSaInitReply", "ExpectAuthReply"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Theory]
    [MemberData(nameof(States))]
    public void Mutated_captures_and_messages_of_its_own_move_no_state(string state)
    {
        var random = new Random(61);
        byte[][] corpus = [.. RecordedIke.Sessions.SelectMany(session => RecordedIke.Read(session)).Select(datagram => datagram.Bytes)];
        for (int life = 0; life < 8; life++)
        {
            (IkeSa sa, byte[][] own, IkePath path) = Reach(state, life);
            for (int round = 0; round < 1_500; round++)
            {
                byte[] seed = random.Next(2) == 0 ? own[random.Next(own.Length)] : corpus[random.Next(corpus.Length)];
                IReadOnlyList<Effect> effects = sa.Receive(Mutate(seed, sa, random), path, DateTimeOffset.UnixEpoch);

                Assert.InRange(effects.Count, 0, MostEffects);
                AssertWithinBounds(effects);
            }

            AssertStillThere(state, sa);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_peer_with_the_keys_may_seal_anything_in_any_exchange(int seed)
    {
        var random = new Random(seed);
        for (int life = 0; life < 40; life++)
        {
            IkeWorld world = IkeWorld.Create(Few, Few, (seed * 1000) + life);
            var peer = new FaultyPeer(random);
            int altered = 0;
            world.Link.Fate = datagram =>
            {
                if (random.Next(4) != 0 || peer.Alter(world, datagram) is not { } forged)
                {
                    return [SimulatedLink.Latency];
                }

                altered++;
                Deliver(world, forged);
                return random.Next(2) == 0 ? [] : [SimulatedLink.Latency];
            };
            Live(world, random);

            Assert.True(altered > 0 || world.Link.Seen.Count < 40);
            AssertWithinBounds(world.A);
            AssertWithinBounds(world.B);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Authentic_requests_without_end_leave_nothing_behind(int seed)
    {
        var random = new Random(seed);
        IkeWorld world = IkeWorld.Established(Few, Few, seed);
        var peer = new FaultyPeer(random);
        world.Link.Fate = _ => [];
        uint id = 2;
        for (int round = 0; round < 3_000; round++)
        {
            if (world.B.Sas[^1].State is not Established { IsReplaced: false } state)
            {
                // A delete, or bad syntax, was among it: another life.
                world = IkeWorld.Established(Few, Few, (seed * 10_000) + round);
                world.Link.Fate = _ => [];
                id = 2;
                continue;
            }

            IkeMessage message = IkeMessages.Next(random) with
            {
                Exchange = random.Next(3) == 0 ? ExchangeType.Informational : ExchangeType.CreateChildSa,
                IsResponse = random.Next(8) == 0,
                MessageId = id,
            };
            int before = world.Link.Seen.Count;
            world.B.Receive(peer.Seal(state.Sa, message), world.B.Path);
            id += world.Link.Seen.Count > before ? 1u : 0u;

            AssertWithinBounds(world.B);
        }
    }

    private static ConnectionOptions Few(ConnectionOptions options) => options with { MaximumChildCount = MostChildren };

    /// <summary>A negotiation, rekeys of both kinds by both sides, a delete; whatever of it comes about.</summary>
    private static void Live(IkeWorld world, Random random)
    {
        world.A.Initiate();
        world.Settle();
        for (int step = 0; step < 6; step++)
        {
            SimulatedGateway gateway = random.Next(2) == 0 ? world.A : world.B;
            if (gateway.Established is [var state, ..])
            {
                gateway.Order(random.Next(4) switch
                {
                    0 => new IkeOrder.RekeyIke(),
                    1 when state.Children.Count > 0 => new IkeOrder.RekeyChild(state.Children[0].InboundSpi),
                    2 when state.Children.Count > 1 => new IkeOrder.DeleteChild(state.Children[0].InboundSpi),
                    _ => new IkeOrder.NewChild(gateway.Connection.Children[0]),
                });
            }

            world.Settle(random.Next(1, 30));
        }

        world.Settle(400);
    }

    private static void Deliver(IkeWorld world, byte[] datagram)
    {
        // Who it is for shows by the SPI that the other side chose; the wrong one drops it.
        world.A.Receive(datagram, world.A.Path);
        world.B.Receive(datagram, world.B.Path);
    }

    private static (IkeSa Sa, byte[][] Own, IkePath Path) Reach(string state, int seed)
    {
        IkeWorld world = IkeWorld.Create(Few, Few, seed + 500);
        int carried = 0;
        int wanted = state switch
        {
            "ExpectSaInit" or "ExpectSaInitReply" => 0,
            "ExpectAuth" => 1,
            "ExpectAuthReply" => 2,
            _ => 4,
        };
        world.Link.Fate = _ => carried++ < wanted ? [SimulatedLink.Latency] : [];
        world.A.Initiate();
        world.Settle(1);
        if (state == "ExpectSaInit")
        {
            return (IkeSa.Responder([world.B.Connection], world.B.Path, world.B.Random, world.B), [world.Link.Seen[0]], world.B.Path);
        }

        bool isInitiator = state is "ExpectSaInitReply" or "ExpectAuthReply";
        SimulatedGateway gateway = isInitiator ? world.A : world.B;
        IkeSa sa = gateway.Sas[0];
        if (state == "Closed")
        {
            gateway.Order(new IkeOrder.Forget());
        }

        return (sa, [.. world.Link.Seen], gateway.Path);
    }

    private static byte[] Mutate(byte[] seed, IkeSa sa, Random random)
    {
        byte[] bytes = random.Next(4) == 0 ? seed[..random.Next(seed.Length + 1)] : [.. seed];
        if (bytes.Length >= IkeHeader.HeaderLength)
        {
            Aim(bytes, sa, random);
        }

        for (int flips = random.Next(1, 5); flips > 0 && bytes.Length > ExchangeOffset; flips--)
        {
            bytes[random.Next(ExchangeOffset, bytes.Length)] = random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)random.Next(256) };
        }

        if (bytes.Length >= IkeHeader.HeaderLength)
        {
            // Past the first checks, so that the others have something to do.
            bytes[ExchangeOffset - 1] = IkeHeader.Version2;
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(24), bytes.Length);
        }

        return bytes;
    }

    /// <summary>Makes it look as if it belonged to the IKE SA.</summary>
    private static void Aim(byte[] bytes, IkeSa sa, Random random)
    {
        IkeSaParameters? parameters = sa.State switch
        {
            Established established => established.Sa,
            ExpectAuth waiting => waiting.Initial.Sa,
            ExpectAuthReply waiting => waiting.Initial.Sa,
            _ => null,
        };
        if (parameters is not null && random.Next(8) != 0)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, parameters.InitiatorSpi);
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(ResponderSpiOffset), parameters.ResponderSpi);
            bytes[ExchangeOffset + 1] = (byte)(parameters.IsInitiator ? IkeHeaderBits.Response : IkeHeaderBits.Initiator);
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(MessageIdOffset), random.Next(4));
        }
    }

    /// <summary>What nobody can have authenticated has not moved a state that only authentic messages may move.</summary>
    private static void AssertStillThere(string state, IkeSa sa)
    {
        switch (state)
        {
            case "ExpectAuth":
                Assert.IsType<ExpectAuth>(sa.State);
                break;
            case "ExpectAuthReply":
                Assert.IsType<ExpectAuthReply>(sa.State);
                break;
            case "Established":
                Assert.Single(Assert.IsType<Established>(sa.State).Children);
                break;
            case "Closed":
                Assert.True(sa.IsClosed);
                break;
            case "ExpectSaInitReply":
                // A forged answer may be taken for the good one; a forged error may not end it (RFC 7296 §2.21.1).
                Assert.False(sa.IsClosed);
                break;
        }
    }

    private static void AssertWithinBounds(IReadOnlyList<Effect> effects)
    {
        foreach (Effect.Transmit transmit in effects.OfType<Effect.Transmit>())
        {
            Assert.InRange(transmit.Datagrams.Count, 1, 64);
            Assert.All(transmit.Datagrams, datagram => Assert.InRange(datagram.Length, IkeHeader.HeaderLength, MessageLimits.MaximumMessageLength));
        }
    }

    private static void AssertWithinBounds(SimulatedGateway gateway)
    {
        List<Established> states = [.. gateway.Sas.Select(sa => sa.State).OfType<Established>()];
        Assert.All(states, state =>
        {
            Assert.InRange(state.Children.Count, 0, MostChildren + 1);
            Assert.InRange(state.Pending.Count, 0, 64);
            Assert.InRange(state.Waiting.Count + state.Postponed.Count, 0, 64);
        });

        // Each SPI that is held belongs to a child, or to a request that is on its way.
        int pending = states.Sum(state => state.Pending.Count) + gateway.Sas.Count(sa => sa.State is ExpectAuthReply);
        Assert.InRange(gateway.HeldSpis.Count, 0, gateway.Installed.Count + pending);
        Assert.Equal(states.Sum(state => state.Children.Count), gateway.Installed.Count);
    }
}
