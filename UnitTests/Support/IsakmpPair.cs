using Pipeline.Engine.Ike.AnyVersion;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.V1;
using Pipeline.Engine.Sa;
using Pipeline.UnitTests.Simulation;
using Xunit;

namespace Pipeline.UnitTests.Support;

/// <summary>Two ISAKMP SAs, what they send to each other, and what they have asked for. No actor, no time but the test's.</summary>
internal sealed class IsakmpPair : IDisposable
{
    private readonly SeededRandomSource _random = new(11);
    private readonly IsakmpPairSpis _spis;
    private readonly Queue<(bool ToA, byte[] Datagram, IkePath Path)> _wire = new();

    public IsakmpPair(
        Func<ConnectionOptions, ConnectionOptions>? a = null,
        Func<ConnectionOptions, ConnectionOptions>? b = null,
        Func<ConnectionOptions, ConnectionOptions>? otherB = null)
    {
        _spis = new IsakmpPairSpis();
        ConnectionOptions connectionA = OptionsOf("a", a);
        ConnectionOptions[] connectionsB = otherB is null ? [OptionsOf("b", b)] : [OptionsOf("b", b), OptionsOf("b", otherB)];
        A = IsakmpSa.Initiator(connectionA, new IkePath(IkeWorld.AddressOfA, IkeWorld.AddressOfB), _random, _spis);
        B = IsakmpSa.Responder(connectionsB, new IkePath(IkeWorld.AddressOfB, IkeWorld.AddressOfA), _random, _spis);
    }

    public IsakmpSa A { get; }

    public IsakmpSa B { get; }

    /// <summary>The time.</summary>
    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

    /// <summary>All datagrams that were sent, in order.</summary>
    public List<byte[]> Sent { get; } = [];

    /// <summary>What becomes of a datagram: the ones that arrive. By default itself.</summary>
    public Func<byte[], IEnumerable<byte[]>> Fate { get; set; } = datagram => [datagram];

    /// <summary>What A and B asked for, apart from what they sent.</summary>
    public List<Effect> OfA { get; } = [];

    /// <inheritdoc cref="OfA"/>
    public List<Effect> OfB { get; } = [];

    /// <summary>The pairs that A and B have installed and not retired.</summary>
    public static IReadOnlyList<ChildPair> Pairs(List<Effect> effects)
    {
        var pairs = new Dictionary<uint, ChildPair>();
        foreach (Effect effect in effects)
        {
            if (effect is Effect.InstallChild install)
            {
                pairs[install.Pair.Inbound.Spi] = install.Pair;
            }
            else if (effect is Effect.RetireChild retire)
            {
                pairs.Remove(retire.InboundSpi);
            }
        }

        return [.. pairs.Values];
    }

    /// <summary>Begins, and carries all messages until nothing more is sent.</summary>
    public IsakmpPair Begin()
    {
        Take(ofA: true, A.Begin(Now));
        Settle();
        return this;
    }

    /// <summary>Gives an order, and carries all messages.</summary>
    public void Order(bool toA, IkeOrder order)
    {
        Take(toA, (toA ? A : B).Order(order, Now));
        Settle();
    }

    /// <summary>Ends a timer, and carries all messages.</summary>
    public void Fire(bool ofA, IkeTimer timer)
    {
        Take(ofA, (ofA ? A : B).Fire(timer, Now));
        Settle();
    }

    /// <summary>Brings a datagram to one of them.</summary>
    public void Deliver(bool toA, byte[] datagram)
    {
        IkePath path = toA ? A.Path : B.Path;
        Take(toA, (toA ? A : B).Receive(datagram, path, Now));
        Settle();
    }

    /// <summary>Both have the same keys for a pair, turned round.</summary>
    public static void AssertFit(ChildPair a, ChildPair b)
    {
        Assert.Equal((a.Outbound.Spi, a.Inbound.Spi), (b.Inbound.Spi, b.Outbound.Spi));
        Assert.True(a.Outbound.EncryptionKey.FixedTimeEquals(b.Inbound.EncryptionKey.Span));
        Assert.True(a.Inbound.EncryptionKey.FixedTimeEquals(b.Outbound.EncryptionKey.Span));
        Assert.True(a.Outbound.IntegrityKey.FixedTimeEquals(b.Inbound.IntegrityKey.Span));
        Assert.Equal(a.Outbound.Transform.Name, b.Inbound.Transform.Name);
        Assert.False(a.Outbound.EncryptionKey.FixedTimeEquals(a.Inbound.EncryptionKey.Span));
    }

    /// <summary>The failures that one of them reported.</summary>
    public static IReadOnlyList<IkeFailure> Failures(List<Effect> effects) =>
    [
        .. effects.OfType<Effect.Report>().Select(report => report.What).OfType<NegotiationEvent.Failed>().Select(failed => failed.Failure),
        .. effects.OfType<Effect.Close>().Select(close => close.Failure).OfType<IkeFailure>(),
    ];

    public void Dispose()
    {
        A.Dispose();
        B.Dispose();
    }

    private static ConnectionOptions OptionsOf(string name, Func<ConnectionOptions, ConnectionOptions>? change)
    {
        ConnectionOptions options = IkeWorld.OptionsOf(name);
        options = options with
        {
            Version = IkeVersion.V1,
            Proposals = [Ike("aes256-sha256-modp2048")],
            Children = [.. options.Children.Select(child => child with { Proposals = [Esp("aes128-sha256")] })],
            RekeyJitter = 0,
        };
        return (change ?? (unchanged => unchanged))(options);
    }

    /// <summary>An IKE proposal of a text; weak algorithms too.</summary>
    public static IkeProposal Ike(string text) =>
        IkeProposal.TryParse(text, allowLegacy: true, out IkeProposal? proposal, out string problem) ? proposal : throw new ArgumentException(problem);

    /// <summary>A proposal for ESP; weak algorithms too.</summary>
    public static ChildProposal Esp(string text) => ChildProposal.TryParse(SaProtocol.Esp, text, allowLegacy: true, out ChildProposal? proposal, out string problem)
        ? proposal
        : throw new ArgumentException(problem);

    private void Settle()
    {
        for (int count = 0; _wire.TryDequeue(out (bool ToA, byte[] Datagram, IkePath Path) next); count++)
        {
            Assert.True(count < 1000, "They never come to an end.");
            foreach (byte[] arrived in Fate(next.Datagram))
            {
                Take(next.ToA, (next.ToA ? A : B).Receive(arrived, next.Path, Now));
            }
        }
    }

    private void Take(bool ofA, IReadOnlyList<Effect> effects)
    {
        foreach (Effect effect in effects)
        {
            if (effect is Effect.Transmit transmit)
            {
                foreach (byte[] datagram in transmit.Datagrams)
                {
                    Sent.Add(datagram);
                    _wire.Enqueue((!ofA, datagram, new IkePath(transmit.Path.Remote, transmit.Path.Local)));
                }
            }
            else
            {
                (ofA ? OfA : OfB).Add(effect);
            }
        }
    }

    /// <summary>Counts.</summary>
    private sealed class IsakmpPairSpis : ISpiSource
    {
        private uint _last = 0x1000;

        public ulong NextIkeSpi() => 0x00A1_0000_0000_0000ul + ++_last;

        public uint NextChildSpi(SaProtocol protocol) => ++_last;
    }
}
