using Pipeline.Engine.Configuration.Connections;
using Pipeline.Actors.Ike.Status;
using Pipeline.Actors.Sa;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Ike;

/// <summary>Order to the <see cref="IkeRouter"/>: an IKE message came.</summary>
/// <param name="Path">Where it came from and to.</param>
/// <param name="Datagram">The message, without the non-ESP marker.</param>
public sealed record IkeArrived(IkePath Path, byte[] Datagram);

/// <summary>Order to the <see cref="IkeRouter"/>: as <see cref="IkeArrived"/>, by the pump.</summary>
/// <param name="What">The message.</param>
/// <param name="Place">To be released once it is routed: only so many are on their way.</param>
internal sealed record IkePumped(IkeArrived What, SemaphoreSlim Place);

/// <summary>Order to the <see cref="IkeRouter"/>: from now on these connections exist, and no others.</summary>
/// <param name="Connections">All connections.</param>
public sealed record UseConnections(IReadOnlyList<ConnectionSettings> Connections);

/// <summary>Order: see to it that a child of a connection is there. Answered by <see cref="IkeAnswer"/> when it is begun, or cannot be.</summary>
/// <param name="Connection">Name of the connection.</param>
/// <param name="Child">Name of the child; null for those that start with the connection.</param>
/// <param name="Flow">The flow of the packet that waits; null for none.</param>
public sealed record InitiateConnection(string Connection, string? Child = null, FlowKey? Flow = null);

/// <summary>Order: end all IKE SAs of a connection. Answered by <see cref="IkeAnswer"/>.</summary>
/// <param name="Connection">Name of the connection.</param>
public sealed record TerminateConnection(string Connection);

/// <summary>Order: replace the keys of a connection. Answered by <see cref="IkeAnswer"/>.</summary>
/// <param name="Connection">Name of the connection.</param>
/// <param name="Child">Name of the child to rekey; null for the IKE SA.</param>
public sealed record RekeyConnection(string Connection, string? Child = null);

/// <summary>Answer to an order.</summary>
/// <param name="IsDone">True when it was carried out, or begun.</param>
/// <param name="Text">One sentence.</param>
public sealed record IkeAnswer(bool IsDone, string Text);

/// <summary>Question to the <see cref="IkeRouter"/>. Answered by <see cref="IkeStatus"/>.</summary>
/// <param name="Connection">Of this connection only; null for all.</param>
public sealed record QueryIke(string? Connection = null);

/// <summary>Fact, on the event stream: what an operator wants to know.</summary>
/// <param name="At">When.</param>
/// <param name="What">What happened.</param>
public sealed record IkeReported(DateTimeOffset At, NegotiationEvent What);

/// <summary>Order to a new <see cref="IkeSaActor"/>: initiate.</summary>
/// <param name="Connection">With whom.</param>
/// <param name="Path">Where the peer is.</param>
internal sealed record BeginIkeSa(ConnectionSettings Connection, IkePath Path);

/// <summary>Order to a new <see cref="IkeSaActor"/>: answer a first request: IKE_SA_INIT, or the first message of main mode.</summary>
/// <param name="Connections">Those that the peer may mean, all of the version of the request.</param>
/// <param name="First">The request.</param>
internal sealed record AnswerIkeSa(IReadOnlyList<ConnectionSettings> Connections, IkeArrived First);

/// <summary>Order to an <see cref="IkeSaActor"/>: a message for one of its IKE SAs.</summary>
/// <param name="LocalSpi">Our SPI in it; 0 for a repeated first request.</param>
/// <param name="What">The message.</param>
internal sealed record IkeForYou(ulong LocalSpi, IkeArrived What);

/// <summary>Order to an <see cref="IkeSaActor"/>.</summary>
/// <param name="What">What is wanted.</param>
/// <param name="Child">The child that it is about; null for none.</param>
internal sealed record GiveIkeOrder(IkeOrder What, string? Child = null);

/// <summary>Order to an <see cref="IkeSaActor"/>: a limit of one of its Child SAs was reached.</summary>
/// <param name="InboundSpi">Our SPI of the pair.</param>
/// <param name="IsHard">True when the SA is gone already.</param>
internal sealed record ChildLimit(uint InboundSpi, bool IsHard);

/// <summary>Fact, for the <see cref="IkeRouter"/>: an SPI of ours belongs to the sender.</summary>
/// <param name="Spi">The SPI.</param>
/// <param name="IsTaken">False when it is given up.</param>
internal sealed record IkeSpiChanged(ulong Spi, bool IsTaken);

/// <summary>Fact, for the <see cref="IkeRouter"/>: a Child SA belongs to the sender.</summary>
/// <param name="InboundSpi">Our SPI of the pair.</param>
/// <param name="Inbound">Its half that receives.</param>
/// <param name="Outbound">Its half that sends.</param>
/// <param name="IsThere">False when the pair is gone.</param>
internal sealed record ChildChanged(uint InboundSpi, SaIdentity Inbound, SaIdentity Outbound, bool IsThere)
{
    /// <summary>The fact about a pair.</summary>
    public static ChildChanged Of(ChildPair pair, bool isThere) =>
        new(pair.Inbound.Spi, SaIdentity.Of(pair.Inbound), SaIdentity.Of(pair.Outbound), isThere);
}

/// <summary>Fact, for the <see cref="IkeRouter"/>: the sender has an IKE SA of a connection, established or at its end.</summary>
/// <param name="Connection">Name of the connection; empty when none was found out.</param>
/// <param name="IsEstablished">True once the peer is authenticated.</param>
/// <param name="Peer">Who the peer has proved to be; null before.</param>
/// <param name="Failure">What failed; null when nothing did.</param>
internal sealed record IkeProgress(string Connection, bool IsEstablished, IkeIdentity? Peer, IkeFailure? Failure)
{
    /// <summary>True at the end of the last IKE SA of the sender, which only repeats its last answers from now on.</summary>
    public bool IsEnded { get; init; }
}

/// <summary>Order to the <see cref="IkeRouter"/>: all IKE SAs of this connection with this peer, but the sender's, are dead.</summary>
/// <param name="Connection">Name of the connection.</param>
/// <param name="Peer">Who the peer is.</param>
internal sealed record ForgetOthers(string Connection, IkeIdentity Peer);

/// <summary>Order to an <see cref="IkeSaActor"/>: end. Nothing passes any more, whether or not the peer agrees; then it is told.</summary>
internal sealed record EndIkeSa
{
    /// <summary>The one instance.</summary>
    public static EndIkeSa Instance { get; } = new();
}

/// <summary>Fact, of an actor to itself: a timer is over.</summary>
/// <param name="Owner">The IKE SA that it belongs to.</param>
/// <param name="Timer">Which.</param>
/// <param name="Generation">Which of those that were started under this name.</param>
internal sealed record IkeTimerFired(OwnedIkeSa Owner, IkeTimer Timer, int Generation);

/// <summary>Question to an <see cref="IkeSaActor"/>. Answered by a list of <see cref="IkeSaStatus"/>.</summary>
internal sealed record QueryIkeSa
{
    /// <summary>The one instance.</summary>
    public static QueryIkeSa Instance { get; } = new();
}
