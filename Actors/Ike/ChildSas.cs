using Akka.Actor;
using Pipeline.Actors.Ike.Status;
using Pipeline.Actors.Sa;
using Pipeline.Actors.Sharding;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Ike;

/// <summary>The Child SAs of one <see cref="IkeSaActor"/>: puts them into service and takes them out again.</summary>
/// <remarks>
/// Both halves of a pair live on the shard that the inbound SPI says. An outbound SA has its child's name, so that the next one of the name
/// takes over the traffic at once, between two packets: make before break, and nothing is lost.
/// </remarks>
/// <param name="installer">Asks for SAs.</param>
/// <param name="shardCount">Shards.</param>
/// <param name="time">The clock.</param>
internal sealed class ChildSas(SaInstaller installer, int shardCount, TimeProvider time)
{
    private readonly Dictionary<uint, Pair> _pairs = [];
    private readonly HashSet<IActorRef> _lingering = [];

    /// <summary>All pairs.</summary>
    public IEnumerable<ChildStatus> Status => _pairs.Values.Select(pair => pair.Status());

    /// <summary>Inbound SPIs of the pairs of a name, the newest last.</summary>
    private IReadOnlyList<uint> Find(string name) =>
        [.. _pairs.Where(pair => pair.Value.Negotiated.Name == name).OrderBy(pair => pair.Value.Since).Select(pair => pair.Key)];

    /// <summary>An order about a child by name becomes one about its newest pair. One for a packet is the IKE SA's to judge.</summary>
    public IEnumerable<IkeOrder> OrdersOf(GiveIkeOrder order) => order.What switch
    {
        IkeOrder.RekeyChild when order.Child is { } name => Find(name).TakeLast(1).Select(spi => new IkeOrder.RekeyChild(spi)),
        IkeOrder.NewChild { Trigger: null } when order.Child is { } name && Find(name).Count > 0 => [],
        _ => [order.What],
    };

    /// <summary>The peer's SPI of a pair; null when the pair is gone.</summary>
    public uint? OutboundSpiOf(uint inboundSpi) => _pairs.TryGetValue(inboundSpi, out Pair? pair) ? pair.Negotiated.Outbound.Spi : null;

    /// <summary>Puts a pair into service, first the inbound half: its packets may come as soon as the peer hears from us.</summary>
    /// <exception cref="InvalidOperationException">An SPI is in use already; the pair is to be retired if it is there.</exception>
    public async Task InstallAsync(ChildPair negotiated)
    {
        // Both are asked for at once; the shard takes them in order.
        Task<IActorRef> inbound = InstallAsync(negotiated, negotiated.Inbound);
        Task<IActorRef>? outbound = negotiated.UsesOutbound ? InstallAsync(negotiated, negotiated.Outbound) : null;
        try
        {
            _pairs.Add(negotiated.Inbound.Spi, new Pair(negotiated, time.GetUtcNow()) { Inbound = await inbound });
        }
        catch when (outbound is not null)
        {
            await RetireAloneAsync(outbound);
            throw;
        }

        if (outbound is not null)
        {
            Use(_pairs[negotiated.Inbound.Spi], await outbound);
        }
    }

    private static async Task RetireAloneAsync(Task<IActorRef> outbound)
    {
        try
        {
            (await outbound).Tell(RetireSa.Instance);
        }
        catch (InvalidOperationException)
        {
            // Refused like its other half: there is nothing to retire.
        }
    }

    /// <summary>Protects with the outbound half of a pair from now on.</summary>
    /// <exception cref="InvalidOperationException">Its SPI is in use already.</exception>
    public async Task UseOutboundAsync(uint inboundSpi)
    {
        if (_pairs.TryGetValue(inboundSpi, out Pair? pair) && pair.Outbound is null)
        {
            Use(pair, await InstallAsync(pair.Negotiated, pair.Negotiated.Outbound));
        }
    }

    private void Use(Pair pair, IActorRef outbound)
    {
        pair.Outbound = outbound;
        if (pair.Path is { } path)
        {
            pair.Move(path);
        }

        YieldTo(pair);
    }

    /// <summary>
    /// A shard looks at its own SAs first: without this an older pair of another shard would be used until it is gone, and the peer may delete it
    /// before it has taken what is on its way.
    /// </summary>
    private void YieldTo(Pair pair)
    {
        foreach (Pair other in OfSameTraffic(pair))
        {
            other.Outbound?.Tell(YieldSa.Instance);
        }
    }

    private IEnumerable<Pair> OfSameTraffic(Pair pair) => _pairs.Values.Where(other => other != pair && other.Negotiated.Outbound is var sa
        && sa.Name == pair.Negotiated.Outbound.Name && sa.Selectors.SequenceEqual(pair.Negotiated.Outbound.Selectors));

    /// <summary>Sends what every pair protects to and from other addresses and ports from now on: the peer's NAT has a new mapping.</summary>
    public void Move(IkePath path)
    {
        foreach (Pair pair in _pairs.Values)
        {
            pair.Move(path);
        }
    }

    /// <summary>Takes a pair out of service and erases its keys.</summary>
    /// <param name="inboundSpi">Our SPI of the pair.</param>
    /// <param name="later">
    /// Sees to it that <see cref="RetireLingering"/> is called for the inbound half in a while: packets that the peer had sent, or queued, before it
    /// knew of the end are still good. Null to end both halves at once.
    /// </param>
    /// <returns>The pair; null when it is gone already.</returns>
    public ChildPair? Retire(uint inboundSpi, Action<IActorRef>? later = null)
    {
        if (!_pairs.Remove(inboundSpi, out Pair? pair))
        {
            return null;
        }

        _lingering.Add(pair.Inbound);
        if (later is null)
        {
            RetireLingering(pair.Inbound);
        }
        else
        {
            later(pair.Inbound);
            ResumeBefore(pair);
        }

        if (pair.Outbound is { } outbound)
        {
            outbound.Tell(RetireSa.Instance);
        }
        else
        {
            pair.Negotiated.Outbound.EraseKeys();
        }

        return pair.Negotiated;
    }

    /// <summary>Of two pairs that were made at once either may be deleted first: what had yielded to this one carries again.</summary>
    private void ResumeBefore(Pair pair) =>
        OfSameTraffic(pair).Where(other => other.Outbound is not null).MaxBy(other => other.Since)?.Outbound?.Tell(ResumeSa.Instance);

    /// <summary>Ends an inbound half whose pair is gone; again is harmless.</summary>
    public void RetireLingering(IActorRef inbound)
    {
        if (_lingering.Remove(inbound))
        {
            inbound.Tell(RetireSa.Instance);
        }
    }

    /// <summary>Takes every pair out of service, and what still lingers of earlier ones.</summary>
    public void RetireAll()
    {
        foreach (IActorRef inbound in (IActorRef[])[.. _lingering])
        {
            RetireLingering(inbound);
        }

        foreach (uint inboundSpi in (uint[])[.. _pairs.Keys])
        {
            Retire(inboundSpi);
        }
    }

    /// <summary>Finds a pair that has received packets since this was asked last: its peer is alive.</summary>
    /// <returns>Its inbound SPI; null when there is none.</returns>
    public async Task<uint?> FindHeardAsync(TimeSpan limit)
    {
        foreach ((uint inboundSpi, Pair pair) in _pairs)
        {
            long packets = await PacketsOf(pair.Inbound, limit);
            bool heard = packets > pair.SeenPackets;
            pair.SeenPackets = packets;
            if (heard)
            {
                return inboundSpi;
            }
        }

        return null;
    }

    private static async Task<long> PacketsOf(IActorRef sa, TimeSpan limit)
    {
        try
        {
            return (await sa.Ask<SaStatus>(QuerySa.Instance, limit)).Packets;
        }
        catch (AskTimeoutException)
        {
            // It ended meanwhile: no sign of life.
            return 0;
        }
    }

    private Task<IActorRef> InstallAsync(ChildPair pair, SaParameters half) =>
        installer.InstallAsync(half, SpiAllocator.HomeShard(pair.Inbound.Spi, shardCount), CancellationToken.None);

    private sealed class Pair(ChildPair negotiated, DateTimeOffset since)
    {
        public ChildPair Negotiated => negotiated;

        public DateTimeOffset Since => since;

        public required IActorRef Inbound { get; init; }

        public IActorRef? Outbound { get; set; }

        public long SeenPackets { get; set; }

        /// <summary>Where the peer has moved to; null while it is where it was.</summary>
        public IkePath? Path { get; private set; }

        public void Move(IkePath path)
        {
            Path = path;
            Outbound?.Tell(new MoveSa(path.Local, path.Remote));
        }

        public ChildStatus Status()
        {
            SaParameters sa = negotiated.Outbound;
            TimeSpan[] ages = [.. new[] { negotiated.Inbound, sa }.Select(half => half.Lifetime.SoftAge).Where(age => age > TimeSpan.Zero)];
            return new ChildStatus(negotiated.Name, negotiated.Inbound.Spi, sa.Spi, sa.Transform.Name)
            {
                Mode = $"{sa.Protocol} {sa.Mode}".ToLowerInvariant(),
                Selectors = sa.Selectors.Count == 0 ? "any" : string.Join(", ", sa.Selectors.Select(Shorten)),
                UsesUdpEncapsulation = sa.UdpEncapsulation is not null,
                Since = since,
                RekeyAt = ages.Length == 0 ? null : since + ages.Min(),
                InboundActor = Inbound,
                OutboundActor = Outbound ?? ActorRefs.Nobody,
            };
        }

        /// <summary>Without what is not restricted.</summary>
        private static string Shorten(TrafficSelector selector) => selector.ToString()
            .Replace(" port any", string.Empty, StringComparison.Ordinal).Replace(" protocol any", string.Empty, StringComparison.Ordinal);
    }
}
