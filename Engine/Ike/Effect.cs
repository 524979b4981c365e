using Pipeline.Engine.Ike.AnyVersion;
using Pipeline.Engine.Ike.V1;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike;

/// <summary>What a step asks for. The step itself never sends, waits or logs. <see cref="IkeSa"/> carries out those that are about
/// messages; all others, and <see cref="Transmit"/>, are for the actor.</summary>
public abstract record Effect
{
    /// <summary>Send a message: a request is repeated until it is answered, a response is kept for repeated requests (RFC 7296 §2.1).</summary>
    /// <param name="Message">The message, in the clear.</param>
    public sealed record Send(IkeMessage Message) : Effect;

    /// <summary>Send a request once and forget it: the last word of an SA that closes.</summary>
    /// <param name="Message">The message, in the clear.</param>
    public sealed record SendOnce(IkeMessage Message) : Effect;

    /// <summary>From now on messages are protected.</summary>
    /// <param name="Sa">Suite and keys.</param>
    public sealed record Protect(IkeSaParameters Sa) : Effect;

    /// <summary>IKEv1: send a message. It is sent again when the peer's last one of the exchange comes again.</summary>
    /// <param name="Message">The message, in the clear; encrypted when <see cref="ProtectIsakmp"/> came before.</param>
    /// <param name="IsAnswered">True when the peer must answer: then it is sent again until that comes.</param>
    public sealed record SendIsakmp(IsakmpMessage Message, bool IsAnswered) : Effect;

    /// <summary>IKEv1: from now on messages are encrypted.</summary>
    /// <param name="Sa">Suite and keys.</param>
    public sealed record ProtectIsakmp(Phase1Sa Sa) : Effect;

    /// <summary>IKEv1: the message that is handled is what the exchange waited for, and authentic if it can be. Without this it has changed nothing.</summary>
    /// <param name="IsFresh">It cannot be a recorded one, by what it says; beside that, answers to messages of ours are fresh.</param>
    public sealed record AcceptIsakmp(bool IsFresh = false) : Effect;

    /// <summary>IKEv1: an exchange is over; its answer is kept for repetitions.</summary>
    /// <param name="MessageId">Its message ID.</param>
    public sealed record EndIsakmpExchange(uint MessageId) : Effect;

    /// <summary>IKEv1: the IKE SA is over, but its pairs live on (RFC 2408 §4.3): nothing new can be made with it.</summary>
    public sealed record LeaveChildren : Effect;

    /// <summary>From now on messages take another path: port 4500 (RFC 7296 §2.23).</summary>
    /// <param name="Path">Which.</param>
    public sealed record UsePath(IkePath Path) : Effect;

    /// <summary>Send datagrams.</summary>
    /// <param name="Datagrams">IKE messages without non-ESP marker; several are fragments of one message.</param>
    /// <param name="Path">From where to where.</param>
    public sealed record Transmit(IReadOnlyList<byte[]> Datagrams, IkePath Path) : Effect;

    /// <summary>An authentic message came from another address: SAs in UDP follow it (RFC 7296 §2.23).</summary>
    /// <param name="Path">The new path.</param>
    public sealed record PeerMoved(IkePath Path) : Effect;

    /// <summary>Install a pair of Child SAs, the inbound one before anything else that follows.</summary>
    /// <param name="Pair">The pair.</param>
    public sealed record InstallChild(ChildPair Pair) : Effect;

    /// <summary>Protect with the outbound SA of a pair from now on: the peer is known to have its inbound one.</summary>
    /// <param name="InboundSpi">Our SPI of the pair.</param>
    public sealed record UseOutbound(uint InboundSpi) : Effect;

    /// <summary>Remove a pair.</summary>
    /// <param name="InboundSpi">Our SPI of the pair.</param>
    /// <param name="OutboundSpi">The peer's.</param>
    public sealed record RetireChild(uint InboundSpi, uint OutboundSpi) : Effect;

    /// <summary>An SPI of ours was not needed in the end.</summary>
    /// <param name="InboundSpi">Which.</param>
    public sealed record ReleaseSpi(uint InboundSpi) : Effect;

    /// <summary>Start a timer.</summary>
    /// <param name="Timer">Which.</param>
    /// <param name="Delay">How long.</param>
    public sealed record StartTimer(IkeTimer Timer, TimeSpan Delay) : Effect;

    /// <summary>Stop a timer; it need not run.</summary>
    /// <param name="Timer">Which.</param>
    public sealed record CancelTimer(IkeTimer Timer) : Effect;

    /// <summary>Another IKE SA stands beside this one from now on: the replacement, with the children, or a redundant one.</summary>
    /// <param name="State">Its state; <see cref="IkeSa.Replacement"/> makes an IKE SA of it.</param>
    public sealed record AddIkeSa(V2.Established State) : Effect;

    /// <summary>The peer has no other IKE SAs with us (INITIAL_CONTACT, RFC 7296 §2.4): those of the same identity are dead.</summary>
    /// <param name="Peer">Who the peer is.</param>
    public sealed record ForgetOthers(IkeIdentity Peer) : Effect;

    /// <summary>Begin another IKE SA for the same connection, and order this one to <see cref="IkeOrder.MakeWay"/> when that is established
    /// and its children are installed (<see cref="IkeSaSummary.HasChildrenToCome"/>).</summary>
    /// <param name="Connection">Which.</param>
    public sealed record BeginReplacement(ConnectionOptions Connection) : Effect;

    /// <summary>Tell the operator.</summary>
    /// <param name="What">What happened.</param>
    public sealed record Report(NegotiationEvent What) : Effect;

    /// <summary>The IKE SA is at its end: secrets are erased, timers stopped.</summary>
    /// <param name="Failure">Why; null when it was meant to end.</param>
    public sealed record Close(IkeFailure? Failure) : Effect;
}
