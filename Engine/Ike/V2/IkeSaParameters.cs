using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.V2;

/// <summary>What does not change about an IKE SA once its keys are made.</summary>
public sealed record IkeSaParameters
{
    /// <summary>SPI of the original initiator.</summary>
    public required ulong InitiatorSpi { get; init; }

    /// <summary>SPI of the original responder.</summary>
    public required ulong ResponderSpi { get; init; }

    /// <summary>True when we are the original initiator: of this SA, not of the one that it replaced (RFC 7296 §2.18).</summary>
    public required bool IsInitiator { get; init; }

    /// <summary>What was negotiated.</summary>
    public required IkeSuite Suite { get; init; }

    /// <summary>Its keys; this owns them.</summary>
    public required IkeSaKeys Keys { get; init; }

    /// <summary>True when both know fragments (RFC 7383 §2.3).</summary>
    public bool AllowsFragments { get; init; }

    /// <summary>Bytes of IKE message that one datagram may carry before it is cut.</summary>
    public int FragmentLength { get; init; } = 1228;

    /// <summary>True when ESP must travel in UDP (RFC 3948).</summary>
    public bool UsesUdpEncapsulation { get; init; }

    /// <summary>True when we are behind a NAT: we keep its mapping alive (RFC 3948 §4), and may not take addresses for moved.</summary>
    public bool IsBehindNat => Nat.HasFlag(NatPresence.BehindNat);

    /// <summary>Where NATs are.</summary>
    public NatPresence Nat { get; init; }

    /// <summary>Our SPI.</summary>
    public ulong LocalSpi => IsInitiator ? InitiatorSpi : ResponderSpi;

    /// <summary>The peer's SPI.</summary>
    public ulong RemoteSpi => IsInitiator ? ResponderSpi : InitiatorSpi;

    /// <summary>Derives further keys.</summary>
    internal KeyScheduleV2 Schedule => new(Suite.Prf, Suite.Transform);

    /// <summary>A request of ours.</summary>
    internal IkeMessage Request(ExchangeType exchange, uint messageId, params ReadOnlySpan<IkePayload> payloads) => new()
    {
        InitiatorSpi = InitiatorSpi,
        ResponderSpi = ResponderSpi,
        Exchange = exchange,
        IsFromInitiator = IsInitiator,
        MessageId = messageId,
        Payloads = [.. payloads],
    };

    /// <summary>Our response to a request of the peer.</summary>
    internal IkeMessage Response(IkeMessage request, params ReadOnlySpan<IkePayload> payloads) =>
        Request(request.Exchange, request.MessageId, payloads) with { IsResponse = true };
}
