using Pipeline.Engine.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.UnitTests.Simulation;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.V2;

/// <summary>What comes again, in parts: RFC 7383 §2.6.1.</summary>
public sealed class IkeSaTests
{
    [Fact]
    public void Late_fragments_of_answered_requests_do_not_push_out_those_of_a_new_one()
    {
        IkeWorld world = IkeWorld.Established(Cutting, b => Cutting(b) with { WindowSize = 2 });
        Fetch(world, out byte[][] second);
        Fetch(world, out byte[][] third);
        world.Link.Fate = datagram => [IsFirst(datagram) ? SimulatedLink.Latency : 3 * SimulatedLink.Latency];
        world.Clock.After(2 * SimulatedLink.Latency, () =>
        {
            world.B.Receive(second[1], world.B.Path);
            world.B.Receive(third[1], world.B.Path);
        });

        world.A.Order(new IkeOrder.NewChild(world.A.Connection.Children[0]));
        world.Settle(1);

        world.AssertSettled(childCount: 4);
    }

    [Fact]
    public void The_first_fragment_alone_has_the_answer_sent_again()
    {
        IkeWorld world = IkeWorld.Established(Cutting, Cutting);
        Fetch(world, out byte[][] fragments);
        int before = world.Link.Seen.Count;

        foreach (byte[] late in fragments[1..])
        {
            world.B.Receive(late, world.B.Path);
        }

        Assert.Equal(before, world.Link.Seen.Count);
        world.B.Receive(fragments[0], world.B.Path);
        Assert.NotEqual(before, world.Link.Seen.Count);
    }

    // Has A ask for another child, and keeps the request.
    private static void Fetch(IkeWorld world, out byte[][] fragments)
    {
        int before = world.Link.Seen.Count;
        world.A.Order(new IkeOrder.NewChild(world.A.Connection.Children[0]));
        fragments = [.. world.Link.Seen.Skip(before)];
        Assert.True(fragments.Length > 1);
        world.Settle(1);
    }

    private static bool IsFirst(byte[] datagram)
    {
        IkeMessage.TryRead(datagram, out IkeMessage message, out _);
        return message.IsResponse || message.Payloads is not [.., EncryptedFragmentPayload { Number: not 1 }];
    }

    private static ConnectionOptions Cutting(ConnectionOptions connection) => connection with { FragmentLength = 150 };
}
