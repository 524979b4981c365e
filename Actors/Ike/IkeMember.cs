using Pipeline.Actors.Ike.Strangers;
using Akka.Actor;
using Pipeline.Engine.Ike;

namespace Pipeline.Actors.Ike;

/// <summary>One <see cref="IkeSaActor"/>, as its router knows it.</summary>
/// <param name="actor">The actor.</param>
/// <param name="pending">Messages on their way to it.</param>
/// <param name="path">Where its peer was at first.</param>
/// <param name="version">Which IKE it speaks: no message of another version is for it.</param>
internal sealed class IkeMember(IActorRef actor, PendingCount pending, IkePath path, IkeVersion version = IkeVersion.V2)
{
    /// <summary>The actor.</summary>
    public IActorRef Actor => actor;

    /// <summary>Messages on their way to it.</summary>
    public PendingCount Pending => pending;

    /// <summary>Where its peer was at first.</summary>
    public IkePath Path => path;

    /// <summary>Which IKE it speaks: no message of another version is for it.</summary>
    public IkeVersion Version => version;

    /// <summary>Name of its connection; empty while a responder does not know it.</summary>
    public string Connection { get; set; } = "";

    /// <summary>Who its peer has proved to be; null before.</summary>
    public IkeIdentity? Peer { get; set; }

    /// <summary>True once its peer is authenticated.</summary>
    public bool IsEstablished { get; set; }

    /// <summary>True once it only repeats its last answers.</summary>
    public bool IsEnded { get; set; }

    /// <summary>True once its connection is not in the configuration any more, or is another one of that name.</summary>
    public bool IsDetached { get; set; }

    /// <summary>True once it was told to stop: it answers nothing any more.</summary>
    public bool IsStopped { get; set; }

    /// <summary>True while it counts as half open.</summary>
    public bool IsHalfOpen { get; set; }

    /// <summary>The request that it was made for; null when we have initiated.</summary>
    public FirstRequestKey? FirstRequest { get; init; }

    /// <summary>Our SPIs that lead to it.</summary>
    public HashSet<ulong> Spis { get; } = [];

    /// <summary>Its Child SAs by our SPI.</summary>
    public Dictionary<uint, ChildChanged> Children { get; } = [];
}
