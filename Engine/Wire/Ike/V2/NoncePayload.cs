namespace Pipeline.Engine.Wire.Ike.V2;

/// <summary>Ni or Nr: a nonce (RFC 7296 §3.9).</summary>
/// <param name="Nonce">16 to 256 bytes.</param>
public sealed record NoncePayload(Octets Nonce) : IkePayload(PayloadType.Nonce)
{
    /// <summary>Bytes of the shortest nonce.</summary>
    public const int MinimumLength = 16;

    /// <summary>Bytes of the longest nonce.</summary>
    public const int MaximumLength = 256;

    /// <summary>Reads a body.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static NoncePayload? TryRead(Octets body, out IkeReadError error)
    {
        error = body.Length is < MinimumLength or > MaximumLength ? IkeReadError.BadNonceLength : IkeReadError.None;
        return error == IkeReadError.None ? new NoncePayload(body) : null;
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer) => writer.Write(Nonce.Span);
}
