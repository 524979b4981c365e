namespace Pipeline.Engine.Ike.AnyVersion;

/// <summary>One IKE SA of either version, for who owns it: takes what comes, and says what is to be done.</summary>
/// <remarks>
/// Has no clock, no socket, no timer. Not thread safe. After its end it still repeats its last answers until its owner forgets it. Every method returns
/// what is to be done, in order; <see cref="Effect.Send"/> and the others that are about messages are carried out inside.
/// </remarks>
public interface IIkeSa : IDisposable
{
    /// <summary>Where our requests go. An answer goes to where its request came from.</summary>
    IkePath Path { get; }

    /// <summary>Our SPI (IKEv1: our cookie); 0 until there is one.</summary>
    ulong LocalSpi { get; }

    /// <summary>The peer's SPI (IKEv1: its cookie); 0 until it is known.</summary>
    ulong RemoteSpi { get; }

    /// <summary>What it waits for, for people: the name of its state.</summary>
    string StateName { get; }

    /// <summary>True at its end.</summary>
    bool IsClosed { get; }

    /// <summary>What both sides have agreed on; null until the peer has proved who it is, and at its end.</summary>
    IkeSaSummary? Established { get; }

    /// <summary>Begins: initiates, or starts the timers of a replacement.</summary>
    /// <param name="now">The time.</param>
    IReadOnlyList<Effect> Begin(DateTimeOffset now);

    /// <summary>Gives an order.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="now">The time.</param>
    IReadOnlyList<Effect> Order(IkeOrder order, DateTimeOffset now);

    /// <summary>Tells that authentic packets came in through a Child SA.</summary>
    /// <param name="inboundSpi">Our SPI of it.</param>
    /// <param name="now">The time.</param>
    IReadOnlyList<Effect> ChildReceived(uint inboundSpi, DateTimeOffset now);

    /// <summary>Tells that a timer, which an effect has started, is over.</summary>
    /// <param name="timer">Which.</param>
    /// <param name="now">The time.</param>
    IReadOnlyList<Effect> Fire(IkeTimer timer, DateTimeOffset now);

    /// <summary>Takes a datagram that carries our SPI, or is the request that this IKE SA was made for.</summary>
    /// <param name="datagram">An IKE message without non-ESP marker, unchecked; never throws for it.</param>
    /// <param name="path">Where it came from and to.</param>
    /// <param name="now">The time.</param>
    IReadOnlyList<Effect> Receive(ReadOnlySpan<byte> datagram, IkePath path, DateTimeOffset now);
}
