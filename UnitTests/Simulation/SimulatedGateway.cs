using Pipeline.Crypto;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Xunit;

namespace Pipeline.UnitTests.Simulation;

/// <summary>What actors will do around IKE SAs, without actors: routing by SPI, timers, installed pairs.</summary>
internal sealed class SimulatedGateway(VirtualClock clock, SimulatedLink link, int seed) : ISpiSource
{
    private readonly Dictionary<(IkeSa Sa, IkeTimer Timer), long> _timers = [];
    private readonly SeededRandomSource _random = new(seed);
    private readonly List<uint> _order = [];
    private readonly Dictionary<IkeSa, IkeSa> _replaces = [];
    private long _generation;
    private uint _nextSpi = (uint)seed << 16;

    public SimulatedGateway Peer { get; set; } = null!;

    public required ConnectionOptions Connection { get; set; }

    public required IkePath Path { get; set; }

    /// <summary>Asks for cookies when there is one.</summary>
    public CookieGuard? Cookies { get; set; }

    public List<IkeSa> Sas { get; } = [];

    public Dictionary<uint, ChildPair> Installed { get; } = [];

    public HashSet<uint> Sending { get; } = [];

    public HashSet<uint> HeldSpis { get; } = [];

    public List<NegotiationEvent> Events { get; } = [];

    public List<IkeFailure> Failures => [.. Events.OfType<NegotiationEvent.Failed>().Select(failed => failed.Failure)];

    /// <summary>IKE SAs that are up and were not replaced.</summary>
    public List<Established> Established =>
        [.. Sas.Select(sa => sa.State).OfType<Established>().Where(state => !state.IsReplaced)];

    public Established Only => Assert.Single(Established);

    /// <summary>The pair that was taken into use last, and carries all traffic; null when there is none.</summary>
    public ChildPair? Newest => _order.FindLast(Sending.Contains) is var spi and not 0 ? Installed[spi] : null;

    public IRandomSource Random => _random;

    public IkeSa Initiate() => Initiate(Connection);

    private IkeSa Initiate(ConnectionOptions connection)
    {
        var sa = IkeSa.Initiator(connection, Path, _random, this);
        Sas.Add(sa);
        CarryOut(sa, sa.Begin(clock.Now));
        return sa;
    }

    public void Order(IkeOrder order)
    {
        if (Sas.LastOrDefault(sa => sa.State is Established { IsReplaced: false }) is { } sa)
        {
            CarryOut(sa, sa.Order(order, clock.Now));
        }
    }

    public void RekeyChild() => Order(new IkeOrder.RekeyChild(Only.Children[0].InboundSpi));

    public void DeleteChild() => Order(new IkeOrder.DeleteChild(Only.Children[0].InboundSpi));

    public void HearTraffic()
    {
        IkeSa sa = Sas.Last(sa => sa.State is Established { IsReplaced: false });
        CarryOut(sa, sa.ChildReceived(Only.Children[0].InboundSpi, clock.Now));
    }

    public void Receive(byte[] datagram, IkePath path)
    {
        IkeSa? sa = Find(datagram);
        if (sa is null && IsFirstRequest(datagram))
        {
            if (Cookies is not null && IkeMessage.TryRead(datagram, out IkeMessage request, out _)
                && CookieExchange.Challenge(Cookies, request, path.Remote.Address) is { } challenge)
            {
                link.Carry(challenge, path, Peer.Receive);
                return;
            }

            sa = IkeSa.Responder([Connection], path, _random, this);
            Sas.Add(sa);
        }

        if (sa is not null)
        {
            CarryOut(sa, sa.Receive(datagram, path, clock.Now));
        }
    }

    public ulong NextIkeSpi()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        _random.Fill(bytes);
        return BitConverter.ToUInt64(bytes) | 1;
    }

    public uint NextChildSpi(SaProtocol protocol)
    {
        HeldSpis.Add(++_nextSpi);
        return _nextSpi;
    }

    private IkeSa? Find(byte[] datagram)
    {
        if (!IkeHeader.TryRead(datagram, out IkeHeader header))
        {
            return null;
        }

        bool isFromInitiator = header.Flags.HasFlag(IkeHeaderBits.Initiator);
        ulong ours = isFromInitiator ? header.ResponderSpi : header.InitiatorSpi;
        return ours == 0
            ? Sas.Find(sa => sa.RemoteSpi == header.InitiatorSpi && sa.IsFirstRequest(datagram))
            : Sas.Find(sa => sa.LocalSpi == ours);
    }

    private static bool IsFirstRequest(byte[] datagram) => IkeHeader.TryRead(datagram, out IkeHeader header)
        && header is { Exchange: ExchangeType.IkeSaInit, ResponderSpi: 0, MessageId: 0 } && !header.Flags.HasFlag(IkeHeaderBits.Response);

    private void CarryOut(IkeSa sa, IReadOnlyList<Effect> effects)
    {
        foreach (Effect effect in effects)
        {
            CarryOut(sa, effect);
        }

        if (sa.IsClosed)
        {
            _replaces.Remove(sa);
        }

        if (sa.State is Established { HasChildrenToCome: false } && _replaces.Remove(sa, out IkeSa? old))
        {
            CarryOut(old, old.Order(new IkeOrder.MakeWay(), clock.Now));
        }
    }

    private void CarryOut(IkeSa sa, Effect effect)
    {
        switch (effect)
        {
            case Effect.Transmit transmit:
                foreach (byte[] datagram in transmit.Datagrams)
                {
                    link.Carry(datagram, transmit.Path, Peer.Receive);
                }

                break;
            case Effect.StartTimer start:
                StartTimer(sa, start);
                break;
            case Effect.CancelTimer cancel:
                _timers.Remove((sa, cancel.Timer));
                break;
            case Effect.InstallChild install:
                Install(install.Pair);
                break;
            case Effect.UseOutbound use:
                Assert.True(Installed.ContainsKey(use.InboundSpi));
                Use(use.InboundSpi);
                break;
            case Effect.RetireChild retire:
                Assert.True(Installed.Remove(retire.InboundSpi));
                Sending.Remove(retire.InboundSpi);
                HeldSpis.Remove(retire.InboundSpi);
                break;
            case Effect.ReleaseSpi release:
                Assert.True(HeldSpis.Remove(release.InboundSpi));
                break;
            case Effect.AddIkeSa add:
                var added = IkeSa.Replacement(add.State, _random, this);
                Sas.Add(added);
                CarryOut(added, added.Begin(clock.Now));
                break;
            case Effect.BeginReplacement begin when !_replaces.ContainsValue(sa):
                _replaces.Add(Initiate(begin.Connection), sa);
                break;
            case Effect.ForgetOthers forget:
                foreach (IkeSa other in Sas.Where(other => other != sa && other.State is Established state && state.Peer == forget.Peer).ToList())
                {
                    CarryOut(other, other.Order(new IkeOrder.Forget(), clock.Now));
                }

                break;
            case Effect.Report report:
                Events.Add(report.What);
                break;
            case Effect.Close { Failure: { } failure }:
                Events.Add(new NegotiationEvent.Failed(failure));
                break;
        }
    }

    private void Install(ChildPair pair)
    {
        Installed.Add(pair.Inbound.Spi, pair);
        if (pair.UsesOutbound)
        {
            Use(pair.Inbound.Spi);
        }
    }

    private void Use(uint inboundSpi)
    {
        Sending.Add(inboundSpi);
        _order.Add(inboundSpi);
    }

    private void StartTimer(IkeSa sa, Effect.StartTimer start)
    {
        long generation = ++_generation;
        _timers[(sa, start.Timer)] = generation;
        clock.After(start.Delay, () =>
        {
            if (!sa.IsClosed && _timers.GetValueOrDefault((sa, start.Timer)) == generation)
            {
                CarryOut(sa, sa.Fire(start.Timer, clock.Now));
            }
        });
    }
}
