using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Simulation;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.V2.Initial;

/// <summary>RFC 7296 §2.11 and §2.23: an answer goes where its request came from, and IKE moves to port 4500 with whoever begins.</summary>
public sealed class NatTraversalTests
{
    private static readonly IpAddress OutsideOfB = new(0xCB007102, IsIpv6: false);

    [Fact]
    public void A_responder_behind_a_static_Nat_goes_to_port_4500_with_the_initiator()
    {
        IkeWorld world = BehindStaticNat();

        world.AssertSettled(childCount: 1);
        Assert.True(world.B.Only.Sa is { UsesUdpEncapsulation: true, IsBehindNat: true });
        Assert.Equal(PathOfB(IkePath.NatPort), world.Link.Recorded[3].Path);
        Assert.Equal(PathOfB(IkePath.NatPort), world.B.Only.Path);
        Assert.Equal(IkePath.NatPort, world.A.Only.Path.Remote.Port);
        Assert.All(world.A.Installed.Values.Concat(world.B.Installed.Values), AssertUsesNatPorts);
    }

    [Fact]
    public void A_peer_that_goes_to_port_4500_without_a_Nat_is_answered_there_and_Esp_stays_without_Udp()
    {
        IkeWorld world = IkeWorld.Create();
        world.Link.Translate = path => world.Link.Seen.Count > 2 ? path.Floated : path;

        world.A.Initiate();
        world.Settle();

        world.AssertSettled(childCount: 1);
        Assert.Equal(PathOfB(IkePath.NatPort), world.Link.Recorded[3].Path);
        Assert.Equal(PathOfB(IkePath.NatPort), world.B.Only.Path);
        Assert.All(world.B.Installed.Values, pair => Assert.Null(pair.Outbound.UdpEncapsulation));
    }

    [Fact]
    public void Who_is_behind_a_Nat_answers_a_later_request_where_it_came_from_and_stays_with_its_path()
    {
        IkeWorld world = BehindStaticNat();
        Func<IkePath, IkePath> before = world.Link.Translate;
        world.Link.Translate = path => FromPort(before(path), 5000);

        world.A.Order(new IkeOrder.CheckPeer());
        world.Settle();

        Assert.Equal(5000, world.Link.Recorded[^1].Path.Remote.Port);
        Assert.Equal(PathOfB(IkePath.NatPort), world.B.Only.Path);
    }

    [Fact]
    public void A_repeated_request_is_answered_where_it_came_from()
    {
        IkeWorld world = BehindStaticNat();
        world.Link.Fate = _ => world.Link.Recorded[^1].Path.Local.Address == IkeWorld.AddressOfB.Address ? [] : [SimulatedLink.Latency];
        world.A.Order(new IkeOrder.CheckPeer());
        world.Settle();
        Assert.Equal(IkePath.NatPort, world.Link.Recorded[^1].Path.Remote.Port);
        Func<IkePath, IkePath> before = world.Link.Translate;
        world.Link.Translate = path => FromPort(before(path), 5000);

        world.Settle(5);

        Assert.Equal(5000, world.Link.Recorded[^1].Path.Remote.Port);
        Assert.Equal(IkeWorld.AddressOfB.Address, world.Link.Recorded[^1].Path.Local.Address);
    }

    private static IkeWorld BehindStaticNat()
    {
        IkeWorld world = IkeWorld.Create();
        world.A.Path = new IkePath(IkeWorld.AddressOfA, new UdpEndpoint(OutsideOfB, IkePath.IkePort));
        world.Link.Translate = ThroughStaticNat;
        world.A.Initiate();
        world.Settle();
        return world;
    }

    // B has another address outside; ports stay as they are.
    private static IkePath ThroughStaticNat(IkePath path) => path.Local.Address == OutsideOfB
        ? path with { Local = path.Local with { Address = IkeWorld.AddressOfB.Address } }
        : path with { Remote = path.Remote with { Address = OutsideOfB } };

    // What A sends comes from another port.
    private static IkePath FromPort(IkePath path, ushort port) =>
        path.Remote.Address == IkeWorld.AddressOfA.Address ? path with { Remote = path.Remote with { Port = port } } : path;

    private static IkePath PathOfB(ushort port) =>
        new(IkeWorld.AddressOfB with { Port = port }, IkeWorld.AddressOfA with { Port = port });

    private static void AssertUsesNatPorts(ChildPair pair)
    {
        var ports = new UdpEncapsulationPorts(IkePath.NatPort, IkePath.NatPort);
        Assert.Equal((ports, ports), (pair.Outbound.UdpEncapsulation, pair.Inbound.UdpEncapsulation));
    }
}
