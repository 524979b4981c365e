using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Crypto.KeyExchange;

/// <summary>The initiator's half of a key exchange, between its message and the answer. Holds a private key until it is disposed.</summary>
/// <remarks>Fresh for each exchange: RFC 7296 §2.12 allows a private key in two, nothing here needs it. Not thread safe.</remarks>
public abstract class InitiatedExchange : IDisposable
{
    /// <summary>The value to send, as it stands in a KE payload (RFC 7296 §3.4).</summary>
    public abstract ReadOnlyMemory<byte> PublicValue { get; }

    /// <summary>Makes the shared secret out of the responder's value.</summary>
    /// <param name="responderValue">What the responder sent, unchecked.</param>
    /// <param name="secret">The shared secret, which the caller disposes; null when refused.</param>
    /// <returns>
    /// False when the value is refused. The exchange may then be tried with another: anyone can forge the first answer, and it
    /// must not end the exchange (RFC 7296 §2.21.1).
    /// </returns>
    /// <exception cref="ObjectDisposedException">The private key has been erased.</exception>
    public abstract bool TryFinish(ReadOnlySpan<byte> responderValue, [NotNullWhen(true)] out SecretBytes? secret);

    /// <summary>Erases the private key; again is harmless.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Erases the private key.</summary>
    /// <param name="disposing">False from a finalizer, when other objects must not be touched.</param>
    protected abstract void Dispose(bool disposing);
}
