using System.Collections.Immutable;
using Pipeline.Engine.Ike.AnyVersion;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.V1.QuickMode;
using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Wire.Ike.V1;

namespace Pipeline.Engine.Ike.V1;

/// <summary>Both sides have proved who they are: waits for quick modes and informational messages, from either side (RFC 2409 §5.5, §5.7).</summary>
public sealed record Established : IkeState
{
    /// <summary>Suite, keys, cookies.</summary>
    public required Phase1Sa Sa { get; init; }

    /// <summary>With whom and how.</summary>
    public required ConnectionOptions Connection { get; init; }

    /// <summary>Who the peer has proved to be.</summary>
    public required IkeIdentity Peer { get; init; }

    /// <summary>Where the peer is.</summary>
    public required IkePath Path { get; init; }

    /// <summary>Its pairs of IPsec SAs.</summary>
    public ImmutableList<ChildSa> Children { get; init; } = [];

    /// <summary>True once the peer has ended it, or another has taken its place: its pairs live on, but nothing new is made.</summary>
    public bool IsReplaced { get; init; }

    /// <summary>Quick modes under way, by message ID.</summary>
    internal ImmutableDictionary<uint, PendingQuickMode> QuickModes { get; init; } = ImmutableDictionary<uint, PendingQuickMode>.Empty;

    /// <summary>True when something authentic came since the last liveness timer.</summary>
    internal bool WasHeard { get; init; } = true;

    /// <summary>Number of our last R-U-THERE (RFC 3706 §5.5).</summary>
    internal uint Probe { get; init; }

    /// <summary>R-U-THERE that were not answered.</summary>
    internal int UnansweredProbes { get; init; }

    /// <summary>What others may know of it.</summary>
    public IkeSaSummary Summary => new(Connection.Name, Peer, Sa.Suite.ToString(), Sa.IsInitiator)
    {
        IsReplaced = IsReplaced,
        HasChildrenToCome = QuickModes.Values.Any(pending => pending.Replaced is null),
        UsesUdpEncapsulation = Sa.UsesUdpEncapsulation,
        IsBehindNat = Sa.Nat.HasFlag(NatPresence.BehindNat),
    };

    /// <inheritdoc/>
    public override Transition Handle(IkeInput input, IkeMeans means)
    {
        var step = new EstablishedStep(this, means);
        switch (input)
        {
            case IkeInput.Isakmp { Content: { Exchange: IsakmpExchangeType.QuickMode } message } when !IsReplaced:
                HandleQuickMode(step, message);
                break;
            case IkeInput.Isakmp { Content: { Exchange: IsakmpExchangeType.Informational } message }:
                Informational.Handle(step, message);
                break;
            case IkeInput.Order order:
                Orders.Handle(step, order.What);
                break;
            case IkeInput.TimerFired fired:
                Timers.Handle(step, fired.Timer);
                break;
            case IkeInput.RequestUnanswered unanswered when QuickModes.TryGetValue(unanswered.MessageId, out PendingQuickMode? pending):
                QuickModeInitiator.GiveUp(step, pending, IsakmpFailures.QuickModeUnanswered(this, pending));
                break;
            case IkeInput.ChildReceived:
                step.Hear();
                break;
        }

        return step.End();
    }

    /// <inheritdoc/>
    public override void EraseSecrets()
    {
        Sa.Keys.Dispose();
        foreach (PendingQuickMode pending in QuickModes.Values)
        {
            pending.EraseSecrets();
        }
    }

    /// <summary>The pair of an SPI of ours.</summary>
    internal ChildSa? FindByInbound(uint spi) => Children.Find(child => child.InboundSpi == spi);

    private void HandleQuickMode(EstablishedStep step, IsakmpMessage message)
    {
        switch (QuickModes.GetValueOrDefault(message.MessageId))
        {
            case null:
                QuickModeResponder.Answer(step, message);
                break;
            case InitiatedQuickMode initiated:
                QuickModeInitiator.Finish(step, initiated, message);
                break;
            case AnsweredQuickMode answered:
                QuickModeResponder.Conclude(step, answered, message);
                break;
        }
    }
}
