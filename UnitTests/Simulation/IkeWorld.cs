using System.Text;
using Pipeline.Crypto;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike.V2.Selectors;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Simulation;

/// <summary>Two gateways in virtual time, with a link between them that a test can trouble.</summary>
internal sealed class IkeWorld
{
    public static UdpEndpoint AddressOfA { get; } = new(Parse("198.51.100.1"), IkePath.IkePort);

    public static UdpEndpoint AddressOfB { get; } = new(Parse("198.51.100.2"), IkePath.IkePort);

    private IkeWorld(ConnectionOptions a, ConnectionOptions b, int seed)
    {
        Link = new SimulatedLink(Clock);
        A = new SimulatedGateway(Clock, Link, (2 * seed) + 1) { Connection = a, Path = new IkePath(AddressOfA, AddressOfB) };
        B = new SimulatedGateway(Clock, Link, (2 * seed) + 2) { Connection = b, Path = new IkePath(AddressOfB, AddressOfA) };
        (A.Peer, B.Peer) = (B, A);
    }

    public VirtualClock Clock { get; } = new();

    public SimulatedLink Link { get; }

    public SimulatedGateway A { get; }

    public SimulatedGateway B { get; }

    /// <summary>Nothing has happened yet.</summary>
    public static IkeWorld Create(
        Func<ConnectionOptions, ConnectionOptions>? a = null, Func<ConnectionOptions, ConnectionOptions>? b = null, int seed = 1) =>
        new((a ?? (options => options))(OptionsOf("a")), (b ?? (options => options))(OptionsOf("b")), seed);

    /// <summary>A has initiated, and there is one child.</summary>
    public static IkeWorld Established(
        Func<ConnectionOptions, ConnectionOptions>? a = null, Func<ConnectionOptions, ConnectionOptions>? b = null, int seed = 1)
    {
        IkeWorld world = Create(a, b, seed);
        world.A.Initiate();
        world.Settle();
        world.AssertSettled(childCount: 1);
        return world;
    }

    public static IReadOnlyList<IkeProposal> IkeProposals(params string[] texts) => [.. texts.Select(text =>
        IkeProposal.TryParse(text, allowLegacy: false, out IkeProposal? proposal, out string problem) ? proposal : throw new ArgumentException(problem))];

    public static IReadOnlyList<ChildProposal> ChildProposals(params string[] texts) => [.. texts.Select(text =>
        ChildProposal.TryParse(SaProtocol.Esp, text, allowLegacy: false, out ChildProposal? proposal, out string problem)
            ? proposal
            : throw new ArgumentException(problem))];

    public static PresharedKeyMethod Psk(string secret) => new(new SecretBytes(Encoding.ASCII.GetBytes(secret)));

    public static IkeIdentity Identity(string text) => IkeIdentity.TryParse(text, out IkeIdentity identity) ? identity : throw new ArgumentException(text);

    public static ChildSelectors Nets(string local, string remote) => new([Net(local)], [Net(remote)]);

    public static ConnectionOptions OptionsOf(string name)
    {
        (string local, string remote) = name == "a" ? ("10.61.1.0/24", "10.61.2.0/24") : ("10.61.2.0/24", "10.61.1.0/24");
        return new ConnectionOptions
        {
            Name = name,
            LocalIdentity = Identity($"{name}.example"),
            RemoteIdentity = Identity(name == "a" ? "b.example" : "a.example"),
            OwnProof = Psk("secret"),
            PeerProofs = [Psk("secret")],
            Proposals = IkeProposals("aes128gcm16-prfsha256-x25519"),
            Children = [new ChildOptions { Name = "net", Proposals = ChildProposals("aes128gcm16"), Selectors = Nets(local, remote) }],
        };
    }

    /// <summary>Lets so much time pass that everything but liveness checks and rekeys has happened; two seconds unless more is needed.</summary>
    public void Settle(double seconds = 2) => Clock.Run(TimeSpan.FromSeconds(seconds));

    /// <summary>Both sides have one IKE SA, with the same children, which are installed with the same keys and carry traffic.</summary>
    public void AssertSettled(int childCount)
    {
        (Established a, Established b) = (A.Only, B.Only);
        Assert.Equal((a.Sa.InitiatorSpi, a.Sa.ResponderSpi), (b.Sa.InitiatorSpi, b.Sa.ResponderSpi));
        Assert.NotEqual(a.Sa.IsInitiator, b.Sa.IsInitiator);
        Assert.Equal(2, A.Sas.Concat(B.Sas).Count(sa => !sa.IsClosed));
        Assert.Equal(childCount, a.Children.Count);
        Assert.Equal(
            a.Children.Select(child => (child.InboundSpi, child.OutboundSpi)).Order(),
            b.Children.Select(child => (child.OutboundSpi, child.InboundSpi)).Order());
        AssertInstalled(A, a);
        AssertInstalled(B, b);
        foreach (ChildPair pair in A.Installed.Values)
        {
            ChildPair other = B.Installed[pair.Outbound.Spi];
            Assert.True(pair.Outbound.EncryptionKey.FixedTimeEquals(other.Inbound.EncryptionKey.Span));
            Assert.True(pair.Inbound.EncryptionKey.FixedTimeEquals(other.Outbound.EncryptionKey.Span));
            Assert.Equal(pair.Outbound.Selectors, other.Inbound.Selectors);
        }
    }

    private static void AssertInstalled(SimulatedGateway gateway, Established state)
    {
        Assert.Equal(state.Children.Select(child => child.InboundSpi).Order(), gateway.Installed.Keys.Order());
        Assert.Equal(gateway.Installed.Keys.Order(), gateway.Sending.Order());
        Assert.Equal(gateway.Installed.Keys.Order(), gateway.HeldSpis.Order());
        Assert.All(state.Children, child => Assert.Equal(ChildPhase.Live, child.Phase));
    }

    private static TsSelector Net(string text) =>
        TsSelector.Of(AddressRange.TryParse(text, out AddressRange range) ? range : throw new ArgumentException(text));

    private static IpAddress Parse(string text) => IpAddress.TryParse(text, out IpAddress address) ? address : throw new ArgumentException(text);
}
