using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Simulation;

/// <summary>Forged and malformed messages, before and after authentication: no exception, and what is good stays good.</summary>
public sealed class HostileInputTests
{
    private const int ExchangeOffset = 18;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Mutated_copies_beside_every_datagram_do_no_harm(int seed)
    {
        var random = new Random(seed);
        IkeWorld world = IkeWorld.Create(seed: seed);
        world.Link.Fate = datagram =>
        {
            // Nothing authenticates IKE_SA_INIT: a forged answer that comes first is taken for the good one.
            bool isProtected = datagram[ExchangeOffset] != (byte)ExchangeType.IkeSaInit;
            SimulatedGateway to = random.Next(2) == 0 ? world.A : world.B;
            foreach (byte[] forged in isProtected ? Mutations(datagram, random) : [])
            {
                to.Receive(forged, new IkePath(to.Path.Local, to.Path.Remote));
            }

            return [SimulatedLink.Latency];
        };

        world.A.Initiate();
        world.Settle();
        world.A.RekeyChild();
        world.B.Order(new IkeOrder.RekeyIke());
        world.Settle(40);
        world.Link.Fate = _ => [SimulatedLink.Latency];
        world.Settle(300);

        Assert.Single(world.A.Established);
        Assert.Equal(world.A.Only.Sa.InitiatorSpi, world.B.Established[0].Sa.InitiatorSpi);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void First_messages_may_be_anything(int seed)
    {
        var random = new Random(seed);
        IkeWorld world = IkeWorld.Create(seed: seed);
        world.A.Initiate();
        world.Settle();
        byte[][] first = [.. world.Link.Seen.Take(2)];
        world.Link.Fate = _ => [];

        for (int round = 0; round < 50; round++)
        {
            IkeWorld other = IkeWorld.Create(seed: seed);
            other.Link.Fate = _ => [];
            other.A.Initiate();
            foreach (byte[] forged in Mutations(first[0], random))
            {
                other.B.Receive(forged, other.B.Path);
            }

            foreach (byte[] forged in Mutations(first[1], random))
            {
                other.A.Receive(forged, other.A.Path);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_authentic_peer_may_send_any_payloads(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 20; round++)
        {
            IkeWorld world = IkeWorld.Established(seed: (seed * 100) + round);
            Established a = world.A.Only;
            using MessageProtection protection = MessageProtection.Create(a.Sa.Suite.Transform, a.Sa.Keys, a.Sa.IsInitiator);
            for (uint id = 2; id < 40; id++)
            {
                IkeMessage message = IkeMessages.Next(random) with
                {
                    InitiatorSpi = a.Sa.InitiatorSpi,
                    ResponderSpi = a.Sa.ResponderSpi,
                    IsFromInitiator = a.Sa.IsInitiator,
                    Exchange = random.Next(2) == 0 ? ExchangeType.CreateChildSa : ExchangeType.Informational,
                    IsResponse = false,
                    MessageId = id,
                };
                world.B.Receive(protection.Seal(message), world.B.Path);
            }
        }
    }

    private static IEnumerable<byte[]> Mutations(byte[] datagram, Random random)
    {
        for (int count = 0; count < 4; count++)
        {
            byte[] copy = [.. datagram];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                copy[random.Next(16, copy.Length)] ^= (byte)(1 << random.Next(8));
            }

            yield return random.Next(4) == 0 ? copy[..random.Next(copy.Length)] : copy;
        }
    }
}
