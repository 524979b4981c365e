using System.Collections.Immutable;
using Pipeline.Engine.Ike.AnyVersion;
using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Ike.V2.Exchanges;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.V2;

/// <summary>Both sides have proved who they are: waits for anything, from either side (RFC 7296 §1.3, §1.4).</summary>
/// <remarks>
/// A response goes to the <see cref="PendingExchange"/> that asked, a request to the responder of its exchange type. An exchange type that
/// is added is a file in Exchanges and a line in <see cref="Answer"/>.
/// </remarks>
public sealed record Established : IkeState
{
    /// <summary>Suite, keys, SPIs.</summary>
    public required IkeSaParameters Sa { get; init; }

    /// <summary>With whom and how.</summary>
    public required ConnectionOptions Connection { get; init; }

    /// <summary>Who the peer has proved to be.</summary>
    public required IkeIdentity Peer { get; init; }

    /// <summary>Where the peer is.</summary>
    public required IkePath Path { get; init; }

    /// <summary>Its pairs of Child SAs.</summary>
    public ImmutableList<ChildSa> Children { get; init; } = [];

    /// <summary>When the peer last proved who it is.</summary>
    public DateTimeOffset AuthenticatedAt { get; init; }

    /// <summary>True once another IKE SA has taken its place, and its children: only its own end is left to do.</summary>
    public bool IsReplaced { get; init; }

    /// <summary>Our requests that were not answered yet, by message ID.</summary>
    internal ImmutableSortedDictionary<uint, PendingExchange> Pending { get; init; } = ImmutableSortedDictionary<uint, PendingExchange>.Empty;

    /// <summary>Orders that wait for the window, or for other exchanges to end.</summary>
    internal ImmutableList<QueuedOrder> Waiting { get; init; } = [];

    /// <summary>Orders that the peer was too busy for; they wait for a timer.</summary>
    internal ImmutableList<QueuedOrder> Postponed { get; init; } = [];

    /// <summary>Children that the peer has refused, by name: no more than the connection has.</summary>
    internal ImmutableDictionary<string, RefusedChild> RefusedChildren { get; init; } = ImmutableDictionary<string, RefusedChild>.Empty;

    /// <summary>Message ID of our next request.</summary>
    internal uint NextRequestId { get; init; }

    /// <summary>How many requests of ours the peer takes at a time (RFC 7296 §2.3).</summary>
    internal int PeerWindow { get; init; } = 1;

    /// <summary>True when something authentic came since the last liveness timer.</summary>
    internal bool WasHeard { get; init; } = true;

    /// <summary>When the peer has replaced the IKE SAs before this one.</summary>
    internal ImmutableList<DateTimeOffset> RekeysByPeer { get; init; } = [];

    /// <summary>True when the peer said INITIAL_CONTACT.</summary>
    internal bool IsInitialContact { get; init; }

    /// <inheritdoc/>
    public override Transition Handle(IkeInput input, IkeMeans means)
    {
        EstablishedStep step = EstablishedStep.Begin(this, means);
        switch (input)
        {
            case IkeInput.Message { Content: { IsResponse: true } reply } message:
                step.Hear(message.Path);
                TakeReply(step, reply);
                break;
            case IkeInput.Message message:
                step.Hear(message.Path);
                Answer(step, message.Content);
                break;
            case IkeInput.Malformed malformed:
                HandleMalformed(step, malformed);
                break;
            case IkeInput.Order order:
                HandleOrder(step, order.What);
                break;
            case IkeInput.TimerFired fired:
                Timers.Handle(step, fired.Timer);
                break;
            case IkeInput.RequestUnanswered unanswered when Pending.ContainsKey(unanswered.MessageId):
                step.Close(IsReplaced || IsEnding ? null : NoAnswer());
                break;
            case IkeInput.ChildReceived received:
                step.HearChild(received.InboundSpi);
                break;
        }

        return step.End();
    }

    /// <summary>What others may know of it.</summary>
    public IkeSaSummary Summary => new(Connection.Name, Peer, Sa.Suite.ToString(), Sa.IsInitiator)
    {
        IsReplaced = IsReplaced,
        HasChildrenToCome = HasChildrenToCome,
        UsesUdpEncapsulation = Sa.UsesUdpEncapsulation,
        IsBehindNat = Sa.IsBehindNat,
    };

    /// <summary>True when we have asked the peer to end the IKE SA.</summary>
    internal bool IsEnding => Pending.Values.Any(exchange => exchange is PendingTermination);

    /// <summary>True while one of our own exchanges makes, replaces or deletes a Child SA (RFC 7296 §2.25.2).</summary>
    internal bool IsBusyWithChildren => Pending.Values.Any(exchange => exchange is PendingChild or PendingDeletion);

    /// <summary>True while children are still to be made: one that takes another IKE SA's place can do so when it is false.</summary>
    public bool HasChildrenToCome =>
        Pending.Values.Any(exchange => exchange is PendingChild { Replaced: null })
        || Waiting.Concat(Postponed).Any(queued => queued.Order is IkeOrder.NewChild);

    /// <summary>Our own rekey of the IKE SA; null when there is none.</summary>
    internal PendingIkeRekey? IkeRekey => Pending.Values.OfType<PendingIkeRekey>().FirstOrDefault();

    /// <inheritdoc/>
    public override void EraseSecrets()
    {
        Sa.Keys.Dispose();
        foreach (PendingExchange exchange in Pending.Values)
        {
            exchange.EraseSecrets();
        }
    }

    /// <summary>A pair by our SPI; null when it is gone.</summary>
    internal ChildSa? FindByInbound(uint spi) => Children.Find(child => child.InboundSpi == spi);

    /// <summary>A pair by the peer's SPI, by which the peer names it; null when it is gone.</summary>
    internal ChildSa? FindByOutbound(uint spi) => Children.Find(child => child.OutboundSpi == spi);

    /// <summary>When the peer has replaced those before this one that may still wait for its delete.</summary>
    internal ImmutableList<DateTimeOffset> RecentRekeys(DateTimeOffset now) =>
        RekeysByPeer.RemoveAll(then => then <= now - Connection.StragglerTimeout);

    /// <summary>A failure of this IKE SA.</summary>
    internal IkeFailure Fail(IkeStep step, FailureCause cause, string explanation) => new(step, cause, explanation)
    {
        Connection = Connection.Name,
        Peer = Peer.ToString(),
    };

    private static void TakeReply(EstablishedStep step, IkeMessage reply)
    {
        if (step.TryTake(reply.MessageId, out PendingExchange? exchange))
        {
            exchange.Finish(step, reply);
            exchange.EraseSecrets();
        }
    }

    private static void Answer(EstablishedStep step, IkeMessage request)
    {
        switch (request.Exchange)
        {
            case ExchangeType.CreateChildSa:
                CreateChildSaResponder.Answer(step, request);
                break;
            case ExchangeType.Informational:
                InformationalResponder.Answer(step, request);
                break;
            default:
                step.Respond(request, new NotifyPayload(NotifyType.InvalidSyntax));
                break;
        }
    }

    private static void HandleOrder(EstablishedStep step, IkeOrder order)
    {
        switch (order)
        {
            case IkeOrder.Initiate:
                step.Start();
                break;
            case IkeOrder.Forget:
                step.Close(failure: null);
                break;
            case IkeOrder.MakeWay:
                Timers.MakeWay(step);
                break;
            case IkeOrder.Reauthenticate:
                step.BeginReplacement();
                break;
            default:
                step.Enqueue(order);
                break;
        }
    }

    /// <summary>An authentic message that cannot be read: an unknown payload is survived, bad syntax is not (RFC 7296 §2.5, §2.21.3).</summary>
    private void HandleMalformed(EstablishedStep step, IkeInput.Malformed malformed)
    {
        bool isUnknownPayload = malformed.Failure.Error == IkeReadError.UnknownCriticalPayload;
        if (!malformed.Outer.IsResponse)
        {
            step.Respond(malformed.Outer, Notices.Unreadable(malformed.Failure));
        }
        else if (!Pending.ContainsKey(malformed.Outer.MessageId))
        {
            return;
        }

        if (malformed.Outer.IsResponse || !isUnknownPayload)
        {
            IkeFailure failure = MessageFailures.Unreadable(IkeStep.Informational, Connection, malformed.Failure);
            step.Close(failure with { Peer = Peer.ToString() });
        }
    }

    private IkeFailure NoAnswer() => SilenceFailures.OfEstablished(Connection, Path) with { Peer = Peer.ToString() };
}
