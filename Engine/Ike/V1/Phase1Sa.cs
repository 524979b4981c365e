using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.V1.Keys;
using Pipeline.Engine.Ike.V1.Messages;
using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Wire.Ike.V1;

namespace Pipeline.Engine.Ike.V1;

/// <summary>What phase 1 has agreed on: suite, keys, cookies (RFC 2409 §5).</summary>
public sealed record Phase1Sa
{
    /// <summary>Its algorithms.</summary>
    public required Phase1Suite Suite { get; init; }

    /// <summary>Its keys; whoever ends the ISAKMP SA erases them.</summary>
    public required Phase1Keys Keys { get; init; }

    /// <summary>What was said, which the keys and hashes cover.</summary>
    public required Phase1Exchange Exchange { get; init; }

    /// <summary>True when we began it.</summary>
    public required bool IsInitiator { get; init; }

    /// <summary>What the peer can do beside RFC 2409.</summary>
    public required PeerAbilities Abilities { get; init; }

    /// <summary>Where NATs are.</summary>
    public NatPresence Nat { get; init; }

    /// <summary>True when ESP goes in UDP.</summary>
    public bool UsesUdpEncapsulation { get; init; }

    /// <summary>Derives keys.</summary>
    public KeyScheduleV1 Schedule => new(Suite.Hash);

    /// <summary>Authenticates messages after phase 1.</summary>
    public MessageHashes Hashes => new(Suite.Hash, Keys.SkeyidA);

    /// <summary>A message with its cookies.</summary>
    /// <param name="exchange">Of which exchange.</param>
    /// <param name="messageId">Its number.</param>
    /// <param name="payloads">What it says.</param>
    public IsakmpMessage Message(IsakmpExchangeType exchange, uint messageId, params IReadOnlyList<IsakmpPayload> payloads) => new()
    {
        InitiatorCookie = Exchange.InitiatorCookie,
        ResponderCookie = Exchange.ResponderCookie,
        Exchange = exchange,
        MessageId = messageId,
        Payloads = [.. payloads],
    };
}
