using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike;

/// <summary>What can happen to an IKE SA.</summary>
public abstract record IkeInput
{
    /// <summary>A message came: of IKE_SA_INIT in the clear, of anything else authentic, decrypted and not seen before.</summary>
    /// <param name="Content">The message.</param>
    /// <param name="Path">Where its datagram came from and to.</param>
    public sealed record Message(IkeMessage Content, IkePath Path) : IkeInput;

    /// <summary>A message came that is authentic but cannot be read.</summary>
    /// <param name="Outer">Its header's fields.</param>
    /// <param name="Failure">What is wrong.</param>
    public sealed record Malformed(IkeMessage Outer, IkeReadFailure Failure) : IkeInput;

    /// <summary>A message of IKEv1 came: decrypted if it was encrypted, not yet known to be authentic, not seen before.</summary>
    /// <param name="Content">The message.</param>
    /// <param name="Path">Where its datagram came from and to.</param>
    public sealed record Isakmp(IsakmpMessage Content, IkePath Path) : IkeInput;

    /// <summary>An encrypted message of IKEv1 came out as no message: another key, or a forgery.</summary>
    /// <param name="Exchange">The exchange that its header names.</param>
    public sealed record IsakmpUnreadable(IsakmpExchangeType Exchange) : IkeInput;

    /// <summary>Somebody wants something.</summary>
    /// <param name="What">What.</param>
    public sealed record Order(IkeOrder What) : IkeInput;

    /// <summary>A timer that the SA started.</summary>
    /// <param name="Timer">Which.</param>
    public sealed record TimerFired(IkeTimer Timer) : IkeInput;

    /// <summary>The last retransmission of a request was not answered.</summary>
    /// <param name="MessageId">Which request.</param>
    public sealed record RequestUnanswered(uint MessageId) : IkeInput;

    /// <summary>Authentic packets came in through a Child SA: the peer is alive, and it can send on this SA.</summary>
    /// <param name="InboundSpi">Which SA.</param>
    public sealed record ChildReceived(uint InboundSpi) : IkeInput;
}
