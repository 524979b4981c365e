using Pipeline.Engine.Ike;

namespace Pipeline.LoadTests.Rig.Ike;

/// <summary>How initiators reach a responder: memory, or sockets.</summary>
internal interface IIkeWire : IDisposable
{
    /// <summary>Where the responder is, and we.</summary>
    IkePath Path { get; }

    /// <summary>Sends one message.</summary>
    void Send(in IkePath path, byte[] message);

    /// <summary>Takes the next message that has come.</summary>
    /// <param name="wait">How long to wait for one at most.</param>
    /// <param name="path">Where it came from and to, as we see it.</param>
    /// <param name="message">The message, without the non-ESP marker; valid until the next call.</param>
    /// <returns>False when none came.</returns>
    bool TryReceive(TimeSpan wait, out IkePath path, out ReadOnlySpan<byte> message);
}
