using Pipeline.Crypto.Transforms.Blocks;

namespace Pipeline.Crypto.Transforms.Integrity;

/// <summary>The integrity algorithm NONE: no ICV, and every packet passes. For legacy peers only.</summary>
internal sealed class NoIntegrityKey : IntegrityKey
{
    /// <inheritdoc/>
    internal override void Compute(AuthenticatedBytes input, Span<byte> icv)
    {
        // The ICV is 0 bytes long.
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // No key, nothing to erase.
    }
}
