using Pipeline.Crypto.Transforms.Blocks;

namespace Pipeline.Crypto.Transforms.Integrity;

/// <summary>An expanded key of an integrity algorithm that stands beside a cipher, or alone in AH.</summary>
internal abstract class IntegrityKey : IDisposable
{
    /// <summary>Computes the integrity check value.</summary>
    /// <param name="input">What is authenticated.</param>
    /// <param name="icv">Takes the value; its length says how far it is truncated (from the left, RFC 2104 §5).</param>
    internal abstract void Compute(AuthenticatedBytes input, Span<byte> icv);

    /// <summary>Erases the key.</summary>
    public abstract void Dispose();
}

/// <summary>Expands a key.</summary>
internal delegate IntegrityKey IntegrityKeyFactory(ReadOnlySpan<byte> key);
