using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Crypto.KeyExchange;

/// <summary>A group in which both ends do the same: a value of one's own, and the other's value raised to one's private key.</summary>
internal abstract class DiffieHellmanGroup : IKeyExchange
{
    /// <summary>Bytes of a public value on the wire.</summary>
    internal abstract int PublicLength { get; }

    /// <summary>Bytes of the shared secret.</summary>
    internal abstract int SecretLength { get; }

    /// <inheritdoc/>
    public abstract InitiatedExchange Initiate(IRandomSource random);

    /// <inheritdoc/>
    public bool TryRespond(
        IRandomSource random,
        ReadOnlySpan<byte> initiatorValue,
        out byte[] responderValue,
        [NotNullWhen(true)] out SecretBytes? secret)
    {
        responderValue = [];
        secret = null;

        // Before any work: a value of the wrong length costs nothing.
        if (initiatorValue.Length != PublicLength)
        {
            return false;
        }

        using InitiatedExchange own = Initiate(random);
        if (!own.TryFinish(initiatorValue, out secret))
        {
            return false;
        }

        responderValue = own.PublicValue.ToArray();
        return true;
    }
}
